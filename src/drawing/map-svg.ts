import { drawingTexts } from './drawing-texts.ts';
import { estimateWidth } from './estimate-width.ts';
import type { JourneyMap } from './map-document.ts';
import type { MapLine, MapShape, Point } from './map-layout.ts';
import { mapFacts, mapLayout, wayTitle } from './map-layout.ts';
import { ENGLISH_MAP } from './map-messages.ts';
import { markupText } from './markup-text.ts';

const FONT_SIZE = 14;
const ROUND = 6;
const ARROW = 6;

/** A journey's map as a stand-alone SVG document: without script, in the reader's light or dark colours, with all of it in words for those who do not see it. */
export function mapSvg(map: JourneyMap): string {
  const texts = drawingTexts();
  const { width, height, shapes } = mapLayout(map, { fontSize: FONT_SIZE, texts, messages: ENGLISH_MAP, measure: estimateWidth });
  const description = [
    ...mapFacts(map, { texts, messages: ENGLISH_MAP }),
    ...map.stages.map(
      ({ label, kind, counts }) => `${kind === 'path' ? 'Stage' : 'Side stage'} ${label}${counts ? `: ${texts.count(counts.reached ?? counts.entered)}` : ''}`,
    ),
    ...map.ways.map((way) => wayTitle(map, way, ENGLISH_MAP)),
  ].join('. ');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${px(width)}" height="${px(height)}" viewBox="0 0 ${px(width)} ${px(height)}" role="img" aria-labelledby="title description" font-family="system-ui, sans-serif" unicode-bidi="plaintext">`,
    `<title id="title">${markupText(map.label)}</title>`,
    `<desc id="description">${markupText(description)}</desc>`,
    `<style>${STYLE}</style>`,
    '<rect width="100%" height="100%" class="ground"/>',
    ...shapes.map(shapeElement),
    '</svg>',
    '',
  ].join('\n');
}

// Text reaches a contrast of at least 4.5 : 1 on what it stands on, lines 3 : 1; tested.
const STYLE = `
.ground { fill: #ffffff }
.path, .goal { fill: #ddf4ff; stroke: #0969da } .goal { stroke-width: 3 } .side { fill: #fff8c5; stroke: #9a6700 }
.entry { fill: #f6f8fa; stroke: #8c959f }
text { fill: #1f2328 } .fact, .note, .from { fill: #57606a }
.way { fill: none; stroke-width: 1.5 } .on { stroke: #57606a } .to-path { stroke: #0969da } .to-side { stroke: #9a6700 }
.head-on, .start { fill: #57606a } .head-to-path { fill: #0969da } .head-to-side { fill: #9a6700 }
@media (prefers-color-scheme: dark) {
  .ground { fill: #1f1f1f }
  .path, .goal { fill: #0c2d4d; stroke: #3794ff } .side { fill: #3a2d0d; stroke: #d29922 }
  .entry { fill: #2a2a2a; stroke: #7d7d7d }
  text { fill: #e6e6e6 } .fact, .note, .from { fill: #b4b4b4 }
  .on { stroke: #a6a6a6 } .to-path { stroke: #3794ff } .to-side { stroke: #d29922 }
  .head-on, .start { fill: #a6a6a6 } .head-to-path { fill: #3794ff } .head-to-side { fill: #d29922 }
}
`;

function shapeElement(shape: MapShape): string {
  switch (shape.kind) {
    case 'box':
      return `<rect x="${px(shape.x)}" y="${px(shape.y)}" width="${px(shape.width)}" height="${px(shape.height)}" rx="${shape.role === 'entry' ? '2' : '5'}" class="${shape.role}"/>`;
    case 'start':
      return `<circle cx="${px(shape.x)}" cy="${px(shape.y)}" r="${px(shape.radius)}" class="start"/>`;
    case 'way':
      return wayElement(shape);
    case 'text': {
      const style = `font-size="${px(shape.size)}" text-anchor="${shape.anchor}"${shape.bold ? ' font-weight="bold"' : ''}`;
      const title = shape.text.endsWith('…') && shape.text !== shape.full ? `<title>${markupText(shape.full)}</title>` : '';
      return `<text x="${px(shape.x)}" y="${px(shape.y)}" class="${shape.role}" ${style}>${title}${markupText(shape.text)}</text>`;
    }
  }
}

function wayElement({ role, branches, title }: MapLine): string {
  const name = role === 'on' ? 'on' : `to-${role}`;
  const lines = branches.map((points) => `<path d="${linePath(points)}" class="way ${name}"/>`);
  const points = branches[0] ?? [];
  const [before, end] = [points.at(-2), points.at(-1)];
  const head = before && end ? `<path d="${headPath(before, end)}" class="head-${name}"/>` : '';
  // Where branches join.
  const joints =
    branches.length < 2
      ? []
      : branches.flatMap((branch) => (branch[1] ? [`<circle cx="${px(branch[1].x)}" cy="${px(branch[1].y)}" r="2" class="head-${name}"/>`] : []));
  return `<g><title>${markupText(title)}</title>${lines.join('')}${joints.join('')}${head}</g>`;
}

/** Through the points, with rounded corners. */
function linePath(points: readonly Point[]): string {
  return points
    .map((point, index) => {
      const [before, after] = [points[index - 1], points[index + 1]];
      if (!before) return `M${px(point.x)} ${px(point.y)}`;
      if (!after) return `L${px(point.x)} ${px(point.y)}`;
      const [into, out] = [towards(point, before), towards(point, after)];
      return `L${px(into.x)} ${px(into.y)}Q${px(point.x)} ${px(point.y)} ${px(out.x)} ${px(out.y)}`;
    })
    .join('');
}

/** A little way from a point to another, halfway at most. */
function towards(from: Point, to: Point): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const part = length === 0 ? 0 : Math.min(ROUND, length / 2) / length;
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
}

function headPath(before: Point, end: Point): string {
  const length = Math.hypot(end.x - before.x, end.y - before.y) || 1;
  const [dx, dy] = [((end.x - before.x) / length) * ARROW, ((end.y - before.y) / length) * ARROW];
  const corner = (sign: number): string => `${px(end.x - 1.4 * dx - sign * 0.7 * dy)} ${px(end.y - 1.4 * dy + sign * 0.7 * dx)}`;
  return `M${px(end.x)} ${px(end.y)}L${corner(1)}L${corner(-1)}z`;
}

const px = (number: number): string => String(Math.round(number * 10) / 10);
