const formats = new Map<string, Intl.DateTimeFormat>();

/** A day of a calendar, `2026-03-01`, in which a moment lies in a time zone: asks Intl. */
export function dayOf(time: number, zone: string): string {
  const format = formats.get(zone) ?? new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });
  formats.set(zone, format);
  return format.format(Math.floor(time / 1000));
}

/** The first microsecond of a day in a time zone: found by halving the time around it. */
function startOfDay(day: string, zone: string): number {
  let before = Date.parse(day) - 2 * 86_400_000;
  let after = Date.parse(day) + 2 * 86_400_000;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (dayOf(middle * 1000, zone) < day) before = middle;
    else after = middle;
  }
  return after * 1000;
}

export interface Span {
  readonly begin: number;
  /** Its last microsecond. */
  readonly end: number;
}

const spans = new Map<string, Span | undefined>();

/**
 * What a date or date-time means. language.md §5.1: "A bare date is that whole day, in the journey's time zone (segments and
 * scores: UTC)". Undefined where the text is neither.
 */
export function spanOf(text: string, zone: string): Span | undefined {
  const key = `${zone} ${text}`;
  if (!spans.has(key)) spans.set(key, readSpan(text.trim(), zone));
  return spans.get(key);
}

function readSpan(text: string, zone: string): Span | undefined {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) {
    if (Number.isNaN(Date.parse(text))) return undefined;
    const next = new Date(Date.parse(text) + 86_400_000).toISOString().slice(0, 10);
    return { begin: startOfDay(text, zone), end: startOfDay(next, zone) - 1 };
  }
  const parts = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?(Z|[+-]\d{2}:\d{2})$/.exec(text);
  if (!parts) return undefined;
  const [, minute = '', second = '00', fraction = '', offset = ''] = parts;
  const milliseconds = Date.parse(`${minute}:${second}${offset}`);
  if (Number.isNaN(milliseconds)) return undefined;
  const time = milliseconds * 1000 + Number(fraction.padEnd(6, '0'));
  return { begin: time, end: time };
}
