import assert from 'node:assert/strict';
import { Random } from '../differential/random.ts';
import { readFiles } from '../support/journeys.ts';
import type { SoakPart } from './soak-part.ts';

const CATALOGUE = `channel n
channel m
email x { channel n link pricing "https://a.example/pricing" link tour "https://a.example/tour" }
email y { channel n link docs "https://a.example/docs" }
email z { channel m }
form f
form g
page p { url "https://a.example/compare/*" }
activity buy { value number plan text }
activity call { plan text }
contact { plan text country text seats number vip flag joined date }
score heat { +10 when clicked any email +20 when submitted f +5 when opened x }
score loss { -10 when reported spam }
segment pro when contact.plan == "pro"
segment active when clicked any email at least 2 times in last 30 days
`;

/** A mistake as people make it, in a journey with a marker `<…>` round what should be reported, or in a condition. */
type Plant = (random: Random) => string;

const email = (random: Random): string => random.pick(['x', 'y', 'z']);
const verb = (random: Random): string => random.pick(['clicked', 'opened']);
const texts = ['DE', 'CZ', 'AT', 'FR', 'free', 'pro', 'team'];
const two = (random: Random): readonly [string, string] => {
  const first = random.pick(texts);
  return [first, random.pick(texts.filter((text) => text !== first))];
};
/** A smaller and a larger number. */
const pair = (random: Random, most = 30): readonly [number, number] => {
  const low = random.between(1, most);
  return [low, low + random.between(1, most)];
};
const property = (random: Random): string => random.pick(['contact.plan', 'contact.country']);
const other = (random: Random): string =>
  random.pick(['submitted f', 'visited p', 'performed call', 'has consent', 'reported spam ever', 'is subscribed to m', 'contact.vip == true']);

/** A condition somewhere in a second stage: alone, with more beside it, or as one of several. */
function inRule(random: Random, impossible: string): string {
  return random.pick([
    impossible,
    `${other(random)} and ${impossible}`,
    `${impossible} and ${other(random)}`,
    `(${impossible}) and (${other(random)} or ${other(random)})`,
    `${other(random)} or (${impossible})`,
  ]);
}

const CONTRADICTIONS: readonly Plant[] = [
  (random) => {
    const [one, another] = two(random);
    const name = property(random);
    return `${name} == "${one}" and ${name} == "${another}"`;
  },
  (random) => {
    const [one, another] = two(random);
    return `contact.country in ("${one}", "XX") and contact.country == "${another}"`;
  },
  (random) => {
    const [one] = two(random);
    const name = property(random);
    return `${name} == "${one}" and ${name} != "${one.toLowerCase()}"`;
  },
  (random) => {
    const [low, high] = pair(random);
    return `contact.seats > ${String(high)} and contact.seats < ${String(low)}`;
  },
  (random) => {
    const [low] = pair(random);
    return `contact.seats >= ${String(low)} and not contact.seats >= ${String(low)}`;
  },
  (random) => `contact.joined < 2026-01-${String(random.between(10, 14))} and contact.joined > 2026-02-${String(random.between(10, 14))}`,
  () => 'contact.vip == true and contact.vip == false',
  (random) => {
    const name = property(random);
    return `${name} is missing and ${name} starts with "${random.pick(['a', 'b'])}"`;
  },
  (random) => `in segment pro and contact.plan == "${random.pick(['free', 'team', 'basic'])}"`,
  (random) => {
    const [low, high] = pair(random);
    return `${verb(random)} any email in last ${String(low)} days and not been active in last ${String(high)} days`;
  },
  (random) => {
    const [low, high] = pair(random);
    const name = email(random);
    return `clicked ${name} within ${String(low)} days and not clicked ${name} within ${String(high)} days`;
  },
  (random) => {
    const name = email(random);
    return `${verb(random)} ${name} in last ${String(random.between(1, 9))} days and not been active ever`;
  },
  (random) => {
    const [low, high] = pair(random, 5);
    const name = email(random);
    return `clicked ${name} at least ${String(high)} times in last 7 days and clicked ${name} at most ${String(low)} times in last 7 days`;
  },
  (random) => {
    const [low, high] = pair(random, 5);
    return `visited p exactly ${String(low)} times in last 7 days and visited p at least ${String(high)} times in last 7 days`;
  },
  (random) => `clicked x.${random.pick(['pricing', 'tour'])} in last ${String(random.between(1, 9))} days and not clicked x in last 9 days`,
  (random) => `clicked ${random.pick(['x', 'y', 'x.tour', 'y.docs'])} ever and not clicked any email in n ever`,
  (random) => {
    const [low, high] = pair(random);
    return `not ${verb(random)} any email for ${String(high)} days and clicked x and opened x in last ${String(low)} days`.replace(/not \w+/, 'not opened');
  },
  (random) => `score heat < ${String(-random.between(0, 9))}`,
  (random) => `score loss >= ${String(random.between(1, 50))}`,
  (random) => {
    const [low, high] = pair(random);
    return `score heat >= ${String(high * 5)} and score heat <= ${String(low * 5 - 5)}`;
  },
  (random) => `score heat == ${String(random.between(1, 9) * 5 + random.between(1, 4))}`,
  () => 'has consent and not given consent ever',
  (random) => {
    const channel = random.pick(['n', 'm']);
    return `is subscribed to ${channel} and not is subscribed to ${channel}`;
  },
  (random) => {
    const [low, high] = pair(random);
    return `performed buy where value > ${String(high)} ever and not performed buy where value > ${String(low)} ever`;
  },
  (random) => {
    const [low, high] = pair(random);
    return `performed buy where (value > ${String(high)} and value < ${String(low)})`;
  },
  (random) => {
    const [one, another] = two(random);
    return `performed buy where (plan == "${one}" and plan == "${another}")`;
  },
  (random) => `unsubscribed from all channels in last 5 days and not unsubscribed from ${random.pick(['n', 'm'])} in last 5 days`,
  (random) => `in segment active and not clicked any email in last ${String(random.between(30, 60))} days`,
  (random) => `contact.plan == "pro" for ${String(random.between(1, 30))} days and not in segment pro`,
  (random) => `delivered ${email(random)} then clicked any email within 3 days and not clicked any email ever`,
  // Beyond what pairs of clauses show: two kinds of click are more clicks together than there can be.
  () => 'clicked x at least 2 times ever and clicked y at least 2 times ever and clicked any email at most 3 times ever',
  (random) => `clicked x and not clicked x in last ${String(random.between(5, 9))} days and not (not clicked y within 2 days or clicked y within 2 days)`,
];

/** A condition and one that is true whenever it is. */
const WIDENINGS: readonly ((random: Random) => readonly [narrow: string, wide: string])[] = [
  (random) => {
    const [low, high] = pair(random);
    const name = email(random);
    return [`clicked ${name} within ${String(low)} days`, `clicked ${name} within ${String(high)} days`];
  },
  (random) => {
    const [low, high] = pair(random);
    return [`${verb(random)} x in last ${String(low)} days`, `been active in last ${String(high)} days`];
  },
  (random) => [`clicked x.${random.pick(['pricing', 'tour'])}`, 'clicked x'],
  (random) => [`clicked ${random.pick(['x', 'y'])}`, `clicked ${random.pick(['any email', 'any email in n', 'any of (x, y, z)'])}`],
  (random) => {
    const [low, high] = pair(random, 5);
    return [`visited any page at least ${String(high)} times within 7 days`, `visited any page at least ${String(low)} times within 7 days`];
  },
  (random) => {
    const [low, high] = pair(random);
    return [`not clicked any email within ${String(high)} days`, `not clicked ${email(random)} within ${String(low)} days`];
  },
  (random) => {
    const [low, high] = pair(random);
    return [`not been active for ${String(high)} days`, `not clicked ${email(random)} for ${String(low)} days`];
  },
  (random) => {
    const [low, high] = pair(random);
    return [`performed buy where value >= ${String(high)}`, `performed buy where value >= ${String(low)}`];
  },
  (random) => {
    const more = other(random);
    return [`submitted g and ${more}`, 'submitted g'];
  },
  (random) => {
    const more = other(random);
    return ['submitted g', `submitted g or ${more}`];
  },
  (random) => {
    const [low, high] = pair(random);
    return [`score heat > ${String(high)}`, `score heat >= ${String(low)}`];
  },
  (random) => {
    const [one, another] = two(random);
    return [`contact.country == "${one}"`, `contact.country in ("${another}", "${one}")`];
  },
  (random) => {
    const [low, high] = pair(random);
    return [`contact.seats == ${String(high)}`, `contact.seats > ${String(low)}`];
  },
  () => ['in segment pro', 'contact.plan != "free"'],
  (random) => ['submitted f', `submitted ${random.pick(['any form', 'any of (f, g)'])}`],
  (random) => [`unsubscribed from ${random.pick(['all channels', 'n', 'm'])}`, 'unsubscribed from any channel'],
  (random) => {
    const [low, high] = pair(random);
    return [`delivered z then clicked z within ${String(low)} days`, `delivered any email then clicked z within ${String(high)} days`];
  },
  () => ['clicked x at least 3 different days ever', 'clicked x at least 2 times ever'],
];

function shadowed(random: Random): string {
  const [narrow, wide] = random.pick(WIDENINGS)(random);
  const clause = `journey j {\n${random.chance(0.5) ? '  expires after 100 days\n' : ''}`;
  const start = '  stage a { enter when delivered x }\n';
  return random.pick([
    () => `${clause}${start}  stage b {\n    enter when ${wide}\n<    enter when ${narrow}\n>  }\n}\n`,
    () => `${clause}${start}  stage b { enter when ${wide} }\n  side stage s {\n<    enter from a when ${narrow}\n>  }\n}\n`,
    () =>
      `${clause}${start}  stage b { enter when performed call }\n  side stage s { enter from any when ${wide} }\n  side stage t {\n<    enter from a when ${narrow}\n>  }\n}\n`,
    () => `${clause}${start}  stage b { enter when ${wide} }\n  side stage s {\n<    enter from a after 2 days when ${narrow}\n>  }\n}\n`,
    () => `${clause}  reentry always\n${start}  stage b {\n    enter when ${wide}\n<    enter when ${narrow}\n>  }\n  stage c { enter when submitted f }\n}\n`,
  ])();
}

function unreachable(random: Random): string {
  const start = '  stage a { enter when delivered x }\n';
  const condition = (): string => other(random);
  return random.pick([
    () =>
      `journey j {\n${start}  stage b { enter when clicked x }\n<  side stage s { enter from t when ${condition()} }\n>  side stage t { enter from s when ${condition()} }\n}\n`,
    () => `journey j {\n${start}<  stage b { enter from s when ${condition()} }\n>  side stage s { enter from b when ${condition()} }\n}\n`,
    () => `journey j {\n${start}<  stage b { enter from c when ${condition()} }\n>  stage c { enter when clicked y }\n}\n`,
    () =>
      `journey j {\n${start}<  stage b { enter from c, d when clicked y }\n>  stage c { enter when ${condition()} }\n  stage d { enter from b after 3 days }\n}\n`,
    () => `journey j {\n${start}<  stage b { enter when ${random.pick(CONTRADICTIONS)(random)} }\n>  stage c { enter when clicked y }\n}\n`,
    () =>
      `journey j {\n  expires after ${String(random.between(1, 9))} days\n${start}<  stage b { enter from a after ${String(random.between(10, 20))} days }\n>  stage c { enter when clicked y }\n}\n`,
    () => `journey j {\n${start}<  stage b { enter when clicked x since c }\n>  stage c { enter when clicked y }\n}\n`,
  ])();
}

const contradictory: Plant = (random) => {
  const condition = inRule(random, random.pick(CONTRADICTIONS)(random));
  return random.pick([
    () => `journey j {\n  stage a { enter when delivered x }\n  stage b {\n<    enter when ${condition}\n>  }\n}\n`,
    () =>
      `journey j {\n  stage a { enter when delivered x }\n  stage b { enter when clicked y }\n  side stage s {\n<    enter from any when ${condition}\n>  }\n}\n`,
  ])();
};

interface Kind {
  readonly name: string;
  readonly plant: Plant;
  /** By which it is reported. */
  readonly codes: readonly string[];
  /** Of ten seeds, how many plant it. */
  readonly often: number;
}

const KINDS: readonly Kind[] = [
  { name: 'contradictions', plant: contradictory, codes: ['contradiction'], often: 4 },
  { name: 'shadowed rules', plant: shadowed, codes: ['shadowed-rule'], often: 3 },
  // A stage with a single clause that is never true is told by that clause.
  { name: 'unreachable stages', plant: unreachable, codes: ['unreachable-stage', 'contradiction', 'never-in-time'], often: 3 },
];

const TURNS: readonly Kind[] = KINDS.flatMap((kind) => Array.from({ length: kind.often }, () => kind));

export const strength: SoakPart = {
  name: 'strength',
  says: 'at least 95 % of planted mistakes of each kind are reported where they stand',
  unit: 'planted mistakes',
  whole: 5_000,
  sample: 500,
  start: () => async (seed, tally) => {
    const { name, plant, codes } = TURNS[seed % TURNS.length] ?? assert.fail();
    const marked = CATALOGUE + plant(new Random(seed));
    const [before = '', planted = ''] = marked.split(/^[<>]/m);
    const { document } = await readFiles({ 'a.journey': marked.replaceAll(/^[<>]/gm, '') });
    const diagnostics = document.diagnostics ?? [];
    assert.deepEqual(
      diagnostics.filter(({ severity }) => severity === 1).map(({ message }) => message),
      [],
      marked,
    );
    const first = before.split('\n').length - 1;
    const last = first + planted.split('\n').length - 1;
    const isReported = diagnostics.some(({ code, range }) => codes.includes(String(code)) && range.start.line >= first && range.start.line < last);
    tally.count(`${name} planted`);
    if (!isReported) {
      tally.count(`${name} missed`);
      tally.remark(`not reported, seed ${seed}: ${planted.trim()}`);
    }
    tally.pass();
  },
  tell: ({ counts }) => KINDS.map(({ name }) => `${counts[`${name} missed`] ?? 0} of ${counts[`${name} planted`] ?? 0} ${name} missed`),
  doubts: ({ counts }) =>
    KINDS.flatMap(({ name }) => {
      const [planted, missed] = [counts[`${name} planted`] ?? 0, counts[`${name} missed`] ?? 0];
      return missed <= planted * 0.05 && planted > 0 ? [] : [`${missed} of ${planted} ${name} were not reported`];
    }),
};
