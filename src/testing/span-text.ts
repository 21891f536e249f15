import { lengthText } from '../model/length-text.ts';

/** Each unit, in seconds, with the next larger one. */
const UNITS = [
  [86_400, Infinity],
  [3_600, 86_400],
  [60, 3_600],
  [1, 60],
] as const;

/** A length of time to the second, in as many units as it takes: `2 days 19 hours 12 minutes`. */
export function spanText(seconds: number): string {
  const whole = Math.round(seconds);
  const parts = UNITS.flatMap(([size, larger]) => {
    const part = Math.floor((whole % larger) / size);
    return part === 0 ? [] : [lengthText(part * size)];
  });
  if (parts.length > 0) return parts.join(' ');
  return seconds > 0 ? 'less than a second' : '0 seconds';
}
