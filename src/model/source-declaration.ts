import type { Declaration, Key } from './catalogue.ts';

/** How to read activity files. Paths are as written, relative to the file of the declaration. */
export interface SourceDeclaration extends Declaration {
  readonly path: string;
  readonly shape?: string;
  /** IANA zone of times without an offset. */
  readonly timezone?: string;
  /** Which column holds what. */
  readonly columns: Readonly<Partial<Record<SourceColumn, string>>>;
  /** What a value of the event column means; or what every record is. */
  readonly events: readonly { readonly value: string; readonly event: SourceEvent }[];
  readonly everyEvent?: SourceEvent;
  /** Properties and attributes by name, with the columns that hold them. */
  readonly properties: Readonly<Record<string, string>>;
  readonly attributes: Readonly<Record<string, string>>;
  /** A file with one row a contact. */
  readonly contacts?: string;
}

export type SourceColumn = 'contact' | 'time' | 'event' | 'email' | 'link' | 'url' | 'channel' | 'form' | 'page' | 'campaign' | 'bounce' | 'machine' | 'id';

export interface SourceEvent {
  readonly event:
    | 'sent'
    | 'delivered'
    | 'bounced'
    | 'opened'
    | 'clicked'
    | 'unsubscribed'
    | 'subscribed'
    | 'confirmed'
    | 'spam_reported'
    | 'submitted'
    | 'visited'
    | 'consented'
    | 'consent_withdrawn'
    | 'became_member'
    | 'performed';
  readonly bounce?: 'hard' | 'soft';
  readonly activity?: Key;
}
