/**
 * A record as the reference evaluator reads it: what a line of an activity file says, without types of the product.
 * Duplicates are gone; an empty text is the same as a field that is not there.
 */
export interface ReferenceRecord {
  readonly contact: string;
  /** Whole microseconds since the epoch. */
  readonly time: number;
  /** As written: one of the events, in any case, or else the name of an activity. */
  readonly event: string;
  /** Only for the event `performed`, written out. */
  readonly activity?: string;
  readonly email?: string;
  readonly link?: string;
  readonly url?: string;
  readonly channel?: string;
  readonly form?: string;
  readonly page?: string;
  readonly campaign?: string;
  readonly bounce?: 'hard' | 'soft';
  readonly machine?: boolean;
  /** All other fields, `attr.NAME` among them. */
  readonly properties?: Readonly<Record<string, string>>;
}

/**
 * simulation.md, Order: "the life of an email: sent, delivered, bounced, opened, clicked, then everything else, then
 * unsubscribed, then spam". formats.md says the order of everything else.
 */
const ORDER_OF_EVENTS = [
  ...['sent', 'delivered', 'bounced', 'opened', 'clicked'],
  ...['became_member', 'confirmed', 'consent_withdrawn', 'consented', 'performed', 'submitted', 'subscribed', 'visited'],
  ...['unsubscribed', 'spam_reported'],
];

/** formats.md: "one of `sent` … ignoring case; anything else is the name of an activity that was performed". */
export function eventOf(record: ReferenceRecord): string {
  const word = record.event.toLowerCase();
  return ORDER_OF_EVENTS.includes(word) ? word : 'performed';
}

/** The activity that was performed, as written. */
export function activityOf(record: ReferenceRecord): string {
  if (eventOf(record) !== 'performed') return '';
  return record.event.toLowerCase() === 'performed' ? (record.activity ?? '') : record.event;
}

/**
 * formats.md, Order: "Records of a contact are ordered by time, then by event […]; then by content, field by field: activity,
 * email, link, url, channel, form, page, campaign, bounce, machine, then the properties in the order of their names. Texts
 * are compared by UTF-16 code units; a missing one comes first."
 */
export function inFixedOrder(records: readonly ReferenceRecord[]): ReferenceRecord[] {
  const names = [...new Set(records.flatMap((record) => Object.keys(record.properties ?? {})))].sort();
  const content = (record: ReferenceRecord): string[] => [
    activityOf(record),
    record.email ?? '',
    record.link ?? '',
    record.url ?? '',
    record.channel ?? '',
    record.form ?? '',
    record.page ?? '',
    record.campaign ?? '',
    record.bounce ?? '',
    record.machine === true ? '1' : '',
    ...names.map((name) => record.properties?.[name] ?? ''),
  ];
  return [...records].sort((one, other) => {
    if (one.time !== other.time) return one.time - other.time;
    const rank = ORDER_OF_EVENTS.indexOf(eventOf(one)) - ORDER_OF_EVENTS.indexOf(eventOf(other));
    if (rank !== 0) return rank;
    const texts = content(other);
    for (const [index, text] of content(one).entries()) {
      if (text < texts[index]!) return -1;
      if (text > texts[index]!) return 1;
    }
    return 0;
  });
}

/** Records of which all they say is the same are one: formats.md, Duplicates. */
export function contentOf(record: ReferenceRecord): string {
  const { properties = {}, ...fields } = record;
  const said = Object.entries({ ...fields, ...properties, event: eventOf(record), activity: activityOf(record) });
  return JSON.stringify(said.filter(([, value]) => value !== '' && value !== false).sort());
}
