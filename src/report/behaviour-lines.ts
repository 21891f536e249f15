import stringWidth from 'string-width';
import type { BehaviourDiff, JourneyBehaviour } from '../diff/behaviour-diff.ts';
import type { Change } from '../diff/model-diff.ts';
import { wrapText } from '../drawing/fit-text.ts';
import { visibleText } from '../drawing/visible-text.ts';
import { kpiText, moveGroups, stageCells, verdictText } from './behaviour-text.ts';

const NOISE = 'not distinguishable from noise';

/** What a change does to a sample, as lines of at most `columns` cells. */
export function behaviourLines({ journeys, contacts }: BehaviourDiff, changes: readonly Change[], columns: number): string[] {
  const wrapped = (text: string, first: string, further: string): string[] =>
    wrapText(visibleText(text), columns - Math.max(stringWidth(first), further.length), stringWidth).map(
      (line, index) => `${index === 0 ? first : further}${line}`,
    );
  const journeyLines = (journey: JourneyBehaviour): string[] => {
    const groups = moveGroups(journey, changes, { plain: (text) => text, quote: (text) => text });
    return [
      '',
      ...wrapped(`${journey.label}: ${verdictText(journey, contacts)}`, '', '  '),
      ...journey.stages.flatMap((stage) => {
        const [label, size, difference, rates, points, isNoise] = stageCells(stage);
        const rate = rates === '' ? '' : `; from the stage before ${rates}${points === '' ? '' : `, ${points} points${isNoise ? `, ${NOISE}` : ''}`}`;
        return wrapped(`${label}: ${size} (${difference})${rate}`, '  ', '    ');
      }),
      ...journey.kpis.flatMap((kpi) => wrapped(kpiText(kpi), '  ', '    ')),
      ...groups.flatMap(({ reason, ways }) => [
        ...wrapped(reason, '  » ', '    '),
        ...ways.flatMap(({ text, ids }) => [
          ...wrapped(text, '      ', '        '),
          ...(ids.length === 0 ? [] : wrapped(ids.join(', '), '        ', '        ')),
        ]),
      ]),
    ];
  };
  return [...(journeys.length === 0 ? ['', 'Both versions have no journey in common to replay.'] : []), ...journeys.flatMap(journeyLines)];
}
