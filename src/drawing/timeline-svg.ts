import stringWidth from 'string-width';

/** What one contact did and where it was; times in any one unit. */
export interface Timeline {
  readonly contact: string;
  readonly records: readonly { readonly time: number; readonly label: string }[];
  /** Stays in stages; `until` is absent where the contact is still there, `expired` where the pass was closed then. */
  readonly stays: readonly { readonly stage: string; readonly from: number; readonly until?: number; readonly expired?: boolean }[];
}

export interface TimelineOptions {
  /** Pixels. */
  readonly width: number;
  readonly title: string;
  /** Where the time line ends. */
  readonly end: number;
  /** The unit's length and name: ticks stand at its multiples. */
  readonly tick: number;
  readonly tickLabel: (count: number) => string;
}

const FONT = 13;
const CHARACTER = 7.2;
const NAME = 64;
const MARGIN = 12;
const LABEL = 17;
const BAR = 20;

const width = (text: string): number => stringWidth(text) * CHARACTER;

/** Contacts' histories as a stand-alone SVG: records as dots with their labels, stays as bars, one time axis below. */
export function timelineSvg(timelines: readonly Timeline[], options: TimelineOptions): string {
  const left = MARGIN + NAME;
  const scale = (time: number): number => left + (time / Math.max(options.end, options.tick)) * (options.width - left - MARGIN - 24);
  const parts: string[] = [];
  let y = MARGIN;
  for (const timeline of timelines) {
    const labels = placeLabels(timeline, scale, options.width);
    const rows = labels.reduce((most, { row }) => Math.max(most, row + 1), 0);
    const line = y + rows * LABEL + 8;
    for (const { x, at, row, label } of labels) {
      const base = y + (rows - row) * LABEL - 4;
      parts.push(`<line x1="${px(at)}" x2="${px(at)}" y1="${px(base + 3)}" y2="${px(line)}" class="stem"/>`);
      parts.push(`<text x="${px(x)}" y="${px(base)}">${escape(label)}</text>`);
    }
    parts.push(`<text x="${px(MARGIN)}" y="${px(line + 4)}" class="name">${escape(timeline.contact)}</text>`);
    parts.push(`<line x1="${px(left)}" x2="${px(options.width - MARGIN)}" y1="${px(line)}" y2="${px(line)}" class="line"/>`);
    for (const { at } of labels) parts.push(`<circle cx="${px(at)}" cy="${px(line)}" r="4"/>`);
    y = line + 10;
    const bars = placeBars(timeline, scale, options);
    for (const bar of bars) {
      const top = y + bar.row * (BAR + 3);
      parts.push(`<rect x="${px(bar.x)}" y="${px(top)}" width="${px(bar.width)}" height="${px(BAR)}" rx="3"/>`);
      parts.push(`<text x="${px(bar.labelX)}" y="${px(top + 14)}" class="${bar.inside ? 'in' : 'out'}">${escape(bar.label)}</text>`);
    }
    y += (bars.reduce((most, { row }) => Math.max(most, row + 1), 0) || 0) * (BAR + 3) + 14;
  }
  for (let count = 0; count * options.tick <= options.end; count++) {
    const x = px(scale(count * options.tick));
    parts.push(`<line x1="${x}" x2="${x}" y1="${px(y)}" y2="${px(y + 5)}" class="line"/>`);
    parts.push(`<text x="${x}" y="${px(y + 19)}" class="tick">${escape(options.tickLabel(count))}</text>`);
  }
  parts.push(`<line x1="${px(left)}" x2="${px(options.width - MARGIN)}" y1="${px(y)}" y2="${px(y)}" class="line"/>`);
  const height = y + 30;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${px(options.width)}" height="${px(height)}" viewBox="0 0 ${px(options.width)} ${px(height)}" role="img" aria-labelledby="title">`,
    `<title id="title">${escape(options.title)}</title>`,
    `<style>${STYLE}</style>`,
    `<rect width="100%" height="100%" class="ground"/>`,
    ...parts,
    '</svg>',
    '',
  ].join('\n');
}

// A picture of documentation follows the reader's colours by itself.
const STYLE = `
text { font: ${String(FONT)}px ui-monospace, monospace; fill: #1f2328 }
.ground { fill: #ffffff } .name { font-weight: bold } .tick { text-anchor: middle; fill: #57606a }
.line, .stem { stroke: #8c959f } circle { fill: #1f2328 } rect:not(.ground) { fill: #0969da } .in { fill: #ffffff }
@media (prefers-color-scheme: dark) {
  text, circle { fill: #e6e6e6 } .ground { fill: #1f1f1f } .tick { fill: #a6a6a6 } .line, .stem { stroke: #7d7d7d }
  rect:not(.ground) { fill: #3794ff } .in { fill: #111111 }
}`;

interface PlacedLabel {
  /** Where the text begins. */
  readonly x: number;
  /** Where the record stands. */
  readonly at: number;
  /** 0 is the row next to the line. */
  readonly row: number;
  readonly label: string;
}

/** Each label in the lowest row in which it meets no other. */
function placeLabels({ records }: Timeline, scale: (time: number) => number, whole: number): PlacedLabel[] {
  const ends: number[] = [];
  return [...records]
    .sort((a, b) => b.time - a.time)
    .map(({ time, label }) => {
      const at = scale(time);
      const x = Math.min(at - 4, whole - MARGIN - width(label));
      // From the right, so that a stem never crosses a label of an earlier record.
      let row = ends.findIndex((begin) => x + width(label) + 8 <= begin);
      if (row < 0) row = ends.length;
      ends[row] = x;
      return { x, at, row, label };
    });
}

interface PlacedBar {
  readonly x: number;
  readonly width: number;
  readonly row: number;
  readonly label: string;
  readonly labelX: number;
  readonly inside: boolean;
}

function placeBars({ stays }: Timeline, scale: (time: number) => number, options: TimelineOptions): PlacedBar[] {
  const ends: number[] = [];
  return stays.map(({ stage, from, until, expired }) => {
    const x = scale(from);
    const end = until === undefined ? options.width - MARGIN : scale(until);
    const label = expired ? `${stage} ✗` : stage;
    const length = Math.max(end - x - 2, 3);
    const inside = width(label) + 8 <= length;
    const needed = inside ? x + length : x + length + width(label) + 8;
    let row = ends.findIndex((taken) => taken <= x);
    if (row < 0) row = ends.length;
    ends[row] = needed;
    return { x, width: length, row, label, labelX: inside ? x + 5 : x + length + 4, inside };
  });
}

const px = (number: number): string => String(Math.round(number * 10) / 10);

const escape = (text: string): string => text.replace(/[&<>"]/g, (character) => `&#${String(character.charCodeAt(0))};`);
