/** What is wrong with a date or date-time as written, or undefined. */
export function momentProblem(text: string): string | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})?)?$/.exec(text);
  if (!match) return `\`${text}\` is not a date. Write \`2026-03-01\` or \`2026-03-01T09:30Z\`.`;
  const [, year, month, day, hour, minute, second, offset] = match;
  const days = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  if (Number(month) < 1 || Number(month) > 12 || Number(day) < 1 || Number(day) > days) return `\`${text}\` is not a day of the calendar.`;
  if (hour === undefined) return undefined;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second ?? 0) > 59) return `\`${text}\` is not a time of the day.`;
  if (offset === undefined) return `\`${text}\` says no offset. Write \`Z\` or one such as \`+02:00\` after it.`;
  if (offset !== 'Z' && (Number(offset.slice(1, 3)) > 14 || Number(offset.slice(4, 6)) > 59)) return `\`${offset}\` is not an offset from UTC.`;
  return undefined;
}
