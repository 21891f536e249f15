import type { Condition, Filter, Occurrence } from '../model/condition.ts';
import type { Words } from '../model/words.ts';
import { flatFilters, flatOperands } from '../model/words.ts';

/** A change of a clause: of what, in which part of it, from what to what. */
export interface ClauseChange {
  /** The part of the clause that it is about, where that is not all of it. */
  readonly about?: string;
  /** What changed or how: `window`, `now also needs`. */
  readonly what: string;
  readonly before?: string;
  readonly after?: string;
}

export interface WordedCondition {
  readonly condition: Condition;
  /** Those of its model, in which what is the same thing on both sides has one name. */
  readonly words: Words;
}

/** The smallest parts of a condition that differ; none where only an order differs that means nothing. */
export function conditionChanges(before: WordedCondition, after: WordedCondition): ClauseChange[] {
  return new ConditionComparison({ before: before.words, after: after.words }).changes(before.condition, after.condition, undefined);
}

interface BothWords {
  readonly before: Words;
  readonly after: Words;
}

interface Operands<Node> {
  readonly kind: 'and' | 'or';
  readonly before: readonly Node[];
  readonly after: readonly Node[];
}

/** How conditions, or filters, are compared as operands of `and` and `or`. */
interface Comparing<Node> {
  readonly text: (node: Node, side: keyof BothWords) => string;
  readonly key: (node: Node, side: keyof BothWords) => string;
  /** The same for nodes of which one could be made from the other by a small edit. */
  readonly trunk: (node: Node, side: keyof BothWords) => string;
  readonly changes: (before: Node, after: Node) => ClauseChange[];
}

/** The count of an occurrence without one. */
const ONCE = 'at least 1 times';

class ConditionComparison {
  private readonly words: BothWords;
  private readonly keys: BothWords;

  constructor(words: BothWords) {
    this.words = words;
    this.keys = { before: words.before.sorted(), after: words.after.sorted() };
  }

  /** `about`: the text of the part that is compared, undefined for the whole. */
  changes(before: Condition, after: Condition, about: string | undefined): ClauseChange[] {
    if (this.keys.before.condition(before) === this.keys.after.condition(after)) return [];
    return this.smallerChanges(before, after, about) ?? [this.replaced('', this.words.before.condition(before), this.words.after.condition(after), undefined)];
  }

  /** Undefined where nothing of the one is in the other. */
  private smallerChanges(before: Condition, after: Condition, about: string | undefined): ClauseChange[] | undefined {
    const operands = operandsOf<Condition>(before, after, (one) => (one.kind === 'and' || one.kind === 'or' ? [one.kind, flatOperands(one)] : undefined));
    if (operands) {
      return this.operandChanges(operands, about, {
        text: (node, side) => this.words[side].condition(node),
        key: (node, side) => this.keys[side].condition(node),
        trunk: (node, side) => trunkOf(node, this.keys[side]),
        changes: (one, other) => this.changes(one, other, this.words.before.condition(one)),
      });
    }
    if (before.kind === 'not' && after.kind === 'not') {
      const isGroup = before.operand.kind === 'and' || before.operand.kind === 'or' || after.operand.kind === 'and' || after.operand.kind === 'or';
      return this.smallerChanges(before.operand, after.operand, isGroup ? this.words.before.condition(before) : about);
    }
    if (before.kind === 'chain' && after.kind === 'chain') {
      const pairs = before.links.map((link, place) => [link, after.links[place]] as const);
      if (before.links.length !== after.links.length) return undefined;
      const changes = pairs.map(([one, other]) =>
        other?.negated !== one.negated
          ? undefined
          : this.occurrenceChanges(one.occurrence, other.occurrence, this.words.before.event(one.occurrence.pattern.event)),
      );
      return changes.every((one) => one !== undefined) ? changes.flat() : undefined;
    }
    if (before.kind === 'occurrence' && after.kind === 'occurrence') {
      return this.occurrenceChanges(before, after, about === undefined ? undefined : this.words.before.event(before.pattern.event));
    }
    return undefined;
  }

  private occurrenceChanges(before: Occurrence, after: Occurrence, about: string | undefined): ClauseChange[] | undefined {
    const [old, now] = [this.keys.before.event(before.pattern.event), this.keys.after.event(after.pattern.event)];
    if (old !== now) return undefined;
    const counts = [this.words.before.count(before.count), this.words.after.count(after.count)] as const;
    return [
      ...this.filterChanges(before.pattern.filter, after.pattern.filter, about),
      ...(counts[0] === counts[1] ? [] : [this.replaced('count', counts[0] || ONCE, counts[1] || ONCE, about)]),
      ...this.windowChanges(before, after, about),
    ];
  }

  private windowChanges({ window: before }: Occurrence, { window: after }: Occurrence, about: string | undefined): ClauseChange[] {
    const texts = [this.words.before.window(before), this.words.after.window(after)] as const;
    if (texts[0] === texts[1]) return [];
    // Of the same kind: the lengths alone say what changed.
    const plain = /^(?:within|in last|for) (\d+ \w+)$/;
    const [old, now] = [plain.exec(texts[0])?.[1], plain.exec(texts[1])?.[1]];
    if (before.kind === after.kind && old !== undefined && now !== undefined) return [this.replaced('window', old, now, about)];
    return [this.replaced('window', texts[0] || 'none', texts[1] || 'none', about)];
  }

  private filterChanges(before: Filter | undefined, after: Filter | undefined, about: string | undefined): ClauseChange[] {
    const key = (side: keyof BothWords, filter: Filter | undefined): string => (filter ? this.keys[side].filter(filter) : '');
    if (key('before', before) === key('after', after)) return [];
    const whole = this.replaced('filter', before ? this.words.before.filter(before) : 'none', after ? this.words.after.filter(after) : 'none', about);
    if (!before || !after) return [whole];
    const operands = operandsOf<Filter>(before, after, (one) => (one.kind === 'and' || one.kind === 'or' ? [one.kind, flatFilters(one)] : undefined));
    if (!operands) return [whole];
    const changes = this.operandChanges(operands, undefined, {
      text: (node, side) => this.words[side].filter(node),
      key: (node, side) => this.keys[side].filter(node),
      trunk: (node) => (node.kind === 'compare' ? node.property : node.kind),
      changes: (one, other) => this.filterChanges(one, other, undefined),
    });
    // The whole filter is shorter than what a part of it would have to be called by.
    const isFlat = changes?.every((change) => change.about === undefined);
    if (!changes || !isFlat) return [whole];
    const inFilter = (change: ClauseChange): string => (change.what.startsWith('filter') ? change.what : `filter ${change.what}`.trim());
    return changes.map((change) => ({ ...change, ...(about === undefined ? {} : { about }), what: inFilter(change) }));
  }

  /** Undefined where no operand of the one is like one of the other. */
  private operandChanges<Node>({ kind, before, after }: Operands<Node>, about: string | undefined, by: Comparing<Node>): ClauseChange[] | undefined {
    const edited: [Node, Node][] = [];
    let [gone, come] = [before, after];
    for (const sameness of ['key', 'trunk'] as const) {
      const waiting = Map.groupBy(come, (node) => by[sameness](node, 'after'));
      gone = gone.filter((one) => {
        const other = waiting.get(by[sameness](one, 'before'))?.shift();
        if (other !== undefined && sameness === 'trunk') edited.push([one, other]);
        return other === undefined;
      });
      const left = new Set([...waiting.values()].flat());
      come = come.filter((node) => left.has(node));
    }
    if (gone.length === before.length && come.length === after.length) return undefined;
    const changes = edited.flatMap(([one, other]) => by.changes(one, other));
    const place = about === undefined ? {} : { about };
    const [left, arrived] = [gone[0], come[0]];
    if (gone.length === 1 && come.length === 1 && left !== undefined && arrived !== undefined) {
      return [...changes, ...by.changes(left, arrived)];
    }
    return [
      ...changes,
      ...gone.map((one) => ({ ...place, what: kind === 'and' ? 'no longer needs' : 'no longer when', before: by.text(one, 'before') })),
      ...come.map((one) => ({ ...place, what: kind === 'and' ? 'now also needs' : 'now also when', after: by.text(one, 'after') })),
    ];
  }

  private replaced(what: string, before: string, after: string, about: string | undefined): ClauseChange {
    return { ...(about === undefined ? {} : { about }), what, before, after };
  }
}

/** The operands of both, where one of them is a group; what is none counts as a group of one. Undefined where neither is or one is `and`, the other `or`. */
function operandsOf<Node>(before: Node, after: Node, groupOf: (node: Node) => [kind: 'and' | 'or', operands: Node[]] | undefined): Operands<Node> | undefined {
  const [old, now] = [groupOf(before), groupOf(after)];
  const kind = old?.[0] ?? now?.[0];
  if (kind === undefined || (old && now && old[0] !== now[0])) return undefined;
  return { kind, before: old?.[1] ?? [before], after: now?.[1] ?? [after] };
}

/** What stays of a condition when its filters, counts, windows and values change. */
function trunkOf(condition: Condition, words: Words): string {
  switch (condition.kind) {
    case 'occurrence':
      return words.event(condition.pattern.event);
    case 'not':
      return `not ${trunkOf(condition.operand, words)}`;
    case 'chain':
      return condition.links.map(({ occurrence }) => words.event(occurrence.pattern.event)).join(' then ');
    case 'and':
    case 'or':
      return condition.kind;
    case 'attribute':
      return `contact.${condition.compare.property}`;
    case 'score':
      return words.condition({ ...condition, operator: '==', points: 0 });
    default:
      return words.condition(condition);
  }
}
