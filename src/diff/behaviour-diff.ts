import * as z from 'zod/mini';

const described = <Schema extends z.ZodMiniType>(schema: Schema, description: string): Schema => schema.check(z.describe(description));

const count = z.int().check(z.nonnegative());
const places = z.array(count);

const stageNumbers = z.strictObject({
  entered: count,
  reached: z.nullable(count),
  rateFromPrevious: z.nullable(z.number()),
});

const stage = z.strictObject({
  name: z.string(),
  label: z.string(),
  kind: z.enum(['path', 'side']),
  old: described(z.nullable(stageNumbers), 'null where the stage was added'),
  new: described(z.nullable(stageNumbers), 'null where it was removed'),
  contacts: described(z.int(), 'reached (of side stages entered): new less old'),
  rate: described(
    z.nullable(
      z.strictObject({
        difference: described(z.number(), 'rateFromPrevious: new less old'),
        interval: described(z.tuple([z.number(), z.number()]), '95 % interval of the difference, of the same contacts replayed twice'),
        isNoise: described(z.boolean(), 'The interval holds 0: with as many other contacts it could be none'),
      }),
    ),
    'null where either has no rate, and where no contact counts otherwise',
  ),
});

const kpi = z.strictObject({
  stage: z.string(),
  number: described(z.int().check(z.positive()), 'Which of the KPIs of the stage'),
  change: described(z.enum(['gained', 'lost']), 'Whether it is now met, or no longer'),
});

const outcome = z.strictObject({
  furthest: described(z.nullable(z.string()), 'The stage of the path that it got to; null where it never entered'),
  last: described(z.nullable(z.string()), 'The stage that it is in, or was in when it expired'),
  isExpired: z.boolean(),
});

const by = described(
  z.array(places),
  'The smallest sets of `edits` that alone put the contact where the new version does, each enough; empty where it takes more than were tried together',
);

const ids = described(z.optional(z.array(z.string())), 'The contacts, where they were asked for: by pseudonym unless ids were asked for');

const journey = z.strictObject({
  name: z.string(),
  label: z.string(),
  asOf: z.nullable(z.string()),
  entered: z.strictObject({ old: count, new: count }),
  stages: described(z.array(stage), 'In the order of the new version, those removed last'),
  kpis: described(z.array(kpi), 'KPIs that are met in one version only'),
  edits: described(
    z.array(
      z.strictObject({
        changes: described(places, 'The `changes` that it is made of, by their places'),
        alone: described(count, 'How many contacts it moves when it is made alone'),
      }),
    ),
    'The changes that can move contacts here',
  ),
  moved: described(count, 'Contacts that got to another stage, or are in another one'),
  moves: z.array(z.strictObject({ from: outcome, to: outcome, contacts: count, by, ids })),
  undone: described(
    z.array(
      z.strictObject({
        edit: count,
        contacts: count,
        by: described(places, 'The other edits that undo it, each alone; empty where it takes several together'),
      }),
    ),
    'Contacts that an edit would move if it were made alone, and that all together leave where they were',
  ),
});

/** What a change does to a sample. Rates are 0 to 1. */
export const behaviourDiff = z.strictObject({
  inputs: z.array(z.strictObject({ path: z.string(), shape: z.string(), records: count })),
  contacts: described(count, 'Contacts in the sample'),
  journeys: described(z.array(journey), 'Those that both versions declare'),
});

export type BehaviourDiff = z.infer<typeof behaviourDiff>;
export type JourneyBehaviour = BehaviourDiff['journeys'][number];
export type StageBehaviour = JourneyBehaviour['stages'][number];
export type Outcome = z.infer<typeof outcome>;
