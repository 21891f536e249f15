import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

/** A worked case: a journey, records, and the moves that the text of the language demands. */
export interface WorkedCase {
  readonly title: string;
  readonly journey: string;
  /** NDJSON in our own shape. */
  readonly records: string;
  readonly moves: readonly string[];
  readonly asOf: number | undefined;
}

/** 2026-01-01T00:00Z in microseconds: the moment 0 of a case. */
export const ORIGIN = Date.UTC(2026, 0, 1) * 1000;

const UNITS: Readonly<Record<string, number>> = { d: 86_400_000_000, h: 3_600_000_000, m: 60_000_000, s: 1_000_000, us: 1 };

/**
 * Reads the cases of a Markdown file: a heading each, then blocks `journey`, `records` and `moves`; what stands between
 * them is the arithmetic. A record is `CONTACT TIME EVENT [EMAIL[.LINK]] [FIELD=VALUE …]`, a time `14d`, `1d12h`, `0`.
 * Moves are one line a contact: `CONTACT TIME STAGE, TIME STAGE; …`, a semicolon before each new pass, `✗ TIME` where it
 * expired. `as of TIME` can follow the heading. `heading` is the mark of the cases' headings.
 */
export function workedCases(path: string, heading: '##' | '###' = '##'): WorkedCase[] {
  const text = readFileSync(path, 'utf8');
  return text
    .split(new RegExp(`^${heading} `, 'm'))
    .slice(1)
    .map((section) => {
      const [title = ''] = section.split('\n', 1);
      const asOf = /^as of (\S+)$/m.exec(section)?.[1];
      const records = lines(section, 'records').map(recordJson);
      return {
        title,
        journey: block(section, 'journey', title),
        records: records.join('\n'),
        moves: lines(section, 'moves'),
        asOf: asOf === undefined ? undefined : ORIGIN + microseconds(asOf),
      };
    });
}

function block(section: string, name: string, title: string): string {
  const found = new RegExp(`^\`\`\`${name}\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(section)?.[1];
  assert(found !== undefined, `The case "${title}" has no block "${name}".`);
  return found;
}

const lines = (section: string, name: string): string[] =>
  block(section, name, section.split('\n', 1)[0] ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

export function microseconds(text: string): number {
  let rest = text;
  let sum = 0;
  while (rest !== '' && rest !== '0') {
    const part = /^(\d+)(us|[dhms])/.exec(rest);
    assert(part?.[1] && part[2], `"${text}" is not a time of a case.`);
    sum += Number(part[1]) * (UNITS[part[2]] ?? 0);
    rest = rest.slice(part[0].length);
  }
  return sum;
}

/** The shortest text of a time, as {@link microseconds} reads it. */
export function timeText(time: number): string {
  let rest = time;
  let text = '';
  for (const [unit, length] of Object.entries(UNITS)) {
    const number = Math.floor(rest / length);
    rest -= number * length;
    if (number > 0) text += `${String(number)}${unit}`;
  }
  return text === '' ? '0' : text;
}

function recordJson(line: string): string {
  const [contact, time = '', event, ...rest] = line.split(/\s+/);
  const record: Record<string, unknown> = { contact, time: ORIGIN + microseconds(time), event };
  for (const word of rest) {
    const sign = word.indexOf('=');
    if (sign >= 0) record[word.slice(0, sign)] = word.slice(sign + 1);
    else [record['email'], record['link']] = word.split('.', 2);
  }
  return JSON.stringify(record);
}
