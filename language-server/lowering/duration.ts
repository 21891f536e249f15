import type { Duration } from '../generated/ast.ts';

const MICROSECONDS: Readonly<Record<string, bigint>> = {
  second: 1_000_000n,
  minute: 60_000_000n,
  hour: 3_600_000_000n,
  day: 86_400_000_000n,
  week: 604_800_000_000n,
};

/** A thousand years of 365 days: longer lengths would leave the range in which moments are exact. */
const LONGEST = 365_000n * 86_400_000_000n;

export type DurationValue = { readonly ok: true; readonly seconds: number } | { readonly ok: false; readonly problem: string };

/** A duration in exact seconds; a day is 24 hours, whatever clocks do. */
export function durationValue(duration: Duration): DurationValue {
  const text = duration.value ?? '';
  const unit = MICROSECONDS[(duration.unit ?? '').replace(/s$/, '')];
  const [whole = '', fraction = ''] = text.split('.');
  if (unit === undefined || whole === '') return { ok: false, problem: 'A duration is a number and a unit: `14 days`.' };
  if (whole.length + fraction.length > 30) return { ok: false, problem: `\`${text}\` has more digits than a duration can have.` };
  const scale = 10n ** BigInt(fraction.length);
  const scaled = BigInt(whole + fraction) * unit;
  if (scaled % scale !== 0n) return { ok: false, problem: 'A duration is a whole number of microseconds; this one has a finer fraction.' };
  const microseconds = scaled / scale;
  if (microseconds > LONGEST) return { ok: false, problem: 'A duration can be at most 1,000 years.' };
  return { ok: true, seconds: Number(microseconds) / 1_000_000 };
}

/** A duration's seconds; undefined where there is none or it is wrong, which a check reports. */
export function seconds(duration: Duration | undefined): number | undefined {
  const value = duration && durationValue(duration);
  return value?.ok ? value.seconds : undefined;
}
