import type { TraceResult } from '../results/trace-result.ts';
import { stretchOf } from '../simulator/matching/moment.ts';
import { atOnce } from '../simulator/steps.ts';
import { traceContact } from '../simulator/trace-contact.ts';
import type { JourneyRun } from './journey-run.ts';
import { spanText } from './span-text.ts';
import type { TestClock } from './test-clock.ts';
import { utcZone } from './test-clock.ts';

/** So many moves are told, the latest. */
const MOVES = 6;

/**
 * Why a contact is where it is at a moment: how it got there, with the rules that moved it, and, where it should have been
 * in a stage, what the rules into that stage still lacked.
 */
export function explainStage(run: JourneyRun, contact: string, moment: number, wanted: string | undefined, clock: TestClock): string[] {
  const { journey, model, loaded } = run;
  // Only of a test's own contacts, which are few.
  const traced = atOnce(traceContact({ ...model, journeys: [journey] }, journey.name, contact, loaded, { asOf: moment }));
  if (!traced.ok) return [`${contact} has no record by then.`];
  const { trace } = traced;
  const day = (iso: string): string => clock.text(stretchOf(iso, utcZone())?.first ?? NaN);
  return [...wayLines(trace, day), ...(wanted === undefined ? [] : lackLines(trace, wanted, day))];
}

type DayText = (iso: string) => string;

function wayLines({ contact, steps, keptOut }: TraceResult, day: DayText): string[] {
  const moves = steps.flatMap((step) => {
    if (step.kind === 'record') return [];
    if (step.kind === 'expired') return [`${contact} expired in ${step.stage} on ${day(step.time)}.`];
    const { from, to, rule } = step;
    return [
      `${contact} ${from === null ? 'entered' : `went from ${from} to`} ${to} on ${day(step.time)}${step.by === 'deadline' ? ', when time was up' : ''}: ${ruleText(rule)}.`,
    ];
  });
  if (moves.length > MOVES) return [`${contact} made ${String(moves.length)} moves; the latest:`, ...moves.slice(-MOVES)];
  if (moves.length > 0) return moves;
  if (keptOut === 'audience') return [`${contact} could have entered, but the audience of the journey kept this contact out.`];
  if (keptOut === 'consent') return [`${contact} could have entered, but had not given consent.`];
  return [`${contact} never entered the journey.`];
}

function lackLines({ stage, waiting, nearMisses }: TraceResult, wanted: string, day: DayText): string[] {
  const rules = waiting.filter(({ rule }) => rule.stage === wanted);
  const lacks = rules.flatMap(({ rule, notBefore, parts }) => [
    ...(notBefore === undefined ? [] : [`${ruleText(rule)} waits until ${day(notBefore)}.`]),
    ...parts.flatMap(({ text, answer, have, need }) => {
      if (answer === 'true') return [];
      const counted = have === undefined || need === undefined ? '' : `: ${String(have)} so far of ${need}`;
      return [`${wanted} needs \`${text}\`, which is ${answer}${counted}.`];
    }),
  ]);
  const misses = nearMisses
    .filter(({ rule }) => rule.stage === wanted)
    .map(({ text, time, lateSeconds }) => `\`${text}\` came too late: on ${day(time)}, ${spanText(lateSeconds)} after the window was over.`);
  // An expired pass moves no more, whatever rules there are.
  const couldMove = stage !== null || waiting.length > 0;
  return [...lacks, ...misses, ...(couldMove && rules.length === 0 ? [`No rule leads from there to ${wanted}.`] : [])];
}

const ruleText = ({ text, file, line }: TraceResult['waiting'][number]['rule']): string => `\`enter ${text}\` (${file}:${String(line)})`;
