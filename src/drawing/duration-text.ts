import { type DrawingMessages, ENGLISH, fillIn } from './drawing-messages.ts';

const UNITS = [
  { size: 1, smaller: 1, message: 'seconds' },
  { size: 60, smaller: 1, message: 'minutes' },
  { size: 3_600, smaller: 60, message: 'hours' },
  { size: 86_400, smaller: 3_600, message: 'days' },
] as const;

/** A length of time in its two largest units, rounded to the smaller one: `2 d 7 h`, `45 min`, `<1 s`. `seconds` is 0 or more. */
export function durationText(seconds: number, messages: DrawingMessages = ENGLISH): string {
  if (seconds > 0 && seconds < 0.5) return messages.underOneSecond;
  for (const [index, unit] of UNITS.entries()) {
    const rounded = Math.round(seconds / unit.smaller) * unit.smaller;
    const larger = UNITS[index + 1];
    if (larger && rounded >= larger.size) continue;
    const parts = [fillIn(messages[unit.message], String(Math.floor(rounded / unit.size)))];
    const rest = (rounded % unit.size) / unit.smaller;
    const smaller = UNITS[index - 1];
    if (smaller && rest > 0) parts.push(fillIn(messages[smaller.message], String(rest)));
    return parts.join(' ');
  }
  throw new Error('unreachable: nothing is larger than days');
}
