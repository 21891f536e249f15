import type { Compare, Condition, Count, Occurrence, Value, Window } from '../model/condition.ts';
import type { Model } from '../model/model.ts';
import { patternText } from './pattern-text.ts';

/** A condition in the words of the language. */
export function conditionText(condition: Condition, model: Model): string {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.operands
        .map((operand) => (operand.kind === 'and' || operand.kind === 'or' ? `(${conditionText(operand, model)})` : conditionText(operand, model)))
        .join(` ${condition.kind} `);
    case 'not':
      return condition.operand.kind === 'and' || condition.operand.kind === 'or'
        ? `not (${conditionText(condition.operand, model)})`
        : `not ${conditionText(condition.operand, model)}`;
    case 'occurrence':
      return occurrenceText(condition, model);
    case 'chain':
      return condition.links.map(({ negated, occurrence }) => `${negated ? 'not ' : ''}${occurrenceText(occurrence, model)}`).join(' then ');
    case 'in-segment':
      return `in segment ${nameOf(condition.segment, model.segments)}`;
    case 'attribute':
      return `contact.${compareText(condition.compare)}${condition.heldFor === undefined ? '' : ` for ${lengthText(condition.heldFor)}`}`;
    case 'score':
      return `score ${nameOf(condition.score, model.scores)} ${condition.operator} ${String(condition.points)}`;
    case 'subscribed':
      return `is subscribed to ${nameOf(condition.channel, model.channels)}`;
    case 'consented':
      return 'has consent';
  }
}

function occurrenceText({ pattern, count, window }: Occurrence, model: Model): string {
  return [patternText(pattern, model), countText(count), windowText(window)].filter((part) => part !== '').join(' ');
}

function countText({ operator, number, of }: Count): string {
  if (operator === 'at-least' && number === 1 && of === 'times') return '';
  const words = operator.replace('-', ' ');
  return of === 'times' ? `${words} ${String(number)} ${number === 1 ? 'time' : 'times'}` : `${words} ${String(number)} different ${of}`;
}

/** A window in the words of the language; empty where there is none. */
function windowText(window: Window): string {
  switch (window.kind) {
    case 'none':
      return '';
    case 'ever':
      return 'ever';
    case 'within': {
      const of = window.of === 'anchor' ? '' : window.of === 'delivery' ? ' of delivery' : ` of ${window.of.stage}`;
      return `within ${lengthText(window.seconds)}${of}`;
    }
    case 'since-stage':
      return `since ${window.stage}`;
    case 'in-last':
      return `in last ${lengthText(window.seconds)}`;
    case 'for':
      return `for ${lengthText(window.seconds)}`;
    case 'dates':
      return [...(window.since === undefined ? [] : [`since ${window.since}`]), ...(window.until === undefined ? [] : [`until ${window.until}`])].join(' ');
  }
}

const SYMBOLS: Readonly<Record<string, string>> = { 'starts-with': 'starts with', 'ends-with': 'ends with' };

function compareText(compare: Compare): string {
  switch (compare.operator) {
    case 'missing':
    case 'present':
      return `${compare.property} is ${compare.operator}`;
    case 'in':
      return `${compare.property} in (${compare.values.map(valueText).join(', ')})`;
    default:
      return `${compare.property} ${SYMBOLS[compare.operator] ?? compare.operator} ${valueText(compare.value)}`;
  }
}

const valueText = (value: Value): string => (typeof value === 'string' ? JSON.stringify(value) : String(value));

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** A length as one would write it: in the largest unit that it is a whole number of. */
export function lengthText(seconds: number): string {
  const [unit, length] = UNITS.find(([, size]) => seconds % size === 0) ?? ['second', 1];
  const number = seconds / length;
  return `${String(number)} ${unit}${number === 1 ? '' : 's'}`;
}

const nameOf = (key: string, declarations: readonly { readonly key: string; readonly name: string }[]): string =>
  declarations.find((one) => one.key === key)?.name ?? key;
