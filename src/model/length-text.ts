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
