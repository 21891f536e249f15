import { CAMPAIGNS, CATALOGUE, EMAILS, LINKS } from './catalogue.ts';
import { durationText, gridLength } from './grid.ts';
import type { Phrase } from './phrase.ts';
import { NOTHING, joined, optional, orSimpler, phrase, words } from './phrase.ts';
import type { Random } from './random.ts';

/** Where a condition stands, which decides what it may ask. */
interface Place {
  readonly kind: 'stage' | 'outside' | 'segment';
  /** Stages that a window may name; none outside a journey. */
  readonly stages: readonly string[];
  readonly segments: readonly string[];
  readonly scores: readonly string[];
  /** Whether the condition's truth is the wanted answer, or below a `not` its falsehood. */
  readonly isNegative: boolean;
}

const ZONES = ['Europe/Prague', 'America/New_York', 'Asia/Kolkata', 'Pacific/Auckland'];

/**
 * A random journey with a catalogue, segments and scores, as `.journey` text: every clause of language.md §5 to §7, nested, with
 * windows on the grid. Most have no error; those that have are for the caller to throw away. `day0` is the first day of the
 * histories, `2026-01-01`.
 */
export function generateJourney(random: Random, day0: string): Phrase {
  return new Generator(random, day0).file();
}

class Generator {
  readonly #random: Random;
  readonly #day0: number;

  constructor(random: Random, day0: string) {
    this.#random = random;
    this.#day0 = Date.parse(day0);
  }

  file(): Phrase {
    const random = this.#random;
    const scores = ['heat', 'warmth'].slice(0, random.pick([0, 0, 1, 1, 2]));
    const segments: string[] = [];
    const declarations = scores.map((name) => optional(phrase`score ${name} { ${this.#scoreRules()} }\n`));
    for (const name of ['keen', 'calm', 'lost'].slice(0, random.between(0, 3))) {
      const place: Place = { kind: 'segment', stages: [], segments: [...segments], scores, isNegative: false };
      declarations.push(optional(phrase`segment ${name} when ${this.#condition(place, 2)}\n`));
      segments.push(name);
    }
    return joined([CATALOGUE, ...declarations, this.#journey(segments, scores)]);
  }

  #scoreRules(): Phrase {
    const rule = (): Phrase => optional(phrase`${this.#random.pick(['+10', '+5', '+1', '-5', '+0.5'])} when ${this.#pattern()} `);
    return joined(Array.from({ length: this.#random.between(1, 3) }, rule));
  }

  // ---- journeys

  #journey(segments: readonly string[], scores: readonly string[]): Phrase {
    const random = this.#random;
    const path = ['a', 'b', 'c', 'd', 'e'].slice(0, random.pick([2, 2, 2, 3, 3, 3, 4, 5]));
    const side = ['s', 't'].slice(0, random.pick([0, 0, 0, 1, 1, 2]));
    const stages = [...path, ...side];
    const isFlexible = random.chance(0.3);
    const scope = { stages, segments, scores, isNegative: false };
    const clauses: Phrase[] = [];
    const clause = (probability: number, make: () => Phrase): void => {
      if (random.chance(probability)) clauses.push(optional(phrase`  ${make()}\n`));
    };
    clause(0.3, () => words(`goal ${random.pick(path)}`));
    clause(0.15, () => phrase`audience when ${this.#condition({ ...scope, kind: 'outside' }, 1)}`);
    if (isFlexible) clauses.push(optional(words('  order flexible\n')));
    else clause(0.2, () => words('order sequential'));
    clause(0.45, () => words(`expires after ${durationText(gridLength(random, 8))}`));
    clause(0.85, () => this.#reentry());
    clause(0.08, () => words('consent required'));
    clause(0.5, () => words(`timezone "${random.pick(ZONES)}"`));
    const shared = { ...scope, isFlexible, path, side };
    for (const name of stages) clauses.push(optional(this.#stage(name, shared)));
    return phrase`journey j {\n${joined(clauses)}}\n`;
  }

  #reentry(): Phrase {
    const { between, next } = { between: this.#random.between.bind(this.#random), next: this.#random.chance.bind(this.#random) };
    const kinds = ['never', 'always', 'always', 'overlapping', 'overlapping'];
    return words(next(0.25) ? `reentry after ${durationText(gridLength(this.#random))}` : `reentry ${kinds[between(0, kinds.length - 1)]!}`);
  }

  #stage(
    name: string,
    shared: Omit<Place, 'kind'> & { readonly isFlexible: boolean; readonly path: readonly string[]; readonly side: readonly string[] },
  ): Phrase {
    const random = this.#random;
    const { isFlexible, path, side, ...scope } = shared;
    const isSide = side.includes(name);
    const isFirst = name === path[0];
    const others = shared.stages.filter((one) => one !== name);
    const fromStages = (): Phrase => this.#listed(this.#some(others, 2), ', ');
    const implied = (): Phrase => {
      const begins = isFirst || isFlexible;
      // Where the first stage is hard to get into nothing else is tried.
      const condition = isFirst && random.chance(0.6) ? this.#easyBeginning() : this.#condition({ ...scope, kind: begins ? 'outside' : 'stage' }, 2);
      return phrase`enter ${begins ? NOTHING : this.#wait(0.12)}when ${condition}`;
    };
    const fromOthers = (): Phrase => {
      const source = random.chance(0.3) ? words('any') : fromStages();
      if (random.chance(0.12)) return phrase`enter from ${source} after ${this.#length()}`;
      return phrase`enter from ${source} ${this.#wait(0.2)}when ${this.#condition({ ...scope, kind: 'stage' }, 2)}`;
    };
    const outside = (): Phrase => phrase`enter from outside when ${this.#condition({ ...scope, kind: 'outside' }, 2)}`;
    const enters = isSide
      ? Array.from({ length: random.between(1, 2) }, fromOthers)
      : [
          ...(isFirst || random.chance(0.9) ? [implied()] : []),
          ...(random.chance(0.25) ? [fromOthers()] : []),
          ...(random.chance(0.1) ? [outside()] : []),
          ...(random.chance(0.1) ? [implied()] : []),
        ];
    const clauses = (enters.length > 0 ? enters : [implied()]).map((enter) => optional(phrase`    ${enter}\n`));
    return phrase`  ${isSide ? 'side ' : ''}stage ${name} {\n${joined(clauses)}  }\n`;
  }

  #wait(probability: number): Phrase {
    return this.#random.chance(probability) ? optional(phrase`after ${this.#length()} `) : NOTHING;
  }

  #easyBeginning(): Phrase {
    const email = this.#random.pick(['x', 'any email', 'y', 'any of (x, y)']);
    return words(`${this.#random.pick(['delivered', 'delivered', 'clicked', 'opened'])} ${email}`);
  }

  // ---- conditions

  #condition(place: Place, depth: number): Phrase {
    const random = this.#random;
    if (depth === 0) return this.#leaf(place);
    return random.weighted<Phrase>([
      [9, () => this.#leaf(place)],
      [1.2, () => this.#group('and', place, depth)],
      [1.2, () => this.#group('or', place, depth)],
      [1.6, () => this.#not(place, depth)],
    ]);
  }

  #group(word: 'and' | 'or', place: Place, depth: number): Phrase {
    const operands = Array.from({ length: this.#random.between(2, 3) }, () => this.#condition(place, depth - 1));
    return orSimpler(phrase`(${joined(operands, ` ${word} `)})`, ...operands);
  }

  #not(place: Place, depth: number): Phrase {
    const random = this.#random;
    if (random.chance(0.35)) return orSimpler(phrase`not ${this.#pattern()} for ${this.#length()}`);
    const operand = this.#condition({ ...place, isNegative: !place.isNegative }, depth - 1);
    return orSimpler(phrase`not (${operand})`, operand);
  }

  #leaf(place: Place): Phrase {
    const { segments, scores } = place;
    const random = this.#random;
    return random.weighted<Phrase>([
      [12, () => this.#occurrence(place, false)],
      [2.5, () => this.#chain(place)],
      [2, () => this.#lastEmails()],
      [segments.length > 0 ? (place.kind === 'segment' ? 6 : 2) : 0, () => words(`in segment ${random.pick(segments)}`)],
      [1.8, () => phrase`contact.${this.#attribute()}`],
      [1.2, () => phrase`contact.${this.#attribute()} ${orSimpler(phrase`for ${this.#length()}`, NOTHING)}`],
      [scores.length > 0 ? 1.5 : 0, () => words(`score ${random.pick(scores)} ${this.#operator()} ${random.pick(['0', '1', '5', '10', '15', '20', '-5'])}`)],
      [0.7, () => words(`is subscribed to ${random.pick(['n', 'm'])}`)],
      [0.7, () => words('has consent')],
    ]);
  }

  #chain(place: Place): Phrase {
    const random = this.#random;
    const later: Place = { ...place, kind: 'stage' };
    const first = this.#occurrence(place, true);
    const middle = random.chance(0.2) ? [this.#occurrence(later, true)] : [];
    const last = random.weighted<Phrase>([
      [7, () => this.#occurrence(later, false)],
      [2, () => phrase`not ${this.#occurrence({ ...later, isNegative: !place.isNegative }, false)}`],
      [1, () => phrase`not ${this.#pattern()} for ${this.#length()}`],
    ]);
    const links = [first, ...middle, last];
    return orSimpler(joined(links, ' then '), ...links);
  }

  /** `isLink`: a link of a chain that is not its last, where it is not said what `at most` and `exactly` complete. */
  #occurrence(place: Place, isLink: boolean): Phrase {
    const random = this.#random;
    const days = ' at least 2 different days';
    const [pattern, kinds] = random.weighted<readonly [Phrase, readonly string[]]>([
      [8, () => [this.#pattern(), [days]]],
      [2.5, () => [words(`clicked ${random.pick(['any email', 'x', 'any of (x, y)'])}`), [' at least 2 different links', ' at least 2 different emails']]],
      [2.5, () => [words(`visited ${random.pick(['any page', 'any page', 'p', '"https://a.example/*"'])}`), [' at least 2 different pages']]],
    ]);
    // An `at most` may come true only in a window that ends, an `at least` below `not` likewise.
    const growing = random.weighted<boolean>([
      [8, () => true],
      [isLink ? 0 : 2, () => false],
    ]);
    const number = random.pick([0, 1, 1, 2, 2, 3]);
    const count = growing
      ? random.weighted<Phrase>([
          [5, () => NOTHING],
          [3, () => optional(words(` at least ${random.pick([1, 2, 2, 2, 3])} times`))],
          [3, () => optional(words(random.pick(kinds)))],
        ])
      : words(` ${random.pick(['at most', 'exactly'])} ${number} times`);
    return phrase`${pattern}${count}${this.#window(place, growing === place.isNegative)}`;
  }

  #window(place: Place, mustEnd: boolean): Phrase {
    const random = this.#random;
    const isAnchored = place.kind === 'stage';
    const stage = (): string => random.pick(place.stages);
    const window = random.weighted<Phrase>([
      [isAnchored && mustEnd ? 0 : 4, () => NOTHING],
      [isAnchored ? 5 : 0, () => phrase` within ${this.#length()}`],
      [2.5, () => phrase` in last ${this.#length()}`],
      [1.5, () => words(' ever')],
      [1.8, () => this.#dates()],
      [isAnchored && place.stages.length > 0 ? 1.2 : 0, () => phrase` within ${this.#length()} of ${stage()}`],
      [isAnchored && place.stages.length > 0 && !mustEnd ? 1 : 0, () => phrase` since ${stage()}`],
    ]);
    return isAnchored && mustEnd ? window : optional(window);
  }

  #dates(): Phrase {
    const random = this.#random;
    const day = random.between(0, 5);
    const since = `since ${this.#moment(day)}`;
    const until = `until ${this.#moment(day + random.between(1, 4))}`;
    return orSimpler(words(` ${random.pick([since, until, `${since} ${until}`, `${since} ${until}`])}`), words(` ${since}`), words(` ${until}`));
  }

  #moment(day: number): string {
    const date = new Date(this.#day0 + day * 86_400_000).toISOString().slice(0, 10);
    return this.#random.weighted([
      [6, () => date],
      [1, () => `${date}T00:00Z`],
      [1, () => `${date}T12:00:00.000001+02:00`],
    ]);
  }

  #lastEmails(): Phrase {
    const random = this.#random;
    const verb = random.pick(['clicked', 'clicked', 'opened', 'opened', 'delivered', 'sent', 'bounced']);
    const count = optional(words(random.pick(['', '', ' at least 2 times', ' at most 1 times', ' exactly 1 times', ' at least 2 different emails'])));
    const window = random.chance(0.6) ? optional(phrase` within ${this.#length()} of delivery`) : NOTHING;
    const one = phrase`${verb} any of last ${random.pick(['1', '2', '2', '3'])} ${random.pick(['emails', 'emails', 'campaigns'])}${count}${window}`;
    return random.chance(0.4) ? orSimpler(phrase`not ${one}`, one) : one;
  }

  #attribute(): string {
    return this.#compare('plan', 'seats', 'vip', 'joined');
  }

  // ---- patterns

  #pattern(): Phrase {
    const random = this.#random;
    const subject = random.weighted<string>([
      [6, () => this.#emailPattern()],
      [0.9, () => `subscribed to ${random.pick(['n', 'm'])}`],
      [0.9, () => `confirmed ${random.pick(['n', 'm'])}`],
      [2, () => `unsubscribed from ${random.pick(['n', 'm', 'all channels', 'any channel'])}`],
      [2, () => `submitted ${random.pick(['f', 'g', 'any form', 'any of (f, g)', 'any of (g, f)'])}`],
      [
        1.8,
        () =>
          `visited ${random.pick(['p', 'q', '"*/compare/*"', 'any page', 'any of (p, "https://b.example/*")', 'any of (p, q)', 'any of (q, p)', '"https://a.example/pricing?x=1"'])}`,
      ],
      [3, () => `performed ${random.pick(['buy', 'buy', 'call', 'any of (call, buy)', 'any of (buy, call)'])}`],
      [1, () => 'given consent'],
      [0.8, () => 'withdrawn consent'],
      [0.8, () => 'become member'],
      [0.7, () => 'been active'],
    ]);
    if (!random.chance(subject.startsWith('performed') ? 0.5 : 0.15)) return words(subject);
    const isBuy = /^performed (buy|any of)/.test(subject);
    return phrase`${subject}${optional(phrase` where ${this.#filter(isBuy, 1)}`)}`;
  }

  #emailPattern(): string {
    const random = this.#random;
    const verb = random.weighted<string>([
      [1, () => 'sent'],
      [3, () => 'delivered'],
      [3, () => random.pick(['bounced', 'hard bounced', 'soft bounced'])],
      [2, () => 'opened'],
      [6, () => 'clicked'],
      [1.6, () => 'reported spam'],
    ]);
    if (verb === 'reported spam') return random.chance(0.5) ? verb : `${verb} on ${random.pick(EMAILS)}`;
    const email = (): string => random.pick(EMAILS);
    const link = (): string => {
      const one = random.pick(['x', 'x', 'y']);
      return `${one}.${random.pick(LINKS[one]!)}`;
    };
    const selector = random.weighted<string>([
      [5, email],
      [4, () => 'any email'],
      [2.5, () => `any email in ${random.pick(['n', 'm'])}`],
      [2.5, () => `any email of ${random.pick(CAMPAIGNS)}`],
      [1, () => `any of (${email()}, ${verb === 'clicked' ? link() : email()})`],
      [verb === 'clicked' ? 3 : 0, link],
    ]);
    const to = verb === 'clicked' && !selector.includes('.') && random.chance(0.25);
    return `${verb} ${selector}${to ? ` to "${random.pick(['https://a.example/*', '*pricing*', 'https://A.example/tour?step=1'])}"` : ''}`;
  }

  #filter(isBuy: boolean, depth: number): Phrase {
    const random = this.#random;
    const compare = (): Phrase =>
      words(isBuy ? this.#compare('value', 'plan', 'paid', 'due', 'url', 'title') : this.#compare('value', 'url', 'utm_source', 'title'));
    if (depth === 0) return compare();
    return random.weighted<Phrase>([
      [5, compare],
      [1, () => phrase`not ${compare()}`],
      [
        3,
        () => {
          const operands = [this.#filter(isBuy, depth - 1), this.#filter(isBuy, depth - 1)];
          return orSimpler(phrase`(${joined(operands, random.pick([' and ', ' or ']))})`, ...operands);
        },
      ],
    ]);
  }

  #compare(...properties: readonly string[]): string {
    const random = this.#random;
    const property = random.pick(properties);
    const tests: Readonly<Record<string, readonly string[]>> = {
      plan: ['== "pro"', '!= "pro"', 'in ("pro", "team")', 'contains "RO"', 'starts with "p"', 'ends with "O"', 'matches "P*o"'],
      title: ['== "Home"', 'contains "om"', '!= "home"'],
      url: ['contains "pricing"', 'starts with "https://a"', 'matches "*compare*"', 'ends with "pricing"'],
      utm_source: ['== "news"', '!= "news"'],
      value: ['> 5', '>= 10', '< 10', '<= 5', '== 10', '!= 10', 'in (5, 10)', 'in (4, 12)', 'is present'],
      seats: ['in (5, 10)', '> 5', '>= 10', '< 10', '<= 5', '== 10', '!= 10'],
      paid: ['== true', '== false', '!= true'],
      vip: ['== true', '== false', '!= true'],
      due: [
        '== 2026-01-02',
        '< 2026-01-02',
        '>= 2026-01-02',
        '> 2026-01-02',
        '<= 2026-01-02',
        '> 2026-01-02T12:00Z',
        '<= 2026-01-02T00:00+01:00',
        '>= 2026-01-02',
        'is present',
      ],
      joined: ['== 2026-01-02', '< 2026-01-02', '>= 2026-01-02', '> 2026-01-02', '!= 2026-01-02', '<= 2026-01-02T12:00Z'],
    };
    return `${property} ${random.chance(0.18) ? random.pick(['is missing', 'is present']) : random.pick(tests[property]!)}`;
  }

  #operator(): string {
    return this.#random.pick(['==', '!=', '<', '<=', '>', '>=', '>=', '>=']);
  }

  // ---- pieces

  #length(): string {
    return durationText(gridLength(this.#random));
  }

  #some(items: readonly string[], most: number): string[] {
    const number = this.#random.between(1, Math.min(most, items.length));
    const chosen = new Set<string>();
    while (chosen.size < number) chosen.add(this.#random.pick(items));
    return [...chosen];
  }

  #listed(items: readonly string[], between: string): Phrase {
    return orSimpler(words(items.join(between)), ...(items.length > 1 ? items.map(words) : []));
  }
}
