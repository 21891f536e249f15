import assert from 'node:assert/strict';
import { lowerModel } from '../../language-server/lowering/lower-model.ts';
import { diffBehaviour } from '../../src/diff/diff-behaviour.ts';
import { diffModels } from '../../src/diff/diff-models.ts';
import type { Model } from '../../src/model/model.ts';
import { replayJourney } from '../../src/simulator/replay-journey.ts';
import { simulate } from '../../src/simulator/simulate.ts';
import { atOnce } from '../../src/simulator/steps.ts';
import { TimeZone } from '../../src/time/time-zone.ts';
import { Random } from '../differential/random.ts';
import { readFiles } from '../support/journeys.ts';
import { loadRecords } from '../support/ways.ts';
import type { SoakPart } from './soak-part.ts';

const JOURNEY = `channel news { }
channel offers { }
email one { {channel news|channel offers} link a "https://x.example/{a|b}" }
activity trial { }
page home "Home" { url "https://x.example/home" }
contact { country text }
segment keen when visited any page in last {10|4} days
score warm { +{1|2} when visited any page +1 when clicked any email }
journey j {
  goal {third|second}
  audience when contact.country {== "DE"|in ("DE", "CZ")}
  expires after {60|12} days
  reentry {never|after 3 days}
  order {sequential|flexible}
  stage first { enter when opened any email{| in news} }
  stage second {
    enter from first when clicked one.a within {14|5} days{| or performed trial}
    {|enter when in segment keen}
  }
  stage third { enter when performed trial {at least 2 times|at least 1 times} or score warm >= {3|5} }
  side stage asleep { enter from first{, second|} when not been active for {2|4} days }
  {|side stage lost { enter from any after 20 days }}
}
`;

const SLOT = /\{([^{}|]*(?:\{[^{}]*\})?[^{}|]*)\|([^{}|]*(?:\{[^{}]*\})?[^{}|]*)\}/g;
const SLOTS = [...JOURNEY.matchAll(SLOT)].length;
const MOST_EDITS = 4;
const CONTACTS = 60;
const DAY = 86_400_000;

/** The text with the edits of some slots made. */
function textWith(slots: ReadonlySet<number>): string {
  let slot = 0;
  return JOURNEY.replaceAll(SLOT, (_, old: string, now: string) => (slots.has(slot++) ? now : old));
}

/** Undefined where it has an error. */
async function modelWith(slots: ReadonlySet<number>): Promise<Model | undefined> {
  const { services, document } = await readFiles({ 'a.journey': textWith(slots) });
  const isWrong = (document.diagnostics ?? []).some(({ severity }) => severity === 1);
  return isWrong ? undefined : lowerModel(document, services, ({ uri }) => uri.path);
}

const EVENTS = [
  { event: 'opened', email: 'one' },
  { event: 'clicked', email: 'one', url: 'https://x.example/a' },
  { event: 'clicked', email: 'one', url: 'https://x.example/b' },
  { event: 'visited', url: 'https://x.example/home' },
  { event: 'trial' },
] as const;

function recordsOf(random: Random): string {
  return Array.from({ length: CONTACTS }, (_, contact) => {
    const country = random.chance(0.7) ? 'DE' : 'CZ';
    return Array.from({ length: random.between(1, 9) }, () => {
      const time = new Date(Date.UTC(2026, 0, 1) + random.between(0, 30 * 24) * (DAY / 24)).toISOString();
      return JSON.stringify({ contact: `c${String(contact)}`, time, ...EVENTS[random.between(0, EVENTS.length - 1)], 'attr.country': country });
    }).join('\n');
  }).join('\n');
}

type Loaded = Awaited<ReturnType<typeof loadRecords>>;

/** How far each contact got and where it is, contact by contact. */
function outcomes(model: Model, { table }: Loaded): string[] {
  const [journey] = model.journeys;
  const utc = TimeZone.named('UTC');
  assert(journey && utc);
  const path = journey.stages.filter(({ kind }) => kind === 'path').map(({ name }) => name);
  const end = Math.max(...table.time);
  const { wayOf } = replayJourney(journey, model, table, utc, utc);
  return table.contacts.map((_, contact) => {
    const passes = wayOf(contact, end)?.passes ?? [];
    const last = passes.at(-1);
    if (!last) return 'never entered';
    const names = passes.flatMap(({ visits }) => visits.map(({ stage }) => journey.stages[stage]?.name ?? ''));
    const furthest = Math.max(...names.map((name) => path.indexOf(name)));
    return `${path[furthest] ?? ''} ${journey.stages[last.visits.at(-1)?.stage ?? -1]?.name ?? ''}${last.expired === undefined ? '' : ' expired'}`;
  });
}

const subsets = (all: readonly number[]): number[][] => all.reduce<number[][]>((sets, one) => [...sets, ...sets.map((set) => [...set, one])], [[]]);

const sorted = (sets: readonly (readonly (number | undefined)[])[]): string =>
  JSON.stringify(sets.map((set) => set.toSorted((a, b) => (a ?? -1) - (b ?? -1))).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)));

export const attribution: SoakPart = {
  name: 'attribution',
  says: 'who moves by which edit is what trying all sets of edits of the text says, and the differences are those of two simulations',
  unit: 'pairs of versions',
  whole: 200,
  sample: 4,
  start: () => async (seed, tally) => {
    const random = new Random(seed);
    const slots = new Set<number>();
    for (let edits = random.between(1, MOST_EDITS); slots.size < edits;) slots.add(random.between(0, SLOTS - 1));
    const all = [...slots];
    const loaded = await loadRecords(recordsOf(random));
    const models = new Map<string, Model | undefined>();
    for (const set of subsets(all)) models.set(sorted([set]), await modelWith(new Set(set)));
    const [before, after] = [models.get(sorted([[]])), models.get(sorted([all]))];
    assert(before && after, textWith(slots));
    const found = atOnce(diffBehaviour(before, after, loaded, { listsContacts: true }));
    assert(found.ok);
    const [journey] = found.behaviour.journeys;
    assert(journey);

    // Which edit is which slot: the one whose change is the only one where that slot alone is edited.
    const changes = diffModels(before, after);
    const words = (change: (typeof changes)[number] | undefined): string => JSON.stringify({ ...change, old: undefined, new: undefined, meaning: undefined });
    const slotOf = new Map<string, number>();
    for (const slot of all) {
      const single = models.get(sorted([[slot]]));
      assert(single);
      for (const change of diffModels(before, single)) slotOf.set(words(change), slot);
    }
    const slotsOf = journey.edits.map((edit) => slotOf.get(words(changes[edit.changes[0] ?? -1])));
    if (slotsOf.includes(undefined) || slotsOf.length !== all.length) {
      tally.count('pairs whose edits are told otherwise together');
      return;
    }

    const old = outcomes(before, loaded);
    const now = outcomes(after, loaded);
    const bySet = subsets(all).flatMap((set) => {
      const model = models.get(sorted([set]));
      return model ? [{ set, outcomes: outcomes(model, loaded) }] : [];
    });
    const by = new Map(journey.moves.flatMap((move) => (move.ids ?? []).map((id): [string, number[][]] => [id, move.by])));
    for (const [contact, id] of loaded.table.contacts.entries()) {
      const moves = old[contact] !== now[contact];
      assert.equal(by.has(id), moves, `${id}: ${String(old[contact])} → ${String(now[contact])}`);
      if (!moves) continue;
      const enough = bySet.filter((one) => one.outcomes[contact] === now[contact]).map(({ set }) => set);
      const fewest = Math.min(...enough.map(({ length }) => length));
      assert.equal(sorted((by.get(id) ?? []).map((set) => set.map((edit) => slotsOf[edit]))), sorted(enough.filter(({ length }) => length === fewest)), id);
      tally.count('contacts that moved');
      if (fewest > 1) tally.count('contacts that only several edits together moved');
    }

    const results = [before, after].map((model) => simulate(model, 'j', loaded, {}));
    const [one, other] = results.map((result) =>
      result.ok ? new Map(result.result.stages.map((stage) => [stage.name, stage.reached ?? stage.entered])) : undefined,
    );
    for (const { name, contacts } of journey.stages) assert.equal(contacts, (other?.get(name) ?? 0) - (one?.get(name) ?? 0), name);
    tally.pass();
  },
  doubts: ({ counts }) => ((counts['contacts that moved'] ?? 0) > 0 ? [] : ['No contact moved.']),
};
