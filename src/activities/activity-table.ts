/**
 * The events a record can be about. A record's place here is its rank among records of one contact and one time: the
 * life of an email first, unsubscribes and complaints last, everything else between them in alphabetical order.
 */
export const EVENTS = [
  'sent',
  'delivered',
  'bounced',
  'opened',
  'clicked',
  'became_member',
  'confirmed',
  'consent_withdrawn',
  'consented',
  'performed',
  'submitted',
  'subscribed',
  'visited',
  'unsubscribed',
  'spam_reported',
] as const;

export type Event = (typeof EVENTS)[number];

/** One text a record, as codes into a dictionary. Code 0 is always the empty text and means "missing". */
export interface TextColumn {
  readonly dictionary: readonly string[];
  readonly codes: Uint32Array;
}

/**
 * Activity records, one array a field, grouped by contact and ordered within a contact by time, then by the event's
 * rank, then by content (compared by UTF-16 code units, field by field). The order depends on the records alone, never
 * on the order of files or lines. Duplicates and rejected records are already gone.
 */
export interface ActivityTable {
  /** The contacts' ids, ascending by UTF-16 code units. */
  readonly contacts: readonly string[];
  /** Contact `c` owns the records `starts[c]` to `starts[c + 1]`, end excluded; one longer than `contacts`. */
  readonly starts: Uint32Array;
  /** Microseconds since the epoch, whole numbers. */
  readonly time: Float64Array;
  /** Index into {@link EVENTS}. */
  readonly event: Uint8Array;
  /** What the record was about, as written in the file. `activity` is set on `performed` records only. */
  readonly email: TextColumn;
  readonly link: TextColumn;
  readonly url: TextColumn;
  readonly channel: TextColumn;
  readonly form: TextColumn;
  readonly page: TextColumn;
  readonly campaign: TextColumn;
  readonly activity: TextColumn;
  /** 0 not said, 1 hard, 2 soft. */
  readonly bounce: Uint8Array;
  /** 1 where the source marks the record as made by a machine. */
  readonly machine: Uint8Array;
  /** All other fields by name, `attr.NAME` among them; cells as written. */
  readonly properties: ReadonlyMap<string, TextColumn>;
  /** Attributes that always hold, from the contacts' file: one code a contact. */
  readonly attributes: ReadonlyMap<string, TextColumn>;
}

/** What became of the records of all inputs; the numbers add up: `read = kept + duplicates + rejected + ignored`. */
export interface ReadCounts {
  readonly read: number;
  readonly kept: number;
  readonly duplicates: number;
  readonly rejected: number;
  /** Left out on purpose: records that say nothing of what a contact did or was sent. */
  readonly ignored: number;
}

export interface InputFacts {
  /** As the user named it, with `/` between folders. */
  readonly path: string;
  readonly shape: string;
  readonly records: number;
}

export interface RejectedRecord {
  readonly path: string;
  /** From 1: the line on which the record begins. */
  readonly line: number;
  /** What was wrong; holds no text of the record but dates and numbers. */
  readonly reason: string;
}

/** A table with where it came from. */
export interface LoadedActivities {
  readonly table: ActivityTable;
  readonly inputs: readonly InputFacts[];
  readonly counts: ReadCounts;
  /** The first 100 in the order of inputs and lines. */
  readonly rejected: readonly RejectedRecord[];
  /** Records left out on purpose, by what they are, a plural; the most frequent first. */
  readonly ignored: readonly { readonly what: string; readonly count: number }[];
  /** What the user should know of how the files were read, a sentence or two each. */
  readonly notes: readonly string[];
  /** Zoneless times that a clock change skips or doubles; they were read with the offset in force before the change. */
  readonly clockChanges: number;
}
