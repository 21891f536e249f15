import type { Event } from './activity-table.ts';
import type { TextField } from './staged-records.ts';

/** One record by itself, in the words that a file of our own shape would have for it: what writers of files take. */
export interface ActivityRecord {
  readonly contact: string;
  /** Microseconds since the epoch. */
  readonly time: number;
  readonly event: Event;
  /** What it is about; a text that is missing is not there. */
  readonly texts: Readonly<Partial<Record<TextField, string>>>;
  readonly bounce?: 'hard' | 'soft';
  readonly machine?: true;
  /** All else by name, `attr.NAME` among them. */
  readonly properties: Readonly<Record<string, string>>;
  /** Two records with one id are one. */
  readonly id: string;
}
