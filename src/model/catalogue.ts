import type { Sourced } from './source.ts';

/**
 * A declaration's identity within one model: its name, or `path#name` where two files of the model use one name for
 * different things (names are unique only in a file with its direct imports).
 */
export type Key = string;

export interface Declaration extends Sourced {
  readonly key: Key;
  readonly name: string;
  /** What people see: the label, or the name where there is none. */
  readonly label: string;
  /** The text of the documentation comment before the declaration. */
  readonly documentation?: string;
}

/** A subscription list, topic or stream: the scope of an unsubscribe. */
export interface Channel extends Declaration {
  readonly ids: readonly string[];
}

export interface Link extends Sourced {
  readonly name: string;
  readonly url: string;
  readonly documentation?: string;
}

export interface Email extends Declaration {
  readonly ids: readonly string[];
  readonly channel?: Key;
  readonly subject?: string;
  readonly status: 'draft' | 'live';
  readonly links: readonly Link[];
}

export interface Form extends Declaration {
  readonly ids: readonly string[];
}

export interface Page extends Declaration {
  readonly ids: readonly string[];
  /** Globs: `*` is any run of characters, everything else is literal. */
  readonly urls: readonly string[];
}

export type PropertyType = 'text' | 'number' | 'flag' | 'date';

export interface Property extends Sourced {
  readonly name: string;
  readonly type: PropertyType;
}

/** A custom activity with its properties. */
export interface Activity extends Declaration {
  readonly ids: readonly string[];
  readonly properties: readonly Property[];
}
