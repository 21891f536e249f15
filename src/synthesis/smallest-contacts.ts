/** What one contact can show: each thing with the moment from which on it is so, and the contact's last record. */
export interface Showing {
  readonly shows: ReadonlyMap<string, number>;
  readonly latest: number;
}

export interface SmallestContacts {
  /** Places of the contacts chosen, ascending. */
  readonly chosen: readonly number[];
  /** No fewer would do; false where finding that out would have taken too long. */
  readonly isSmallest: boolean;
}

/** Choices looked at: past it the best so far is taken. */
const MOST_STEPS = 200_000;

/**
 * The fewest contacts that together show everything that all of them show. A simulation ends with the latest record, so what
 * comes about by waiting shows only if one of the chosen has a record late enough: `time(contact, thing) <= latest of the chosen`.
 * A greedy cover first, then branch and bound: of what is not shown yet the thing with the fewest ways to show it is settled
 * next, by a contact that has it or by one that lasts long enough.
 */
export function smallestContacts(all: readonly Showing[]): SmallestContacts {
  const kept = undominated(all);
  const contacts = kept.map((place) => all[place]!);
  const things = new Set(contacts.flatMap(({ shows }) => [...shows.keys()]));
  // By thing, those that have it, the earliest first.
  const having = new Map([...things].map((thing) => [thing, contacts.flatMap(({ shows }, place) => (shows.has(thing) ? [place] : []))]));
  const timeOf = (place: number, thing: string): number => contacts[place]!.shows.get(thing) ?? Infinity;

  let best = greedy(contacts, things, timeOf);
  let steps = 0;
  search([]);
  return { chosen: best.map((place) => kept[place]!).sort((a, b) => a - b), isSmallest: steps <= MOST_STEPS };

  function search(chosen: readonly number[]): void {
    if (++steps > MOST_STEPS) return;
    const end = Math.max(-Infinity, ...chosen.map((place) => contacts[place]!.latest));
    const open = [...things].filter((thing) => !chosen.some((place) => timeOf(place, thing) <= end));
    if (open.length === 0) {
      if (chosen.length < best.length) best = chosen;
      return;
    }
    if (chosen.length + 1 >= best.length) return;
    let fewest: readonly number[] | undefined;
    for (const thing of open) {
      const needed = Math.min(Infinity, ...chosen.map((place) => timeOf(place, thing)));
      const lasting = needed === Infinity ? [] : contacts.flatMap(({ latest }, place) => (latest >= needed ? [place] : []));
      const ways = [...new Set([...(having.get(thing) ?? []), ...lasting])].filter((place) => !chosen.includes(place));
      if (fewest === undefined || ways.length < fewest.length) fewest = ways;
    }
    const news = (place: number): number => open.filter((thing) => timeOf(place, thing) < Infinity).length;
    for (const place of (fewest ?? []).toSorted((a, b) => news(b) - news(a) || a - b)) search([...chosen, place]);
  }
}

/** A cover that is rarely far from the smallest. */
function greedy(contacts: readonly Showing[], things: ReadonlySet<string>, timeOf: (place: number, thing: string) => number): readonly number[] {
  const chosen: number[] = [];
  for (;;) {
    const shown = (places: readonly number[]): number => {
      const end = Math.max(-Infinity, ...places.map((place) => contacts[place]!.latest));
      // What only waits for a later end counts for half.
      let sum = 0;
      for (const thing of things) {
        if (places.some((place) => timeOf(place, thing) <= end)) sum += 2;
        else if (places.some((place) => timeOf(place, thing) < Infinity)) sum += 1;
      }
      return sum;
    };
    if (shown(chosen) === things.size * 2) return chosen;
    let bestPlace = -1;
    let bestShown = shown(chosen);
    for (const place of contacts.keys()) {
      if (chosen.includes(place)) continue;
      const sum = shown([...chosen, place]);
      if (sum > bestShown) [bestPlace, bestShown] = [place, sum];
    }
    if (bestPlace < 0) return contacts.map((_, place) => place);
    chosen.push(bestPlace);
  }
}

/** Without the contacts that another one can stand for: it shows as much as early and lasts as long. Of equals the first. */
function undominated(all: readonly Showing[]): readonly number[] {
  const standsFor = (one: Showing, other: Showing): boolean =>
    one.latest >= other.latest &&
    one.shows.size >= other.shows.size &&
    [...other.shows].every(([thing, time]) => (one.shows.get(thing) ?? Infinity) <= Math.max(time, other.latest));
  const order = [...all.keys()].sort((a, b) => all[b]!.shows.size - all[a]!.shows.size || all[b]!.latest - all[a]!.latest || a - b);
  const kept: number[] = [];
  for (const place of order) if (!kept.some((other) => standsFor(all[other]!, all[place]!))) kept.push(place);
  return kept.sort((a, b) => a - b);
}
