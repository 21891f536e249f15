import * as z from 'zod/mini';
import { behaviourDiff } from './behaviour-diff.ts';

/** Grows by one with every change that a consumer of stored diffs would notice. */
export const DIFF_SCHEMA = 1;

const described = <Schema extends z.ZodMiniType>(schema: Schema, description: string): Schema => schema.check(z.describe(description));

const place = z.strictObject({ file: z.string(), line: z.int().check(z.positive()) });

const partKind = z.enum([
  'journey',
  'stage',
  'rule',
  'kpi',
  'segment',
  'score',
  'points',
  'campaign',
  'send',
  'experiment',
  'email',
  'link',
  'channel',
  'form',
  'page',
  'activity',
  'property',
  'attribute',
  'source',
  'test',
  'contact',
  'provider',
]);

const named = z.strictObject({ kind: partKind, name: z.string(), label: z.string() });

const change = z.strictObject({
  kind: z.enum(['added', 'removed', 'renamed', 'moved', 'changed']),
  meaning: described(z.boolean(), 'Whether it can change a number of a result'),
  path: described(
    z.array(
      z.strictObject({
        kind: partKind,
        name: described(z.optional(z.string()), 'As it is called now; missing for what has no name'),
        label: z.optional(z.string()),
        number: described(z.optional(z.int().check(z.positive())), 'Which of several without a name; where removed, which it was'),
      }),
    ),
    'What changed, from the declaration inwards',
  ),
  about: described(z.optional(z.string()), 'The part of a clause that it is about, where that is not all of it'),
  what: described(z.string(), 'What changed or how: `window`, `now also needs`; empty where `before` and `after` say it all'),
  before: z.optional(z.string()),
  after: z.optional(z.string()),
  says: described(z.array(z.string()), 'Of what was added or removed: its clauses'),
  touches: described(z.array(named), 'The journeys, campaigns and experiments whose numbers depend on what changed, where that is not a part of them'),
  old: described(z.optional(place), 'Where it stood'),
  new: described(z.optional(place), 'Where it stands'),
});

const testStatus = z.enum(['passed', 'failed', 'error']);

const testChange = z.strictObject({
  name: z.string(),
  old: testStatus,
  new: described(testStatus, 'error: it could not be run'),
  file: described(z.string(), 'Where it stands in the new version'),
  line: z.int().check(z.positive()),
});

/** What a change of `.journey` files means. Lines count from 1. */
export const modelDiff = z.strictObject({
  schema: z.literal(DIFF_SCHEMA),
  old: z.string(),
  new: z.string(),
  meaning: described(z.boolean(), 'Whether any change can change a number of a result'),
  incomplete: described(
    z.array(z.strictObject({ side: z.enum(['old', 'new']), file: z.string(), errors: z.int().check(z.positive()) })),
    'Files with errors: what could not be read of them is not compared',
  ),
  changes: z.array(change),
  behaviour: described(z.optional(behaviourDiff), 'What the changes do to a sample, where one was replayed through both'),
  tests: described(z.optional(z.array(testChange)), 'The tests of both versions whose outcome is another one, where a sample was replayed'),
});

export type ModelDiff = z.infer<typeof modelDiff>;
export type TestChange = z.infer<typeof testChange>;
export type Change = ModelDiff['changes'][number];
export type ChangePath = Change['path'];
export type PartKind = z.infer<typeof partKind>;
export type Place = z.infer<typeof place>;
