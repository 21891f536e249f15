import type { Event } from '../activity-table.ts';
import type { TextField } from '../staged-records.ts';
import type { Unit } from '../time.ts';

/** A text field that a shape can fill; which activity was performed comes with the event. */
export type ShapeField = Exclude<TextField, 'activity'>;

/**
 * How a vendor's records become ours: data as far as data can say it. Fields are named as the file has them, in JSON with
 * dots between the keys on the way to a value; ignoring case. Of several fields named for one thing a record's first that
 * is not missing counts. Whatever is not named here is kept as a property of the record.
 */
export interface Shape {
  readonly name: string;
  /** A file is of this shape if a record (or its header) has all the fields of one of these sets. Empty: only where it is named. */
  readonly recognised: readonly (readonly string[])[];
  /** Fields that no record of this shape has. */
  readonly never?: readonly string[];
  /** What of it nobody has seen in the vendor's own documentation. */
  readonly unverified?: string;
  readonly contact: readonly string[];
  /** The contact is an e-mail address: its case says nothing. */
  readonly address?: true;
  /** The contact is what comes after the last one of these. */
  readonly contactAfter?: '/';
  readonly time: readonly TimeField[];
  readonly event: EventRule;
  /** What the event's field would say, where the records have it in the name of their file or folder only. */
  readonly eventOfPath?: (path: string) => string | undefined;
  readonly fields?: ShapeFields;
  /** Fields that mean something for records of one event only; they go before those of all records. */
  readonly on?: Readonly<Partial<Record<Event, ShapeFields>>>;
  /** `hard` or `soft`, where the event itself does not say. */
  readonly bounce?: readonly string[];
  /** True where the record was made by a machine. */
  readonly machine?: readonly string[];
  readonly id?: IdRule;
  /** Properties that have another name here than in the file. */
  readonly properties?: Readonly<Record<string, readonly string[]>>;
  /** Beginnings of names, with what stands for them in the property's name: `properties.` with nothing. */
  readonly prefixes?: Readonly<Record<string, string>>;
  /** Fields about transport and technology, not about what a contact did: not kept. A name with `*` at its end stands for all that begin so. */
  readonly aside?: readonly string[];
  /** JSON only: see `JsonLayout`. */
  readonly envelopes?: readonly string[];
  readonly embedded?: readonly string[];
  readonly exploded?: readonly (readonly string[])[];
  readonly pairs?: readonly string[];
}

export type ShapeFields = Readonly<Partial<Record<ShapeField, readonly string[]>>>;

export interface TimeField {
  readonly field: string;
  /** Of its numbers; judged over the file where the shape does not say. */
  readonly unit?: Unit;
  /** Its times without an offset are in UTC, whatever zone the file is read in. */
  readonly utc?: true;
}

export interface IdRule {
  /** The id is made of these together; each may be one of several fields. A record without the first part has no id. */
  readonly parts: readonly (readonly string[])[];
  /** The vendor promises no more than that: the day, in UTC, becomes part of the id. */
  readonly uniqueWithinDay?: true;
}

/** What a record is about, decided by its fields. */
export type EventRule = Outcome | Decision | Presence;

export type Outcome = Event | Happening | Ignored | Unusable;

export interface Happening {
  readonly event: Event;
  readonly bounce?: 'hard' | 'soft';
  readonly machine?: true;
  /** `all`: from all channels at once, whatever channel the record names. `one`: from the one that it has to name. */
  readonly scope?: 'one' | 'all';
  /** Of `performed`: which activity. */
  readonly activity?: string;
}

/** Not something that counts in a journey, left out on purpose and counted; with what it is, as a plural. */
export interface Ignored {
  readonly ignored: string;
}

/** A record that cannot be used, with the reason. */
export interface Unusable {
  readonly unusable: string;
}

/** By the value of a field. Values are compared ignoring case. */
export interface Decision {
  readonly by: string | readonly string[];
  readonly is: Readonly<Record<string, EventRule>>;
  /** For another value; by default it is the name of an activity that was performed. */
  readonly otherwise?: EventRule | ((value: string) => EventRule);
  /** Where the field is missing; by default the record is rejected. */
  readonly missing?: EventRule;
}

/** By whether a field is there at all. */
export interface Presence {
  readonly has: string;
  readonly then: EventRule;
  readonly else: EventRule;
}
