import * as z from 'zod/mini';

/** Grows by one with every change that a consumer of stored results would notice. */
export const TEST_SCHEMA = 1;

const described = <Schema extends z.ZodMiniType>(schema: Schema, description: string): Schema => schema.check(z.describe(description));

const count = z.int().check(z.nonnegative());
const place = z.int().check(z.positive());

const expectation = z.strictObject({
  text: described(z.string(), 'What is expected, in the words of the language, without `expect`'),
  file: z.string(),
  line: place,
  column: place,
  passed: z.boolean(),
  actual: described(z.string(), 'What was so'),
  because: described(z.array(z.string()), 'Why, a sentence each; empty where it passed'),
});

const test = z.strictObject({
  name: z.string(),
  file: z.string(),
  line: place,
  column: place,
  status: described(z.enum(['passed', 'failed', 'error']), 'error: it could not be run'),
  problem: described(z.optional(z.string()), 'Why it could not be run'),
  expectations: z.array(expectation),
});

const rule = z.strictObject({
  stage: z.string(),
  index: described(count, 'The place of the `enter` clause within its stage, from 0'),
  text: z.string(),
  file: z.string(),
  line: place,
  fired: described(count, 'Moves made'),
});

const journey = z.strictObject({
  journey: z.string(),
  label: z.string(),
  file: z.string(),
  line: place,
  rules: z.array(rule),
});

/** What came of one test, and which rules of which journeys made moves in it. */
export const testOutcome = z.strictObject({ test, journeys: z.array(journey) });

/** What `journey test` says. */
export const testRun = z.strictObject({
  schema: z.literal(TEST_SCHEMA),
  passed: count,
  failed: count,
  errors: described(count, 'Tests that could not be run, and files whose tests could not be read'),
  files: z.array(
    z.strictObject({
      path: z.string(),
      problem: described(z.optional(z.string()), 'Why none of its tests was run'),
      tests: z.array(test),
    }),
  ),
  coverage: z.optional(
    z.strictObject({
      rules: described(count, 'Rules of the journeys in the files, and of imported ones that a test replays'),
      fired: described(count, 'Of those: made a move in a test, of its own contacts or of its sample'),
      share: described(z.nullable(z.number()), '0 to 1; null without any rule'),
      journeys: z.array(journey),
    }),
  ),
});

export type ExpectationResult = z.infer<typeof expectation>;
export type TestResult = z.infer<typeof test>;
export type TestOutcome = z.infer<typeof testOutcome>;
export type FiredRules = z.infer<typeof journey>;
export type TestRun = z.infer<typeof testRun>;
