import type { Event } from '../activity-table.ts';
import { EVENTS } from '../activity-table.ts';
import { ByteDictionary } from '../byte-dictionary.ts';
import { grown } from '../grown.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { KernelCells } from '../kernel/kernel-cells.ts';
import type { Decision, EventRule, Happening, Outcome } from './shape.ts';

/** What the records of one combination of values are about. */
export interface Resolved {
  /** Index into EVENTS. */
  readonly event: number;
  /** '' but for performed activities. */
  readonly activity: string;
  /** 0 not said, 1 hard, 2 soft. */
  readonly bounce: number;
  readonly machine: number;
  readonly scope: Happening['scope'] | undefined;
  readonly ignored: string | undefined;
  readonly fault: string | undefined;
  /** By field: it had a say. */
  readonly asked: readonly boolean[];
}

interface Field {
  readonly key: string;
  readonly names: readonly string[];
  /** Only whether it is there: its values, which may all be different, are not looked at. */
  readonly presence: boolean;
  readonly dictionary: ByteDictionary;
  readonly texts: string[];
  codes: Uint32Array;
}

/** More than there can be records, so more than the different values of a field. */
const CODES = 2 ** 26;

/** So many combinations of a batch are found without looking into a map. */
const RECENT = 256;

/** Reads what records are about. A rule is asked once for each combination of values, however many records have it. */
export class EventReader {
  readonly #rule: EventRule;
  readonly #fields: readonly Field[];
  readonly #fallback: string;
  /** For each field after the first: from the combination so far and a code to a combination. */
  readonly #combinations: readonly Map<number, number>[];
  readonly #sizes: number[];
  readonly #resolved: Resolved[] = [];
  #states = new Uint32Array(0);
  /** Whether any record so far is left out on purpose, or is about one channel or all of them. */
  hasIgnored = false;
  hasScopes = false;
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  readonly #kernel: Kernel;

  /** `fallback`: what the first field says where it is missing. */
  constructor(kernel: Kernel, rule: EventRule, fallback = '') {
    this.#kernel = kernel;
    this.#rule = rule;
    this.#fallback = fallback;
    const fields = new Map<string, Field>();
    collectFields(kernel, rule, fields);
    this.#fields = [...fields.values()];
    this.#combinations = this.#fields.map(() => new Map<number, number>());
    this.#sizes = this.#fields.map(() => 0);
  }

  /** The fields asked for, by name; several that stand for one together. */
  get fields(): readonly (readonly string[])[] {
    return this.#fields.map(({ names }) => names);
  }

  /** Takes the records of a batch, whose cells `gather` gives by names. */
  take(rows: number, gather: (names: readonly string[]) => KernelCells | undefined): void {
    this.#states = grown(this.#states, rows);
    this.#states.fill(0, 0, rows);
    for (const [index, field] of this.#fields.entries()) {
      this.#takeCodes(field, rows, gather(field.names));
      if (index === 0) this.#states.set(field.codes.subarray(0, rows));
      else this.#combine(index, field.codes, rows);
    }
    for (let row = 0; row < rows; row++) {
      const state = this.#states[row]!;
      if (this.#resolved[state] !== undefined) continue;
      const resolved = this.#resolve(row);
      this.#resolved[state] = resolved;
      this.hasIgnored ||= resolved.ignored !== undefined;
      this.hasScopes ||= resolved.scope !== undefined;
    }
  }

  /** Of a record of the batch taken last. */
  at(row: number): Resolved {
    return this.#resolved[this.#states[row]!]!;
  }

  #takeCodes(field: Field, rows: number, cells: KernelCells | undefined): void {
    field.codes = grown(field.codes, rows);
    if (cells === undefined) {
      field.codes.fill(0, 0, rows);
      return;
    }
    if (field.presence) {
      const starts = cells.starts.numbers(rows);
      const ends = cells.ends.numbers(rows);
      for (let row = 0; row < rows; row++) field.codes[row] = ends[row]! > starts[row]! ? 1 : 0;
      return;
    }
    field.dictionary.internAll(cells, rows, field.codes, 0);
    if (field.texts.length === field.dictionary.size) return;
    const { bytes } = this.#kernel;
    const starts = cells.starts.numbers(rows);
    const ends = cells.ends.numbers(rows);
    for (let row = 0; row < rows; row++) {
      field.texts[field.codes[row]!] ??= this.#decoder.decode(bytes.subarray(starts[row], ends[row]));
    }
  }

  #combine(index: number, codes: Uint32Array, rows: number): void {
    const combinations = this.#combinations[index]!;
    const recentKeys = new Float64Array(RECENT).fill(-1);
    const recentStates = new Uint32Array(RECENT);
    for (let row = 0; row < rows; row++) {
      const key = this.#states[row]! * CODES + codes[row]!;
      const at = (31 * this.#states[row]! + codes[row]!) % RECENT;
      if (recentKeys[at] !== key) {
        let state = combinations.get(key);
        if (state === undefined) {
          state = this.#sizes[index]!++;
          combinations.set(key, state);
        }
        recentKeys[at] = key;
        recentStates[at] = state;
      }
      this.#states[row] = recentStates[at]!;
    }
  }

  #resolve(row: number): Resolved {
    const asked = this.#fields.map(() => false);
    let rule = this.#rule;
    let text = '';
    for (;;) {
      if (typeof rule === 'string') return resolved({ event: rule }, text, asked);
      if ('has' in rule) {
        rule = this.#fieldOf(rule.has, asked).codes[row] === 0 ? rule.else : rule.then;
      } else if ('by' in rule) {
        const field = this.#fieldOf(keyOf(rule.by), asked);
        const code = field.codes[row]!;
        const label = field === this.#fields[0] ? 'event' : field.names[0]!;
        if (field.dictionary.isInvalid(code)) return resolved({ unusable: `${label}: not UTF-8 text` }, '', asked);
        text = code === 0 && field === this.#fields[0] ? this.#fallback : field.texts[code]!;
        rule = chosen(rule, text, label);
      } else {
        return resolved(rule, text, asked);
      }
    }
  }

  #fieldOf(key: string, asked: boolean[]): Field {
    const index = this.#fields.findIndex((field) => field.key === key);
    asked[index] = true;
    return this.#fields[index]!;
  }
}

const PERFORMED: EventRule = 'performed';

function chosen(rule: Decision, text: string, label: string): EventRule {
  if (text === '') return rule.missing ?? { unusable: `${label}: missing` };
  const word = text.toLowerCase();
  if (Object.hasOwn(rule.is, word)) return rule.is[word]!;
  return (typeof rule.otherwise === 'function' ? rule.otherwise(text) : rule.otherwise) ?? PERFORMED;
}

/** `text`: the value asked for last, which names an activity that the rule does not name. */
function resolved(outcome: Exclude<Outcome, Event>, text: string, asked: readonly boolean[]): Resolved {
  const nothing = { event: 0, activity: '', bounce: 0, machine: 0, scope: undefined, ignored: undefined, fault: undefined, asked };
  if ('unusable' in outcome) return { ...nothing, fault: outcome.unusable };
  if ('ignored' in outcome) return { ...nothing, ignored: outcome.ignored };
  return {
    ...nothing,
    event: EVENTS.indexOf(outcome.event),
    activity: outcome.event === 'performed' ? (outcome.activity ?? text) : '',
    bounce: outcome.bounce === undefined ? 0 : outcome.bounce === 'hard' ? 1 : 2,
    machine: outcome.machine === true ? 1 : 0,
    scope: outcome.scope,
  };
}

/** Each field once, in the order in which the rule asks for them; the one that is always asked for is the first. */
function collectFields(kernel: Kernel, rule: EventRule, fields: Map<string, Field>): void {
  if (typeof rule === 'string') return;
  if ('has' in rule) {
    addField(kernel, fields, rule.has, [rule.has], true);
    collectFields(kernel, rule.then, fields);
    collectFields(kernel, rule.else, fields);
  } else if ('by' in rule) {
    addField(kernel, fields, keyOf(rule.by), typeof rule.by === 'string' ? [rule.by] : rule.by, false);
    for (const next of Object.values(rule.is)) collectFields(kernel, next, fields);
    if (rule.otherwise !== undefined && typeof rule.otherwise !== 'function') collectFields(kernel, rule.otherwise, fields);
    if (rule.missing !== undefined) collectFields(kernel, rule.missing, fields);
  }
}

function addField(kernel: Kernel, fields: Map<string, Field>, key: string, names: readonly string[], presence: boolean): void {
  if (!fields.has(key)) fields.set(key, { key, names, presence, dictionary: new ByteDictionary(kernel), texts: [''], codes: new Uint32Array(0) });
}

const keyOf = (by: string | readonly string[]): string => (typeof by === 'string' ? by : by.join('\n'));
