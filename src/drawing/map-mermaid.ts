import type { JourneyMap } from './map-document.ts';
import { originLine, stageLines, wayLines } from './map-labels.ts';

/** A journey's map as a Mermaid flowchart, for documents whose host draws them. Labels are text whatever they hold. */
export function mapMermaid(map: JourneyMap): string {
  const ids = new Map(map.stages.map(({ name }, index) => [name, `s${String(index + 1)}`]));
  const idOf = (name: string): string => ids.get(name) ?? name;
  const origins: string[] = [];
  const ways = map.ways.flatMap((way, index) => {
    const label = quoted(wayLines(way));
    const arrow = `-->|${label}| ${idOf(way.to)}`;
    if (way.from === 'stages') return way.stages.map((stage) => `  ${idOf(stage)} ${arrow}`);
    const origin = `o${String(index + 1)}`;
    origins.push(`  ${origin}([${quoted([originLine(map, way)])}])`);
    return [`  ${origin} ${arrow}`];
  });
  const classes = (['path', 'side'] as const).flatMap((kind) => {
    const of = map.stages.filter((stage) => stage.kind === kind).map(({ name }) => idOf(name));
    return of.length === 0 ? [] : [`  class ${of.join(',')} ${kind}Stage`];
  });
  return [
    'flowchart TB',
    // The only text that stands without quotes: letters, digits and spaces of it.
    `  accTitle: ${map.label.replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, ' ').trim() || 'Journey'}`,
    ...map.stages.map((stage) => `  ${idOf(stage.name)}${stage.kind === 'side' ? `([${quoted(stageLines(stage))}])` : `[${quoted(stageLines(stage))}]`}`),
    ...origins,
    ...ways,
    '  classDef pathStage fill:#ddf4ff,stroke:#0969da,color:#1f2328',
    '  classDef sideStage fill:#fff8c5,stroke:#9a6700,color:#1f2328',
    ...classes,
    '',
  ].join('\n');
}

/** Mermaid's own entities for every sign that it, or the HTML that it makes, could read as more than a sign. It reads no empty string. */
function quoted(parts: readonly string[]): string {
  const texts = parts.map((part) => part.replaceAll(/[^\p{L}\p{M}\p{N} .,()/+!?'_✉→·–…-]/gu, (sign) => `#${String(sign.codePointAt(0))};`));
  return `"${texts.join('<br/>') || ' '}"`;
}
