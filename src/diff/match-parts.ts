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
function contentOf(part: Part): string {
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
    const features = new Map([...this.gone, ...this.come].map((part) => [part, featuresOf(part)]));
    const havers = new Map<string, Part[]>();
    for (const part of this.come) {
      for (const feature of features.get(part) ?? []) {
        const having = havers.get(feature);
        if (having) having.push(part);
        else havers.set(feature, [part]);
      }
    }
    const candidates = [...this.gone].flatMap((before) => {
      const own = features.get(before) ?? new Set();
      const common = new Map<Part, number>();
      for (const feature of own) for (const after of havers.get(feature) ?? []) if (after.kind === before.kind) common.set(after, (common.get(after) ?? 0) + 1);
      // Dice's coefficient.
      const alike = [...common].map(([after, count]) => ({ before, after, likeness: (2 * count) / (own.size + (features.get(after)?.size ?? 0)) }));
      return alike.filter(({ likeness }) => likeness >= (before.name === undefined ? EDITED : RENAMED));
    });
    for (const { before, after } of candidates.sort((one, other) => other.likeness - one.likeness)) {
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
function featuresOf(part: Part): Set<string> {
  const own = part.clauses.flatMap(({ name, key, tells, events }) => [...(tells ? [`${name} ${key}`] : []), ...events]);
  const inner = part.parts.flatMap((one) => {
    const features = [...featuresOf(one)];
    // The name of a property is all there is to it; a link has its address.
    return (features.length === 0 && one.name !== undefined ? [one.name] : features).map((feature) => `${one.kind} ${feature}`);
  });
  return new Set([...own, ...inner]);
}
