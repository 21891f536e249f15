import stringWidth from 'string-width';
import { drawingTexts } from './drawing-texts.ts';
import { wrapText } from './fit-text.ts';
import type { JourneyMap } from './map-document.ts';
import { originLine, stageLines, wayLines } from './map-labels.ts';
import { mapFacts } from './map-layout.ts';
import { ENGLISH_MAP } from './map-messages.ts';
import { visibleText } from './visible-text.ts';

const LONGEST_LINE = 100;

/** A journey's map in the language of Graphviz. Labels are text whatever they hold. */
export function mapDot(map: JourneyMap): string {
  const ids = new Map(map.stages.map(({ name }, index) => [name, `s${String(index + 1)}`]));
  const idOf = (name: string): string => ids.get(name) ?? name;
  const origins: string[] = [];
  const ways = map.ways.flatMap((way, index) => {
    const label = quoted(wayLines(way));
    if (way.from === 'stages') return way.stages.map((stage) => `  ${idOf(stage)} -> ${idOf(way.to)} [label=${label}];`);
    const origin = `o${String(index + 1)}`;
    origins.push(`  ${origin} [label=${quoted([originLine(map, way)])}, shape=plaintext];`);
    return [`  ${origin} -> ${idOf(way.to)} [label=${label}];`];
  });
  return [
    `digraph ${quoted([map.journey])} {`,
    `  graph [rankdir=TB, labelloc=t, label=${quoted([map.label, ...mapFacts(map, { texts: drawingTexts(), messages: ENGLISH_MAP }).flatMap(wrapped)])}, fontname="sans-serif"];`,
    '  node [shape=box, style="rounded,filled", fillcolor="#ddf4ff", color="#0969da", fontname="sans-serif"];',
    '  edge [color="#57606a", fontname="sans-serif", fontsize=10];',
    ...map.stages.map((stage) => `  ${idOf(stage.name)} [label=${quoted(stageLines(stage))}${STYLES[stage.isGoal ? 'goal' : stage.kind]}];`),
    ...origins,
    ...ways,
    '}',
    '',
  ].join('\n');
}

const STYLES = { path: '', goal: ', penwidth=3', side: ', fillcolor="#fff8c5", color="#9a6700"' } as const;

const wrapped = (text: string): string[] => wrapText(text, LONGEST_LINE, stringWidth);

/** A string in quotes. A backslash starts an escape of labels, an ampersand an entity. */
const quoted = (parts: readonly string[]): string =>
  `"${parts.map((part) => visibleText(part).replaceAll('&', '&amp;').replaceAll('\\', '\\\\').replaceAll('"', '\\"')).join('\\n')}"`;
