import type { Journey } from '../model/journey.ts';
import type { Model } from '../model/model.ts';
import { conditionChanges } from './condition-changes.ts';
import type { ChangeOfPart, ComparedModels } from './diff-models.ts';
import type { ReferenceKind } from './map-references.ts';
import { mapReferences } from './map-references.ts';
import type { Pair } from './match-parts.ts';
import type { PartKind } from './model-diff.ts';
import type { Part } from './part.ts';

/** A change that can move contacts and can be made alone; several where only together they are one, such as the ids of an email. */
export interface Edit {
  /** Places among the changes of {@link ComparedModels}. */
  readonly changes: readonly number[];
}

type Fields = Record<string, unknown>;

/** By kind: the clauses that can move a contact, with the fields of the model that hold them. */
const CLAUSES: Readonly<Partial<Record<PartKind, Readonly<Record<string, string>>>>> = {
  journey: {
    goal: 'goal',
    audience: 'audience',
    order: 'order',
    expires: 'expiresAfter',
    reentry: 'reentry',
    consent: 'consentRequired',
    timezone: 'timezone',
  },
  stage: { kind: 'kind' },
  rule: { from: 'from', wait: 'after', when: 'when' },
  segment: { when: 'condition' },
  score: {},
  points: { points: 'points', when: 'pattern' },
  campaign: { renamed: 'name', label: 'label', utm: 'utm' },
  send: { email: 'email' },
  email: { renamed: 'name', label: 'label', id: 'ids', channel: 'channel' },
  link: { url: 'url' },
  channel: { renamed: 'name', label: 'label', id: 'ids' },
  form: { renamed: 'name', label: 'label', id: 'ids' },
  page: { renamed: 'name', label: 'label', id: 'ids', url: 'urls' },
  activity: { renamed: 'name', label: 'label', id: 'ids' },
};

/** Of these it moves contacts whether they are there. Others do nothing that nobody names, so that those of both sides are there. */
const COUNTED: ReadonlySet<PartKind> = new Set(['stage', 'rule', 'points', 'send', 'email', 'link', 'campaign']);
const ORDERED: ReadonlySet<PartKind> = new Set(['stage', 'rule', 'campaign']);

/** By kind: the parts in a part, and the field that holds them. */
const INNER: Readonly<Partial<Record<PartKind, readonly [PartKind, string]>>> = {
  journey: ['stage', 'stages'],
  stage: ['rule', 'rules'],
  score: ['points', 'rules'],
  campaign: ['send', 'sends'],
  email: ['link', 'links'],
};

const DECLARED: readonly (readonly [PartKind, keyof Model])[] = [
  ['segment', 'segments'],
  ['score', 'scores'],
  ['campaign', 'campaigns'],
  ['email', 'emails'],
  ['channel', 'channels'],
  ['form', 'forms'],
  ['page', 'pages'],
  ['activity', 'activities'],
];

/** The edits between two models, and each model that lies between them. Things are called there as in the new one. */
export class ModelEdits {
  readonly edits: readonly Edit[];
  /** The journeys that both have in their own files. */
  readonly journeys: readonly Pair[];
  private readonly compared: ComparedModels;
  private readonly after: Model;
  private readonly numbers = new Map<Pair | Part, Map<string, number>>();
  /** By kind and old key, of stages and links by what they are in too. */
  private readonly newKeys = new Map<string, string>();

  constructor(compared: ComparedModels, after: Model) {
    this.compared = compared;
    this.after = after;
    const own = new Set<object>(after.journeys);
    const { pairs } = compared.match;
    this.journeys = pairs.filter((pair) => pair.after.kind === 'journey' && own.has(pair.after.node));
    const edits: { changes: number[] }[] = [];
    compared.changes.forEach((one, place) => {
      if (!isEdit(one)) return;
      const numbers = this.numbers.get(one.of) ?? new Map<string, number>();
      this.numbers.set(one.of, numbers);
      const key = keyOf(one.aspect, one.place);
      const number = numbers.get(key);
      if (number === undefined) numbers.set(key, edits.push({ changes: [place] }) - 1);
      else edits[number]?.changes.push(place);
    });
    this.edits = edits;
    for (const { before, after: now, inner } of pairs) {
      this.setKey(before.kind, undefined, before.key, now.key);
      for (const { before: one, after: other } of inner.pairs) this.setKey(one.kind, now.key, one.key, other.key);
    }
  }

  /** What a stage of the old journey is called here. */
  stageName({ after }: Pair, stage: string): string {
    return this.newKeys.get(keyWithin('stage', after.key, stage)) ?? stage;
  }

  /** The old model with some edits made. Undefined where something in the way of the journey names what is not there. */
  mixed(journey: Pair, isMade: (edit: number) => boolean): { readonly model: Model; readonly journey: Journey } | undefined {
    const { match, before, after } = this.compared;
    const mixing = new Mixing(this.numbers, this.newKeys, isMade);
    const mixedJourney = mixing.pair(journey, journey) as Journey;
    const declared = DECLARED.map(([kind, field]) => [field, mixing.list(kind, match.pairs, before, after, undefined)] as const);
    const model = { ...this.after, ...Object.fromEntries(declared), journeys: [mixedJourney] } as Model;
    return isWhole(mixedJourney, model) ? { model, journey: mixedJourney } : undefined;
  }

  private setKey(kind: PartKind, within: string | undefined, before: string | undefined, after: string | undefined): void {
    if (before !== undefined && after !== undefined && before !== after) this.newKeys.set(keyWithin(kind, within, before), after);
  }
}

const keyWithin = (kind: string, within: string | undefined, key: string): string => JSON.stringify([kind, within ?? '', key]);

const keyOf = (aspect: string, place: number): string => `${aspect} ${String(place)}`;

function isEdit({ change, of, aspect }: ChangeOfPart): boolean {
  const { kind } = 'after' in of ? of.after : of;
  if (!change.meaning) return false;
  if (aspect === 'added' || aspect === 'removed') return COUNTED.has(kind);
  if (aspect === 'moved') return ORDERED.has(kind);
  return CLAUSES[kind]?.[aspect] !== undefined;
}

/** Builds one model between two. */
class Mixing {
  private readonly numbers: ReadonlyMap<Pair | Part, ReadonlyMap<string, number>>;
  private readonly newKeys: ReadonlyMap<string, string>;
  private readonly isEditMade: (edit: number) => boolean;

  constructor(numbers: Mixing['numbers'], newKeys: Mixing['newKeys'], isEditMade: (edit: number) => boolean) {
    this.numbers = numbers;
    this.newKeys = newKeys;
    this.isEditMade = isEditMade;
  }

  /** `journey`: the one that it is in. */
  pair(pair: Pair, journey: Pair | undefined): object {
    const { before, after, inner } = pair;
    const now = after.node as Fields;
    const mixed: Fields = { ...now };
    for (const [clause, field] of Object.entries(CLAUSES[after.kind] ?? {})) {
      if (this.numbers.get(pair)?.has(keyOf(clause, 0))) mixed[field] = this.clause(pair, clause, field, journey);
    }
    // What has no label is shown by its name, which records can call it by.
    const labelled = [before, after].filter(({ clauses }) => clauses.some(({ name }) => name === 'label'));
    if (now['label'] !== undefined && (labelled.length === 0 || !labelled.some(({ node }) => (node as Fields)['label'] === mixed['label'])))
      mixed['label'] = mixed['name'];
    const [kind, field] = INNER[after.kind] ?? [];
    if (kind !== undefined && field !== undefined) mixed[field] = this.list(kind, inner.pairs, before.parts, after.parts, journey);
    return Object.fromEntries(Object.entries(mixed).filter(([, value]) => value !== undefined));
  }

  /** In an order that is new for what is new or was moved, and else as it was. */
  list(kind: PartKind, pairs: readonly Pair[], before: readonly Part[], after: readonly Part[], journey: Pair | undefined): object[] {
    const pairOf = new Map<Part, Pair>(pairs.flatMap((pair) => [[pair.before, pair] as const, [pair.after, pair] as const]));
    const placed = new Set<Part>();
    /** The parts, those of both by the new one. */
    const list: Part[] = [];
    for (const part of before) {
      if (part.kind !== kind) continue;
      const pair = pairOf.get(part);
      if (pair) {
        if (this.isMade(pair, 'moved', false) || this.isMade(pair, 'kind', false)) continue;
        list.push(pair.after);
        if (!this.has(pair, 'moved') && !this.has(pair, 'kind')) placed.add(pair.after);
      } else if (!this.isMade(part, 'removed', false)) list.push(part);
    }
    let previous: Part | undefined;
    for (const part of after) {
      if (part.kind !== kind) continue;
      const pair = pairOf.get(part);
      if (!list.includes(part) && (pair !== undefined || this.isMade(part, 'added', true))) {
        list.splice(previous === undefined ? 0 : list.indexOf(previous) + 1, 0, part);
        placed.add(part);
      }
      if (placed.has(part)) previous = part;
    }
    return list.map((part) => {
      const pair = pairOf.get(part);
      if (pair) return this.pair(pair, journey ?? (kind === 'journey' ? pair : undefined));
      return before.includes(part) ? this.old({ ...part.node, ...('kpis' in part.node ? { kpis: [] } : {}) }, journey) : part.node;
    });
  }

  private clause(pair: Pair, name: string, field: string, journey: Pair | undefined): unknown {
    const [before, after] = [pair.before, pair.after].map((part) => part.clauses.find((clause) => clause.name === name));
    if (before?.asked && after?.asked) {
      const { mixed } = conditionChanges(before.asked, after.asked);
      return mixed(
        (change) => this.isMade(pair, name, true, change),
        (part) => this.old(part, journey),
      );
    }
    if (this.isMade(pair, name, true)) return (pair.after.node as Fields)[field];
    return this.old({ [field]: (pair.before.node as Fields)[field] }, journey)[field];
  }

  /** A part of the old model, with the names that things have here. */
  private old<Node>(node: Node, journey: Pair | undefined): Node {
    if (this.newKeys.size === 0) return node;
    return mapReferences(node, (kind, name, within) => {
      if (kind === 'link') return this.newKeys.get(keyWithin('link', this.newKeys.get(keyWithin('email', undefined, within ?? '')) ?? within, name)) ?? name;
      return this.newKeys.get(keyWithin(kind, kind === 'stage' ? journey?.after.key : undefined, name)) ?? name;
    });
  }

  private has(of: Pair | Part, aspect: string): boolean {
    return this.numbers.get(of)?.has(keyOf(aspect, 0)) === true;
  }

  private isMade(of: Pair | Part, aspect: string, otherwise: boolean, place = 0): boolean {
    const number = this.numbers.get(of)?.get(keyOf(aspect, place));
    return number === undefined ? otherwise : this.isEditMade(number);
  }
}

/** Whether all is there that is named on the way of a journey: by itself, or by the segments, scores and campaigns that it names. */
function isWhole(journey: Journey, model: Model): boolean {
  const stages = new Map(journey.stages.map((stage) => [stage.name, stage]));
  const emails = new Map(model.emails.map((email) => [email.key, email]));
  const declared: Readonly<Partial<Record<ReferenceKind, ReadonlyMap<string, object>>>> = {
    stage: stages,
    email: emails,
    segment: new Map(model.segments.map((one) => [one.key, one])),
    score: new Map(model.scores.map((one) => [one.key, one])),
    campaign: new Map(model.campaigns.map((one) => [one.key, one.sends])),
  };
  const seen = new Set<object>();
  const look = (part: object): boolean => {
    if (seen.has(part)) return true;
    seen.add(part);
    let isThere = true;
    mapReferences(part, (kind, name, within) => {
      const found = kind === 'link' ? emails.get(within ?? '')?.links.find((link) => link.name === name) : declared[kind]?.get(name);
      if (found === undefined && (kind === 'link' || declared[kind])) isThere = false;
      if (found && (kind === 'segment' || kind === 'score' || kind === 'campaign')) isThere &&= look(found);
      return name;
    });
    return isThere;
  };
  return (journey.goal === '' || stages.get(journey.goal)?.kind === 'path') && look(journey);
}
