import type { Part } from './part.ts';

export interface Pair {
  readonly before: Part;
  readonly after: Part;
  /** Those of their parts. */
  readonly inner: Match;
}

/** Which parts of two lists are the same thing. */
export interface Match {
  readonly pairs: readonly Pair[];
  readonly gone: readonly Part[];
  readonly come: readonly Part[];
}

/** How much alike two declarations of different names have to be to count as one that was renamed; 1 is the same. */
const RENAMED = 0.5;

/** For rules, targets and sends, which have no name. */
const EDITED = 0.4;

/**
 * Matches parts of a kind: what has a name by it, in the same file first, then by what it says; what has none by what it
 * says, and the last ones left over with each other.
 */
export function matchParts(before: readonly Part[], after: readonly Part[]): Match {
  const matching = new Matching(before, after);
  matching.pairBy((part) => (part.name === undefined ? undefined : JSON.stringify([part.kind, part.name, part.place?.file])));
  matching.pairBy((part) => (part.name === undefined ? undefined : JSON.stringify([part.kind, part.name])));
  matching.pairBy((part) => (part.name === undefined ? JSON.stringify([part.kind, contentOf(part)]) : undefined));
  matching.pairAlike();
  matching.pairLast();
  return matching.match();
}

/** All that a part says, whatever it is called and in which order what has no order. */
export function contentOf(part: Part): string {
  const clauses = part.clauses.map(({ name, key }) => `${name} ${key}`).sort();
  const parts = part.parts.map((inner) => JSON.stringify([inner.kind, inner.name ?? '', contentOf(inner)]));
  return JSON.stringify([clauses, part.parts.some(({ isOrdered }) => isOrdered) ? parts : parts.sort()]);
}

class Matching {
  private readonly gone: Set<Part>;
  private readonly come: Set<Part>;
  private readonly pairs: Pair[] = [];

  constructor(before: readonly Part[], after: readonly Part[]) {
    this.gone = new Set(before);
    this.come = new Set(after);
  }

  match(): Match {
    return { pairs: this.pairs, gone: [...this.gone], come: [...this.come] };
  }

  /** Those of one key, in their order. */
  pairBy(keyOf: (part: Part) => string | undefined): void {
    const candidates = Map.groupBy(this.come, keyOf);
    candidates.delete(undefined);
    for (const before of this.gone) {
      const after = candidates.get(keyOf(before))?.shift();
      if (after) this.take(before, after);
    }
  }

  /** The most alike first. */
  pairAlike(): void {
    const features = new Map([...this.gone, ...this.come].map((part) => [part, new Set(featuresOf(part))]));
    const candidates = [...this.gone].flatMap((before) =>
      [...this.come]
        .filter(({ kind }) => kind === before.kind)
        .map((after) => ({ before, after, alike: likeness(features.get(before), features.get(after)) }))
        .filter(({ alike }) => alike >= (before.name === undefined ? EDITED : RENAMED)),
    );
    for (const { before, after } of candidates.sort((one, other) => other.alike - one.alike)) {
      if (this.gone.has(before) && this.come.has(after)) this.take(before, after);
    }
  }

  /** Where one without a name went and one came, it was edited. */
  pairLast(): void {
    const nameless = (parts: ReadonlySet<Part>): Map<string, Part[]> =>
      Map.groupBy(
        [...parts].filter(({ name }) => name === undefined),
        ({ kind }) => kind,
      );
    const come = nameless(this.come);
    for (const [kind, [before, ...others]] of nameless(this.gone)) {
      const [after, ...further] = come.get(kind) ?? [];
      if (before && after && others.length === 0 && further.length === 0) this.take(before, after);
    }
  }

  private take(before: Part, after: Part): void {
    this.pairs.push({ before, after, inner: matchParts(before.parts, after.parts) });
    this.gone.delete(before);
    this.come.delete(after);
  }
}

/** What tells a part from others, whatever it is called. */
function featuresOf(part: Part): string[] {
  const own = part.clauses.flatMap(({ name, key, tells, events }) => [...(tells ? [`${name} ${key}`] : []), ...events]);
  const inner = part.parts.flatMap((one) => [
    ...(one.name === undefined ? [] : [`${one.kind} ${one.name}`]),
    ...featuresOf(one).map((feature) => `${one.kind} ${feature}`),
  ]);
  return [...own, ...inner];
}

/** Dice's coefficient: 1 for the same, 0 for nothing in common or nothing to go by. */
function likeness(before: ReadonlySet<string> = new Set(), after: ReadonlySet<string> = new Set()): number {
  const common = [...before].filter((feature) => after.has(feature)).length;
  return common === 0 ? 0 : (2 * common) / (before.size + after.size);
}
