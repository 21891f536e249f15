import stringWidth from 'string-width';
import { fitText } from './fit-text.ts';
import { visibleText } from './visible-text.ts';

/** What one contact did and where it was; times in any one unit, from 0 on. */
export interface Timeline {
  readonly contact: string;
  readonly records: readonly { readonly time: number; readonly label: string }[];
  readonly stays: readonly Stay[];
  /** Stands in the place of the stays. */
  readonly note?: string;
}

/** `until` is absent where the contact is still there; `expired`: the pass was closed then. */
export interface Stay {
  readonly stage: string;
  readonly isSide: boolean;
  readonly from: number;
  readonly until?: number;
  readonly expired?: boolean;
}

export interface TimelineOptions {
  /** Pixels. */
  readonly width: number;
  readonly title: string;
  /** Where the time line ends; more than 0. */
  readonly end: number;
  /** Ticks stand at multiples of its length. */
  readonly unit: { readonly length: number; readonly name: string };
  /** Stretches of time that are pointed out in all the contacts' lines. */
  readonly windows: readonly { readonly from: number; readonly to: number; readonly label: string }[];
}

const FONT = 12;
/** A column of text: the widest of the usual monospaced fonts takes 0.602 of its height. */
const COLUMN = 7.25;
const MARGIN = 12;
/** Between a text and what it belongs to. */
const GAP = 5;
const LABEL = 16;
const BAR = 20;
const BAR_STEP = BAR + 3;
const WINDOW = 24;
const CROSS = 14;
/** The part of the picture that the time line takes at least, however long the labels at its end are. */
const LEAST = 0.45;

const width = (text: string): number => stringWidth(text) * COLUMN;

/** Contacts' histories as a stand-alone SVG: records as dots under flags with their labels, stays as bars, one time axis below. */
export function timelineSvg(timelines: readonly Timeline[], options: TimelineOptions): string {
  const frame = frameFor(timelines, options);
  const windows = drawWindows(options.windows, frame);
  const parts: string[] = [];
  let y = windows.bottom + GAP;
  for (const timeline of timelines) {
    const drawn = drawTimeline(timeline, frame, y);
    parts.push(...drawn.parts);
    y = drawn.bottom;
  }
  const bands = options.windows.map(({ from, to }) =>
    rectangle('band', frame.x(from), windows.bottom - GAP, Math.max(frame.x(to) - frame.x(from), 1), y - windows.bottom + GAP),
  );
  const size = `width="${px(options.width)}" height="${px(y + 30)}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} viewBox="0 0 ${px(options.width)} ${px(y + 30)}" role="img" aria-labelledby="title">`,
    `<title id="title">${escape(options.title)}</title>`,
    `<style>${STYLE}</style>`,
    '<rect width="100%" height="100%" class="ground"/>',
    ...bands,
    ...windows.parts,
    ...parts,
    ...drawAxis(options, frame, y),
    '</svg>',
    '',
  ].join('\n');
}

// A picture of documentation follows the reader's colours by itself.
const STYLE = `
text { font: ${String(FONT)}px ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: #1f2328 }
.ground { fill: #ffffff } .name { font-weight: bold } .quiet { fill: #57606a } .middle { text-anchor: middle }
.line { stroke: #8c959f } .pole { stroke: #8c959f; stroke-width: 0.75 } .dot { fill: #1f2328 } .bracket { stroke: #8250df; fill: none } .band { fill: #8250df; opacity: 0.09 }
.window { fill: #8250df } .path { fill: #0969da } .side { fill: #9a6700 } .in { fill: #ffffff } .cross { fill: #cf222e; font-weight: bold; font-size: 15px }
@media (prefers-color-scheme: dark) {
  text, .dot { fill: #e6e6e6 } .ground { fill: #1f1f1f } .quiet { fill: #a6a6a6 } .line, .pole { stroke: #7d7d7d }
  .bracket { stroke: #be8fff } .band { fill: #be8fff } .window { fill: #be8fff } .path { fill: #3794ff } .side { fill: #d29922 } .in { fill: #111111 } .cross { fill: #ff7b72 }
}
`;

interface Frame {
  /** Where time 0 and the end of the time line stand, and where the picture's room ends. */
  readonly left: number;
  readonly end: number;
  readonly right: number;
  readonly x: (time: number) => number;
}

/** The time line leaves room at its right for the labels that begin near its end. */
function frameFor(timelines: readonly Timeline[], { width: whole, end }: TimelineOptions): Frame {
  const names = timelines.map(({ contact }) => width(visibleText(contact)));
  const left = MARGIN + Math.min(Math.max(0, ...names), whole / 4) + MARGIN;
  const right = whole - MARGIN;
  const room = right - left;
  let length = room;
  const leave = (time: number, needed: number): void => {
    if (time > 0) length = Math.min(length, ((room - needed) * end) / time);
  };
  leave(end, MARGIN);
  for (const { records, stays } of timelines) {
    for (const { time, label } of records) leave(time, GAP + width(visibleText(label)));
    for (const { stage, from, until } of stays) leave(until ?? from, width(visibleText(stage)) + (until === undefined ? 4 * GAP : GAP + CROSS));
  }
  length = Math.max(length, room * LEAST);
  return { left, end: left + length, right, x: (time) => left + (time / end) * length };
}

interface Drawn {
  readonly parts: string[];
  readonly bottom: number;
}

/** Each window in the highest row in which neither bracket nor label meets another. */
function drawWindows(windows: TimelineOptions['windows'], frame: Frame): Drawn {
  const parts: string[] = [];
  const ends: number[] = [];
  for (const window of windows) {
    const from = frame.x(window.from);
    const to = frame.x(window.to);
    const label = fitText(visibleText(window.label), frame.right - frame.left, width);
    const half = width(label) / 2;
    const middle = Math.min(Math.max((from + to) / 2, frame.left + half), frame.right - half);
    const row = freeRow(ends, Math.min(from, middle - half), Math.max(to, middle + half) + 2 * GAP);
    const y = MARGIN + row * WINDOW;
    parts.push(text('window middle', middle, y + 9, label));
    parts.push(`<path d="M${px(from)} ${px(y + 19)}v-5H${px(to)}v5" class="bracket"/>`);
  }
  return { parts, bottom: MARGIN + ends.length * WINDOW };
}

function drawTimeline({ contact, records, stays, note }: Timeline, frame: Frame, top: number): Drawn {
  const flags = placeFlags(records, frame);
  const line = top + flags.reduce((most, { row }) => Math.max(most, row + 1), 0) * LABEL + GAP;
  const name = fitText(visibleText(contact), frame.left - 2 * MARGIN, width);
  const parts = [text('name', MARGIN, line + 4, name), lineFrom('line', frame.left, line, frame.end, line)];
  for (const { x, row, label } of flags) {
    const base = line - row * LABEL - 6;
    parts.push(lineFrom('pole', x, base - 10, x, line), text('', x + GAP, base, label));
  }
  for (const { x } of flags) parts.push(`<circle cx="${px(x)}" cy="${px(line)}" r="3.5" class="dot"/>`);
  const bars = line + 9;
  const ends: number[] = [];
  for (const stay of stays) parts.push(...drawStay(stay, frame, bars, ends));
  if (note !== undefined) parts.push(text('quiet', frame.left, bars + 12, fitText(visibleText(note), frame.right - frame.left, width)));
  return { parts, bottom: bars + (note === undefined ? ends.length * BAR_STEP : LABEL) + MARGIN };
}

interface Flag {
  readonly x: number;
  /** 0 is the row next to the line. */
  readonly row: number;
  readonly label: string;
}

/** Each label right of its pole, in the lowest row in which it meets no other; from the right, so that no pole crosses a label. Labels of one time stand in their order. */
function placeFlags(records: Timeline['records'], frame: Frame): Flag[] {
  const begins: number[] = [];
  return records
    .toReversed()
    .toSorted((a, b) => b.time - a.time)
    .map(({ time, label: whole }) => {
      const x = frame.x(time);
      const label = fitText(visibleText(whole), frame.right - x - GAP, width);
      // A row is free where whatever comes next in it begins behind this label.
      let row = begins.findIndex((begin) => x + GAP + width(label) + GAP <= begin);
      if (row < 0) row = begins.length;
      // In the lower rows stands this pole, which the labels further left must not cross.
      for (let lower = 0; lower <= row; lower++) begins[lower] = x;
      return { x, row, label };
    });
}

/** A bar with its stage's name, inside where there is room; it ends in a point where the contact is still there. */
function drawStay({ stage, isSide, from, until, expired }: Stay, frame: Frame, top: number, ends: number[]): string[] {
  const x = frame.x(from);
  const end = until === undefined ? frame.right : Math.max(frame.x(until) - 1, x + 3);
  const name = visibleText(stage);
  const isInside = width(name) + 2 * GAP + (until === undefined ? GAP : 0) <= end - x;
  const outside = end + (expired ? CROSS : 0) + GAP;
  const label = isInside ? name : fitText(name, frame.right - outside, width);
  const y = top + freeRow(ends, x, isInside ? (expired ? outside : end) : outside + width(label) + GAP) * BAR_STEP;
  const kind = isSide ? 'side' : 'path';
  const middle = y + BAR / 2;
  return [
    until === undefined
      ? `<path d="M${px(x)} ${px(y)}H${px(end - 7)}L${px(end)} ${px(middle)}L${px(end - 7)} ${px(y + BAR)}H${px(x)}z" class="${kind}"/>`
      : rectangle(kind, x, y, end - x, BAR),
    ...(expired ? [text('cross', end + 2, middle + 5, '✗')] : []),
    isInside ? text('in', x + GAP, middle + 4, label) : text('', outside, middle + 4, label),
  ];
}

/** Ticks at 1, 2, 5, 10, 20 … units, as dense as their labels allow. */
function drawAxis({ end, unit }: TimelineOptions, frame: Frame, y: number): string[] {
  const parts = [lineFrom('line', frame.left, y, frame.end, y)];
  const label = (count: number): string => (count === 0 ? '0' : `${String(count)} ${visibleText(unit.name)}`);
  const last = Math.floor(end / unit.length);
  let step = 1;
  for (let next = 0; frame.x(step * unit.length) - frame.left < width(label(last)) + 2 * MARGIN && step < last; next++)
    step = [2, 5, 10][next % 3]! * 10 ** Math.floor(next / 3);
  for (let count = 0; count <= last; count += step) {
    const x = frame.x(count * unit.length);
    parts.push(lineFrom('line', x, y, x, y + 5), text('quiet middle', x, y + 19, label(count)));
  }
  return parts;
}

/** The first row whose end is not behind `from`; it then ends at `to`. */
function freeRow(ends: number[], from: number, to: number): number {
  let row = ends.findIndex((end) => end <= from);
  if (row < 0) row = ends.length;
  ends[row] = to;
  return row;
}

const px = (number: number): string => String(Math.round(number * 10) / 10);

const text = (kind: string, x: number, y: number, content: string): string =>
  `<text x="${px(x)}" y="${px(y)}"${kind === '' ? '' : ` class="${kind}"`}>${escape(content)}</text>`;

const lineFrom = (kind: string, x1: number, y1: number, x2: number, y2: number): string =>
  `<line x1="${px(x1)}" y1="${px(y1)}" x2="${px(x2)}" y2="${px(y2)}" class="${kind}"/>`;

const rectangle = (kind: string, x: number, y: number, wide: number, high: number): string =>
  `<rect x="${px(x)}" y="${px(y)}" width="${px(wide)}" height="${px(high)}" class="${kind}"/>`;

const escape = (content: string): string => visibleText(content).replace(/[&<>"']/g, (character) => `&#${String(character.charCodeAt(0))};`);
