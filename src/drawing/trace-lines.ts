import stringWidth from 'string-width';
import type { TraceResult } from '../results/trace-result.ts';
import { drawingTexts } from './drawing-texts.ts';
import { wrapText } from './fit-text.ts';
import { visibleText } from './visible-text.ts';

const INDENT = '  ';

const texts = drawingTexts();

type Step = TraceResult['steps'][number];
type Rule = TraceResult['waiting'][number]['rule'];

/** One contact's way as lines of text: its records, the moves in between, what is waited for and what was missed. */
export function traceLines(trace: TraceResult, { columns }: { readonly columns: number }): string[] {
  const wrapped = (text: string, indent: string, hanging = indent): string[] => {
    const [first = '', ...rest] = wrapText(visibleText(text), columns - Math.max(indent.length, hanging.length), stringWidth);
    return [indent + first, ...rest.map((line) => hanging + line)];
  };
  const steps = trace.steps.flatMap((step) => {
    const [mark, text] = stepText(step);
    return wrapped(`${momentText(step.time)}  ${text}`, mark, ' '.repeat(mark.length + momentText(step.time).length + 2));
  });
  return [
    ...wrapText(visibleText([trace.label, trace.contact, `as of ${texts.moment(trace.asOf)}`].join(' · ')), columns, stringWidth),
    '',
    ...steps,
    '',
    ...wrapped(standingText(trace), INDENT),
    ...waitingLines(trace, wrapped),
    ...missLines(trace, wrapped),
  ];
}

type Wrap = (text: string, indent: string, hanging?: string) => string[];

function stepText(step: Step): [mark: string, text: string] {
  switch (step.kind) {
    case 'record':
      return ['  ', [step.event, ...Object.entries(step.about).map(([field, text]) => `${field}=${text}`)].join(' ')];
    case 'move': {
      const spent = step.secondsInStage === null ? '' : ` after ${texts.duration(step.secondsInStage)}`;
      const way = step.from === null ? `enters ${step.to}` : `${step.from} → ${step.to}${spent}`;
      return [
        '▶ ',
        `${way}${step.pass > 1 ? ` (pass ${String(step.pass)})` : ''}${step.by === 'deadline' ? ', because time was up' : ''}: ${ruleText(step.rule)}`,
      ];
    }
    case 'expired':
      return ['✗ ', `expires in ${step.stage}`];
  }
}

const ruleText = ({ text, file, line }: Rule): string => `enter ${text} (${file}:${String(line)})`;

const momentText = (iso: string): string => iso.slice(0, 19).replace('T', ' ');

function standingText({ stage, keptOut, steps }: TraceResult): string {
  if (stage !== null) return `Now in ${stage}.`;
  if (steps.some(({ kind }) => kind === 'expired')) return 'The last pass has expired.';
  if (keptOut === 'audience') return 'Never entered: the audience kept the contact out.';
  if (keptOut === 'consent') return 'Never entered: the contact had not given consent.';
  return 'Never entered.';
}

function waitingLines({ waiting, stage }: TraceResult, wrapped: Wrap): string[] {
  if (waiting.length === 0) return [];
  const lines = waiting.flatMap(({ rule, answer, notBefore, parts }) => [
    ...wrapped(`${rule.stage}: enter ${rule.text}`, INDENT.repeat(2), INDENT.repeat(3)),
    ...(notBefore === undefined ? [] : wrapped(`not before ${texts.moment(notBefore)}`, INDENT.repeat(3))),
    ...(parts.length === 0 && notBefore === undefined ? wrapped(answer, INDENT.repeat(3)) : []),
    ...parts.flatMap((part) => wrapped(partText(part), INDENT.repeat(3), INDENT.repeat(4))),
  ]);
  return ['', `${INDENT}${stage === null ? 'What would let the contact in:' : 'What the rules out of it wait for:'}`, ...lines];
}

function partText({ text, answer, have, need, deadline }: TraceResult['waiting'][number]['parts'][number]): string {
  const counted = have === undefined || need === undefined ? '' : `, ${texts.count(have)} so far of ${need}`;
  const until = deadline === undefined ? '' : `, until ${texts.moment(deadline)}`;
  return `${answer}: ${text}${counted}${until}`;
}

function missLines({ nearMisses }: TraceResult, wrapped: Wrap): string[] {
  if (nearMisses.length === 0) return [];
  const lines = nearMisses.flatMap(({ stage, rule, text, time, withinSeconds, lateSeconds }) =>
    wrapped(
      `${stage} → ${rule.stage}: ${text}: it came on ${momentText(time)}, ${texts.duration(lateSeconds)} after the ${texts.duration(withinSeconds)} were over`,
      INDENT.repeat(2),
      INDENT.repeat(3),
    ),
  );
  return ['', `${INDENT}Windows missed:`, ...lines];
}
