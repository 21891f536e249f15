import { createHmac, randomBytes } from 'node:crypto';
import type { TraceResult } from '../results/trace-result.ts';
import { CommandFailure, EXIT } from './exit-code.ts';

/** The key of the pseudonyms: new in each run, unless an environment variable holds one. */
export function pseudonymKey(variable: string | undefined): Buffer | string {
  const key = variable === undefined ? randomBytes(32) : process.env[variable];
  if (key === undefined || key.length === 0)
    throw new CommandFailure(EXIT.usage, `The environment variable "${variable ?? ''}" holds no key for the pseudonyms.`);
  return key;
}

/** A pseudonym for each contact's id: keyed, so that nobody without the key can tell whether an id belongs to it. */
export function pseudonyms(keyVariable: string | undefined): (id: string) => string {
  const key = pseudonymKey(keyVariable);
  return (id) => `contact-${createHmac('sha256', key).update(id).digest('hex').slice(0, 12)}`;
}

const HIDDEN = '(hidden)';

/** A shorter id stands in other texts by chance. */
const SHORTEST_WITHIN = 4;

/** The trace with a pseudonym for its contact, and without texts that could tell who it is: addresses of mail, the id, queries of URLs. */
export function withPseudonym(trace: TraceResult, pseudonymOf: (id: string) => string): TraceResult {
  const id = trace.contact;
  const names = (text: string): boolean => text === id || (id.length >= SHORTEST_WITHIN && text.includes(id));
  const shown = (text: string): string => (/@|%40/.test(text) || names(text) ? HIDDEN : text.replace(/^([a-z][a-z0-9+.-]*:\/\/[^?#]*)[?#].*$/i, '$1'));
  return {
    ...trace,
    contact: pseudonymOf(id),
    steps: trace.steps.map((step) =>
      step.kind === 'record' ? { ...step, about: Object.fromEntries(Object.entries(step.about).map(([field, text]) => [field, shown(text)])) } : step,
    ),
  };
}
