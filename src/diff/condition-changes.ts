import type { Condition, Filter, Occurrence, Window } from '../model/condition.ts';
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

/** What differs between two things, and all that lies between them. */
export interface Compared<Node> {
  readonly changes: readonly ClauseChange[];
  /** The new one with only some of the changes made, by their places. `old` makes a part of the old one fit into the new model. */
  readonly mixed: (isMade: (change: number) => boolean, old: <Part>(part: Part) => Part) => Node;
}

/** The smallest parts of a condition that differ; none where only an order differs that means nothing. */
export function conditionChanges(before: WordedCondition, after: WordedCondition): Compared<Condition> {
  return new ConditionComparison({ before: before.words, after: after.words }).compare(before.condition, after.condition, undefined);
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
  readonly compare: (before: Node, after: Node) => Compared<Node>;
  readonly group: (kind: 'and' | 'or', operands: Node[]) => Node;
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
  compare(before: Condition, after: Condition, about: string | undefined): Compared<Condition> {
    if (this.keys.before.condition(before) === this.keys.after.condition(after)) return unchanged(after);
    return (
      this.smaller(before, after, about) ??
      replaced(before, after, { what: '', before: this.words.before.condition(before), after: this.words.after.condition(after) })
    );
  }

  /** Undefined where nothing of the one is in the other. */
  private smaller(before: Condition, after: Condition, about: string | undefined): Compared<Condition> | undefined {
    const operands = operandsOf<Condition>(before, after, (one) => (one.kind === 'and' || one.kind === 'or' ? [one.kind, flatOperands(one)] : undefined));
    if (operands) {
      return this.compareOperands(operands, about, {
        text: (node, side) => this.words[side].condition(node),
        key: (node, side) => this.keys[side].condition(node),
        trunk: (node, side) => trunkOf(node, this.keys[side]),
        compare: (one, other) => this.compare(one, other, this.words.before.condition(one)),
        group: (kind, nodes) => ({ kind, operands: nodes, source: after.source }),
      });
    }
    if (before.kind === 'not' && after.kind === 'not') {
      const isGroup = before.operand.kind === 'and' || before.operand.kind === 'or' || after.operand.kind === 'and' || after.operand.kind === 'or';
      const operand = this.smaller(before.operand, after.operand, isGroup ? this.words.before.condition(before) : about);
      return operand && made(operand, (mixed) => ({ ...after, operand: mixed }));
    }
    if (before.kind === 'chain' && after.kind === 'chain') {
      if (before.links.length !== after.links.length) return undefined;
      const links = after.links.map((link, place) => {
        const one = before.links[place];
        if (one?.negated !== link.negated) return undefined;
        const occurrence = this.compareOccurrences(one.occurrence, link.occurrence, this.words.before.event(one.occurrence.pattern.event));
        return occurrence && made(occurrence, (mixed) => ({ ...link, occurrence: mixed }));
      });
      return links.every((one) => one !== undefined) ? made(together(links), (mixed) => ({ ...after, links: mixed })) : undefined;
    }
    if (before.kind === 'occurrence' && after.kind === 'occurrence') {
      return this.compareOccurrences(before, after, about === undefined ? undefined : this.words.before.event(before.pattern.event));
    }
    return undefined;
  }

  private compareOccurrences(before: Occurrence, after: Occurrence, about: string | undefined): Compared<Occurrence> | undefined {
    const [old, now] = [this.keys.before.event(before.pattern.event), this.keys.after.event(after.pattern.event)];
    if (old !== now) return undefined;
    const counts = [this.words.before.count(before.count), this.words.after.count(after.count)] as const;
    const parts = [
      made(this.compareFilters(before.pattern.filter, after.pattern.filter, about), (filter) => ({
        pattern: { event: after.pattern.event, source: after.pattern.source, ...(filter ? { filter } : {}) },
      })),
      made(
        counts[0] === counts[1]
          ? unchanged(after.count)
          : replaced(before.count, after.count, { ...place(about), what: 'count', before: counts[0] || ONCE, after: counts[1] || ONCE }),
        (count) => ({ count }),
      ),
      made(this.compareWindows(before.window, after.window, about), (window) => ({ window })),
    ];
    return made(together<Partial<Occurrence>>(parts), (mixed) => mixed.reduce<Occurrence>((whole, one) => ({ ...whole, ...one }), after));
  }

  private compareWindows(before: Window, after: Window, about: string | undefined): Compared<Window> {
    const texts = [this.words.before.window(before), this.words.after.window(after)] as const;
    if (texts[0] === texts[1]) return unchanged(after);
    // Of the same kind: the lengths alone say what changed.
    const plain = /^(?:within|in last|for) (\d+ \w+)$/;
    const [old, now] = [plain.exec(texts[0])?.[1], plain.exec(texts[1])?.[1]];
    const isPlain = before.kind === after.kind && old !== undefined && now !== undefined;
    const words = isPlain ? { before: old, after: now } : { before: texts[0] || 'none', after: texts[1] || 'none' };
    return replaced(before, after, { ...place(about), what: 'window', ...words });
  }

  private compareFilters(before: Filter | undefined, after: Filter | undefined, about: string | undefined): Compared<Filter | undefined> {
    const key = (side: keyof BothWords, filter: Filter | undefined): string => (filter ? this.keys[side].filter(filter) : '');
    if (key('before', before) === key('after', after)) return unchanged(after);
    const whole = replaced(before, after, {
      ...place(about),
      what: 'filter',
      before: before ? this.words.before.filter(before) : 'none',
      after: after ? this.words.after.filter(after) : 'none',
    });
    if (!before || !after) return whole;
    const operands = operandsOf<Filter>(before, after, (one) => (one.kind === 'and' || one.kind === 'or' ? [one.kind, flatFilters(one)] : undefined));
    if (!operands) return whole;
    const compared = this.compareOperands<Filter>(operands, undefined, {
      text: (node, side) => this.words[side].filter(node),
      key: (node, side) => this.keys[side].filter(node),
      trunk: (node) => (node.kind === 'compare' ? node.property : node.kind),
      // With a filter on both sides there is one between them.
      compare: (one, other) => made(this.compareFilters(one, other, undefined), (mixed) => mixed ?? other),
      group: (kind, nodes) => ({ kind, operands: nodes }),
    });
    // The whole filter is shorter than what a part of it would have to be called by.
    if (!compared?.changes.every((change) => change.about === undefined)) return whole;
    const inFilter = (change: ClauseChange): string => (change.what.startsWith('filter') ? change.what : `filter ${change.what}`.trim());
    return { ...compared, changes: compared.changes.map((change) => ({ ...change, ...place(about), what: inFilter(change) })) };
  }

  /** Undefined where no operand of the one is like one of the other. */
  private compareOperands<Node>({ kind, before, after }: Operands<Node>, about: string | undefined, by: Comparing<Node>): Compared<Node> | undefined {
    const kept: Node[] = [];
    const edited: [Node, Node][] = [];
    let [gone, come] = [before, after];
    for (const sameness of ['key', 'trunk'] as const) {
      const waiting = Map.groupBy(come, (node) => by[sameness](node, 'after'));
      gone = gone.filter((one) => {
        const other = waiting.get(by[sameness](one, 'before'))?.shift();
        if (other !== undefined && sameness === 'key') kept.push(other);
        if (other !== undefined && sameness === 'trunk') edited.push([one, other]);
        return other === undefined;
      });
      const left = new Set([...waiting.values()].flat());
      come = come.filter((node) => left.has(node));
    }
    if (gone.length === before.length && come.length === after.length) return undefined;
    const [left, arrived] = [gone[0], come[0]];
    if (gone.length === 1 && come.length === 1 && left !== undefined && arrived !== undefined) {
      edited.push([left, arrived]);
      [gone, come] = [[], []];
    }
    const parts: Compared<Node[]>[] = [
      unchanged(kept),
      ...edited.map(([one, other]) => made(by.compare(one, other), (mixed) => [mixed])),
      ...gone.map((one) =>
        replaced([one], [], { ...place(about), what: kind === 'and' ? 'no longer needs' : 'no longer when', before: by.text(one, 'before') }),
      ),
      ...come.map((one) => replaced([], [one], { ...place(about), what: kind === 'and' ? 'now also needs' : 'now also when', after: by.text(one, 'after') })),
    ];
    return made(together(parts), (mixed) => {
      const operands = mixed.flat();
      const [only] = operands;
      return only !== undefined && operands.length === 1 ? only : by.group(kind, operands);
    });
  }
}

const place = (about: string | undefined): Pick<ClauseChange, 'about'> => (about === undefined ? {} : { about });

const unchanged = <Node>(after: Node): Compared<Node> => ({ changes: [], mixed: () => after });

/** One change, which takes the place of all of it. */
const replaced = <Node>(before: Node, after: Node, change: ClauseChange): Compared<Node> => ({
  changes: [change],
  mixed: (isMade, old) => (isMade(0) ? after : old(before)),
});

/** What is made of something compared. */
const made = <Node, Result>(compared: Compared<Node>, make: (node: Node) => Result): Compared<Result> => ({
  changes: compared.changes,
  mixed: (isMade, old) => make(compared.mixed(isMade, old)),
});

function together<Node>(parts: readonly Compared<Node>[]): Compared<Node[]> {
  return {
    changes: parts.flatMap(({ changes }) => changes),
    mixed: (isMade, old) => {
      let first = 0;
      return parts.map(({ changes, mixed }) => {
        const from = first;
        first += changes.length;
        return mixed((change) => isMade(from + change), old);
      });
    },
  };
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
