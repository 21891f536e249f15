import { CATALOGUE } from '../differential/catalogue.ts';
import { textOf } from '../differential/phrase.ts';
import type { Random } from '../differential/random.ts';

/**
 * A random journey whose conditions are made of so few parts that they often exclude, repeat and cover each other: what
 * a random journey over everything hardly ever does.
 */
export function crowdedJourney(random: Random): string {
  const path = ['a', 'b', 'c', 'd'].slice(0, random.between(2, 4));
  const side = ['s', 't'].slice(0, random.between(0, 2));
  const names = [...path, ...side];
  const isFlexible = random.chance(0.25);
  const parts = pool(random, names);
  // Now and then the side stages lead only to each other.
  const areApart = side.length === 2 && random.chance(0.3);
  const stages = names.map((name) => {
    const isSide = side.includes(name);
    const others = names.filter((one) => one !== name);
    const begins = !isSide && (isFlexible || name === path[0]);
    const clauses = Array.from({ length: random.between(1, 3) }, (_, index) => {
      if (isSide && areApart) return `enter from ${side.find((one) => one !== name) ?? ''} when ${condition(random, parts, 1, false)}`;
      const from =
        isSide || (index > 0 && random.chance(0.6)) ? random.pick(['any', random.pick(others), random.pick(others), others.slice(0, 2).join(', ')]) : undefined;
      const wait = from !== undefined && random.chance(0.2) ? `after ${days(random)} ` : '';
      if (from === undefined) return `enter when ${condition(random, parts, begins && random.chance(0.8) ? 0 : 2, begins)}`;
      return random.chance(0.1) ? `enter from ${from} after ${days(random)}` : `enter from ${from} ${wait}when ${condition(random, parts, 2, false)}`;
    });
    return `  ${isSide ? 'side ' : ''}stage ${name} {\n${clauses.map((clause) => `    ${clause}\n`).join('')}  }\n`;
  });
  const clauses = [
    ...(isFlexible ? ['order flexible'] : []),
    ...(random.chance(0.4) ? [`expires after ${days(random)}`] : []),
    ...(random.chance(0.7) ? [`reentry ${random.pick(['always', 'overlapping', `after ${days(random)}`])}`] : []),
    ...(random.chance(0.3) ? [`goal ${random.pick(path)}`] : []),
    ...(random.chance(0.1) ? ['audience when not reported spam ever'] : []),
    ...(random.chance(0.2) ? ['timezone "Europe/Prague"'] : []),
  ];
  const declarations = 'score heat { +10 when clicked x +5 when opened any email }\nsegment keen when clicked x at least 2 times in last 2 days\n';
  return `${textOf(CATALOGUE)}${declarations}journey j {\n${clauses.map((clause) => `  ${clause}\n`).join('')}${stages.join('')}}\n`;
}

const days = (random: Random): string => `${random.pick([1, 2, 3, 4])} days`;

interface Pool {
  readonly anywhere: readonly string[];
  /** What only a stage can be asked. */
  readonly inStage: readonly string[];
}

/** A handful of parts for one journey. */
function pool(random: Random, stages: readonly string[]): Pool {
  const some = <Item>(items: readonly Item[], number: number): Item[] => Array.from({ length: number }, () => random.pick(items));
  const pattern = (): string =>
    random.pick([
      'clicked x',
      'clicked x',
      'clicked x.pricing',
      'clicked any email',
      'opened x',
      'been active',
      'performed buy where value > 5',
      'performed buy where value > 9',
      'performed buy',
    ]);
  const count = (): string => random.pick(['', '', '', ' at least 2 times', ' at least 3 times', ' at least 2 different days']);
  const bound = (): string => random.pick([' at most 1 times', ' exactly 1 times', ' exactly 2 times']);
  const past = (): string =>
    random.pick([' ever', ` in last ${days(random)}`, ` in last ${days(random)}`, ' since 2026-01-02 until 2026-01-05', ' since 2026-01-03 until 2026-01-04']);
  const states = (): string =>
    random.pick([
      'contact.plan == "pro"',
      'contact.plan != "pro"',
      'contact.plan in ("free", "team")',
      'contact.plan is missing',
      'contact.plan starts with "p"',
      'contact.seats > 5',
      'contact.seats <= 10',
      `contact.plan == "pro" for ${days(random)}`,
      'score heat >= 0',
      'score heat >= 10',
      'score heat < 10',
      'score heat >= 15',
      'in segment keen',
      'is subscribed to n',
      'has consent',
      'given consent ever',
    ]);
  const anywhere = [
    ...some([0], 4).map(() => states()),
    ...some([0], 4).map(() => `${pattern()}${count()}${past()}`),
    ...some([0], 2).map(() => `${pattern()}${bound()}${past()}`),
  ];
  const anchored = (): string =>
    `${pattern()}${random.pick([count, count, bound])()}${random.pick([` within ${days(random)}`, ` within ${days(random)}`, ` within ${days(random)} of ${random.pick(stages)}`])}`;
  const open = (): string => `${pattern()}${count()}${random.pick(['', '', ` since ${random.pick(stages)}`])}`;
  const chain = (): string => `${pattern()} then ${pattern()} within ${days(random)}`;
  const quiet = (): string => `not ${pattern()} for ${days(random)}`;
  const last = (): string => `clicked any of last 2 emails${random.pick(['', ' within 2 days of delivery'])}`;
  return { anywhere, inStage: [...anywhere, anchored(), anchored(), anchored(), open(), open(), chain(), quiet(), quiet(), last()] };
}

function condition(random: Random, parts: Pool, depth: number, begins: boolean): string {
  const leaf = (): string => random.pick(begins ? [...parts.anywhere, 'delivered x', 'delivered any email', 'clicked x'] : parts.inStage);
  const part = (): string => (depth > 0 ? condition(random, parts, depth - 1, begins) : leaf());
  return random.weighted([
    [5, leaf],
    [depth > 0 ? 4 : 0, () => `(${part()} and ${part()})`],
    [depth > 0 ? 2 : 0, () => `(${part()} or ${part()})`],
    [depth > 0 ? 2 : 0, () => `not (${part()})`],
  ]);
}
