import type { Needs } from './journey-needs.ts';
import type { StandIns } from './stand-ins.ts';

/** How often another stand-in is tried where one happens to say to a test what the text did not. */
const ATTEMPTS = 64;

/**
 * A stand-in that answers all that a journey asks of a text as the text does, and keeps of it no more than the parts that the
 * journey itself has. Undefined where there is none. `replaced`: the text with stand-ins for what is not kept.
 */
export function standInFor(text: string, { tests, fragments }: Needs, replaced: (attempt: number, fragments: readonly string[]) => string): string | undefined {
  const answers = tests.map((test) => test(text));
  const within = fragments.filter((fragment) => fragment !== '');
  for (const kept of within.length === 0 ? [[]] : [[], within.filter(({ length }) => length > 1), within]) {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const candidate = replaced(attempt, kept);
      if (tests.every((test, index) => test(candidate) === answers[index])) return candidate;
    }
  }
  return undefined;
}

/** A text with stand-ins for all of it but these parts, which are looked for ignoring case, the longest first. */
export function replacedBetween(text: string, fragments: readonly string[], standIns: StandIns, attempt: number): string {
  if (text === '') return '';
  const lower = text.toLowerCase();
  const [longest] = fragments.filter((fragment) => lower.includes(fragment.toLowerCase())).sort((a, b) => b.length - a.length);
  // A text whose length changes with its case has no places to be cut at.
  if (longest === undefined || lower.length !== text.length) return standIns.ofText(text, attempt);
  const at = lower.indexOf(longest.toLowerCase());
  const end = at + longest.length;
  const others = fragments.filter((fragment) => fragment !== longest);
  return replacedBetween(text.slice(0, at), others, standIns, attempt) + text.slice(at, end) + replacedBetween(text.slice(end), fragments, standIns, attempt);
}
