import type { BehaviourDiff, JourneyBehaviour } from '../diff/behaviour-diff.ts';
import type { Change } from '../diff/model-diff.ts';
import { kpiText, moveGroups, stageCells, verdictText } from './behaviour-text.ts';
import { codeSpan } from './code-span.ts';
import { markdownText } from './markdown-text.ts';

/** So many ids of a group are listed; a comment has no room for more. */
const MOST_IDS = 20;

/** What a change does to a sample, for a reviewer. */
export function behaviourMarkdown({ journeys, contacts }: BehaviourDiff, changes: readonly Change[]): string[] {
  if (journeys.length === 0) return ['', 'Both versions have no journey in common to replay.'];
  return journeys.flatMap((journey) => journeyLines(journey, contacts, changes));
}

function journeyLines(journey: JourneyBehaviour, contacts: number, changes: readonly Change[]): string[] {
  const groups = moveGroups(journey, changes, { plain: markdownText, quote: codeSpan });
  return [
    '',
    `**${markdownText(journey.label)}: ${verdictText(journey, contacts)}**`,
    '',
    '| stage | contacts | Δ | rate from the stage before | Δ points (95 %) |',
    '| --- | ---: | ---: | ---: | --- |',
    ...journey.stages.map((stage) => {
      const [label, size, difference, rates, points, isNoise] = stageCells(stage);
      return `| ${markdownText(label)} | ${size} | ${difference} | ${rates} | ${points}${isNoise ? ', not distinguishable from noise' : ''} |`;
    }),
    ...(journey.kpis.length + groups.length === 0 ? [] : ['']),
    ...journey.kpis.map((kpi) => `- ${markdownText(kpiText(kpi))}`),
    ...groups.flatMap(({ reason, ways }) => [`- ${reason}`, ...ways.map(({ text, ids }) => `  - ${text}${idsText(ids)}`)]),
  ];
}

function idsText(ids: readonly string[]): string {
  if (ids.length === 0) return '';
  const more = ids.length > MOST_IDS ? ` and ${String(ids.length - MOST_IDS)} more` : '';
  return ` (${ids.slice(0, MOST_IDS).map(codeSpan).join(', ')}${more})`;
}
