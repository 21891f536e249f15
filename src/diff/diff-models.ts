import type { Model } from '../model/model.ts';
import type { ClauseChange } from './condition-changes.ts';
import { conditionChanges } from './condition-changes.ts';
import type { Match, Pair } from './match-parts.ts';
import { matchParts } from './match-parts.ts';
import type { Change, ChangePath, PartKind } from './model-diff.ts';
import { FollowedNames } from './followed-names.ts';
import { outlineModel } from './outline.ts';
import type { Clause, Part } from './part.ts';
import { useOf } from './recorded-names.ts';
import { Touches, useOfPart } from './touches.ts';

/** A renamed thing can make another one recognisable that names it; further than this nothing is named through. */
const ROUNDS = 8;

/**
 * What changed between two models, in the order of the new one's parts: journeys first, what is gone last among its kind. Renamed
 * is what has another name and says the same or nearly; what differs only in layout, in comments, in places or in an order that
 * means nothing is no change.
 */
export function diffModels(before: Model, after: Model): Change[] {
  return compareModels(before, after).changes.map(({ change }) => change);
}

/** Two models with what is the same in them, and each change with what it is of. */
export interface ComparedModels {
  readonly before: readonly Part[];
  readonly after: readonly Part[];
  readonly match: Match;
  readonly changes: readonly ChangeOfPart[];
}

export interface ChangeOfPart {
  readonly change: Change;
  /** What is in both, or a part that was added or removed. */
  readonly of: Pair | Part;
  /** Of something in both: `renamed`, `moved`, or the clause that changed. */
  readonly aspect: string;
  /** Of a clause that is a condition: which of its changes. */
  readonly place: number;
}

export function compareModels(before: Model, after: Model): ComparedModels {
  const names = { before: new FollowedNames(before), after: new FollowedNames(after) };
  const now = outlineModel(after, names.after);
  let old = outlineModel(before, names.before);
  let match = matchParts(old, now);
  for (let round = 0; round < ROUNDS && names.before.follow(match, names.after); round++) {
    old = outlineModel(before, names.before);
    match = matchParts(old, now);
  }
  return { before: old, after: now, match, changes: new ModelComparison(names, old, now).changes(match) };
}

interface BothNames {
  readonly before: FollowedNames;
  readonly after: FollowedNames;
}

/** What the changes of a part have in common. */
interface Subject {
  readonly path: ChangePath;
  readonly matters: boolean;
  /** What depends on it, where that is not a part of it. */
  readonly touches: Change['touches'];
}

class ModelComparison {
  private readonly names: BothNames;
  private readonly parts: { readonly before: readonly Part[]; readonly after: readonly Part[] };
  private readonly touches: { readonly before: Touches; readonly after: Touches };

  constructor(names: BothNames, before: readonly Part[], after: readonly Part[]) {
    this.names = names;
    this.parts = { before, after };
    this.touches = { before: new Touches(before, names.before), after: new Touches(after, names.after) };
  }

  changes(match: Match): ChangeOfPart[] {
    return this.matchChanges(match, this.parts.before, this.parts.after, undefined);
  }

  private matchChanges(match: Match, before: readonly Part[], after: readonly Part[], outer: Subject | undefined): ChangeOfPart[] {
    const [pairs, come] = [new Map(match.pairs.map((pair) => [pair.after, pair])), new Set(match.come)];
    const moved = movedPairs(match.pairs, before, after);
    const kinds = new Set([...after, ...before].map(({ kind }) => kind));
    return [...kinds].flatMap((kind) => {
      const [old, now] = [before.filter((part) => part.kind === kind), after.filter((part) => part.kind === kind)];
      const number = (part: Part, all: readonly Part[]): number | undefined =>
        part.name === undefined && (old.length > 1 || now.length > 1) ? all.indexOf(part) + 1 : undefined;
      return [
        ...now.flatMap((part) => {
          const pair = pairs.get(part);
          if (pair) return this.pairChanges(pair, this.subjectOf(part, pair.before, number(part, now), outer), moved.get(pair));
          return come.has(part) ? [this.wholeChange('added', part, this.subjectOf(part, undefined, number(part, now), outer), now)] : [];
        }),
        ...match.gone
          .filter((part) => part.kind === kind)
          .map((part) => this.wholeChange('removed', part, this.subjectOf(undefined, part, number(part, old), outer), now)),
      ];
    });
  }

  private subjectOf(after: Part | undefined, before: Part | undefined, number: number | undefined, outer: Subject | undefined): Subject {
    const part = after ?? before;
    if (!part) throw new Error('A change is of a part.');
    const { kind, name, label } = part;
    const step = {
      kind,
      ...(name === undefined ? {} : { name, label: label ?? name }),
      ...(name === undefined && number !== undefined ? { number } : {}),
    };
    return {
      path: [...(outer?.path ?? []), step],
      matters: part.matters && (outer?.matters ?? true),
      touches: outer && kind !== 'link' ? outer.touches : this.touchesOf(after, before, outer),
    };
  }

  private touchesOf(after: Part | undefined, before: Part | undefined, outer: Subject | undefined): Change['touches'] {
    const touched = (['before', 'after'] as const).flatMap((side) => {
      const part = side === 'before' ? before : after;
      if (!part || USERS.has(part.kind)) return [];
      const use = part.kind === 'link' ? useOf('link', outer?.path[0]?.name ?? '', part.name ?? '') : useOfPart(part, this.names[side]);
      return this.touches[side].of(use);
    });
    const byName = new Map(touched.map((one) => [`${one.kind} ${one.name}`, one]));
    return [...byName.values()];
  }

  // ---- whole parts

  private wholeChange(kind: 'added' | 'removed', part: Part, subject: Subject, among: readonly Part[]): ChangeOfPart {
    const previous = part.kind === 'stage' && kind === 'added' ? placeText(part, among) : undefined;
    const where = part.place && { [kind === 'added' ? 'new' : 'old']: part.place };
    const change: Change = {
      kind,
      meaning: subject.matters,
      path: subject.path,
      what: kind,
      ...(previous === undefined ? {} : { after: previous }),
      says: part.text === '' ? saysOf(part) : [part.text],
      touches: subject.touches,
      ...where,
    };
    return { change, of: part, aspect: kind, place: 0 };
  }

  // ---- parts of both

  private pairChanges(pair: Pair, subject: Subject, moved: Moved | undefined): ChangeOfPart[] {
    const { before, after, inner } = pair;
    const changes: ChangeOfPart[] = [];
    const change = (kind: Change['kind'], meaning: boolean, words: ClauseChange, aspect: string = kind, at = 0): void => {
      const found: Change = {
        kind,
        meaning: meaning && subject.matters,
        path: subject.path,
        ...words,
        says: [],
        touches: subject.touches,
        ...(before.place ? { old: before.place } : {}),
        ...(after.place ? { new: after.place } : {}),
      };
      changes.push({ change: found, of: pair, aspect, place: at });
    };
    if (before.name !== undefined && after.name !== undefined && before.name !== after.name) {
      change('renamed', NAMED_BY_RECORDS.has(after.kind), { what: 'renamed', before: before.name, after: after.name });
    }
    if (moved) change('moved', true, { what: 'moved', ...moved });
    for (const { matters, clause, at, ...words } of clauseChanges(before, after)) change('changed', matters, words, clause, at);
    return [...changes, ...this.matchChanges(inner, before.parts, after.parts, subject)];
  }
}

const USERS: ReadonlySet<PartKind> = new Set(['journey', 'campaign', 'experiment', 'test', 'source', 'provider']);

/** Records can call these by their names, so that one that is renamed is another to them. */
const NAMED_BY_RECORDS: ReadonlySet<PartKind> = new Set(['channel', 'email', 'link', 'form', 'page', 'activity', 'campaign']);

// ---- clauses

interface PartClauseChange extends ClauseChange, Pick<Clause, 'matters'> {
  readonly clause: string;
  /** Of a condition: which of its changes. */
  readonly at: number;
}

function clauseChanges(before: Part, after: Part): PartClauseChange[] {
  const [old, now] = [Map.groupBy(before.clauses, ({ name }) => name), Map.groupBy(after.clauses, ({ name }) => name)];
  return [...new Set([...now.keys(), ...old.keys()])].flatMap((name) => {
    const [gone, come] = [without(old.get(name), now.get(name)), without(now.get(name), old.get(name))];
    const [one, other] = [gone[0], come[0]];
    if (one && other && gone.length === 1 && come.length === 1) {
      const matters = one.matters || other.matters;
      return clauseChange(one, other).map((change, at) => ({ ...change, matters, clause: name, at }));
    }
    return [
      ...gone.map(({ text, isListed, matters }) => ({
        ...(isListed ? { what: `removed ${name}`, before: text } : { what: name, before: text, after: 'none' }),
        matters,
        clause: name,
        at: 0,
      })),
      ...come.map(({ text, isListed, matters }) => ({
        ...(isListed ? { what: `new ${name}`, after: text } : { what: name, before: 'none', after: text }),
        matters,
        clause: name,
        at: 0,
      })),
    ];
  });
}

function clauseChange(before: Clause, after: Clause): ClauseChange[] {
  if (!before.asked || !after.asked) return [{ what: before.name, before: before.text, after: after.text }];
  const name = before.name === 'when' ? '' : before.name;
  return conditionChanges(before.asked, after.asked).changes.map((change) => {
    if (change.about !== undefined) return { ...change, about: name === '' ? change.about : `${name}: ${change.about}` };
    return { ...change, what: change.what === '' ? before.name : `${name} ${change.what}`.trim() };
  });
}

/** The clauses of a list that are not in the other one. */
function without(clauses: readonly Clause[] = [], others: readonly Clause[] = []): Clause[] {
  const waiting = Map.groupBy(others, ({ key }) => key);
  return clauses.filter(({ key }) => waiting.get(key)?.pop() === undefined);
}

/** The lines of what a part says, what it would say anyway left out. */
function saysOf(part: Part): string[] {
  const own = part.clauses.flatMap(({ name, text, isDefault }) => (isDefault ? [] : [`${name} ${text}`]));
  const inner = part.parts.flatMap((one) => (one.text === '' ? [`${one.kind} ${one.name ?? ''}`, ...saysOf(one).map((line) => `  ${line}`)] : [one.text]));
  return [...own, ...inner];
}

// ---- order

interface Moved {
  readonly before: string;
  readonly after: string;
}

/** Those of which the order means something and that stand elsewhere among the others: as few as explain it. */
function movedPairs(pairs: readonly Pair[], before: readonly Part[], after: readonly Part[]): ReadonlyMap<Pair, Moved> {
  const moved = new Map<Pair, Moved>();
  const [oldPlaces, newPlaces] = [new Map(before.map((part, place) => [part, place])), new Map(after.map((part, place) => [part, place]))];
  const ordered = pairs.filter((pair) => pair.before.isOrdered && orderGroup(pair.before) === orderGroup(pair.after));
  for (const group of Map.groupBy(ordered, (pair) => orderGroup(pair.after)).values()) {
    const sorted = group.toSorted((one, other) => (newPlaces.get(one.after) ?? 0) - (newPlaces.get(other.after) ?? 0));
    const staying = longestRising(sorted.map((pair) => oldPlaces.get(pair.before) ?? 0));
    sorted.forEach((pair, index) => {
      if (!staying.has(index)) moved.set(pair, { before: placeText(pair.before, before), after: placeText(pair.after, after) });
    });
  }
  return moved;
}

/** Stages of the path and side stages each have an order of their own, and so have rules. */
const orderGroup = ({ kind, clauses }: Part): string => `${kind} ${clauses.find(({ name }) => name === 'kind')?.text ?? ''}`;

function placeText(part: Part, all: readonly Part[]): string {
  const group = all.filter((one) => orderGroup(one) === orderGroup(part));
  if (part.name === undefined) return `place ${String(group.indexOf(part) + 1)}`;
  const previous = group[group.indexOf(part) - 1];
  return previous ? `after ${previous.name ?? ''}` : 'first';
}

/** The places of a longest rising run among numbers of which none is there twice. */
function longestRising(numbers: readonly number[]): ReadonlySet<number> {
  const best: { length: number; previous: number | undefined }[] = [];
  for (const [place, number] of numbers.entries()) {
    let [length, previous] = [1, undefined as number | undefined];
    for (let earlier = 0; earlier < place; earlier++) {
      const run = best[earlier];
      if (run && (numbers[earlier] ?? 0) < number && run.length + 1 > length) [length, previous] = [run.length + 1, earlier];
    }
    best.push({ length, previous });
  }
  let at: number | undefined = best.reduce<number | undefined>(
    (top, { length }, place) => (top === undefined || length > (best[top]?.length ?? 0) ? place : top),
    undefined,
  );
  const places = new Set<number>();
  while (at !== undefined) {
    places.add(at);
    at = best[at]?.previous;
  }
  return places;
}
