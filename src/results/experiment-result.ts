import * as z from 'zod/mini';
import { inputSchema, warningSchema } from './result.ts';

/** Grows by one with every change that a consumer of stored results would notice. */
export const EXPERIMENT_SCHEMA = 1;

const described = <Schema extends z.ZodMiniType>(schema: Schema, description: string): Schema => schema.check(z.describe(description));

const count = z.int().check(z.nonnegative());
const interval = z.nullable(z.tuple([z.number(), z.number()]));

/** What came of an experiment. Durations in seconds, moments in ISO 8601 UTC, rates 0 to 1. */
export const experimentResult = z.strictObject({
  schema: z.literal(EXPERIMENT_SCHEMA),
  experiment: z.string(),
  label: z.string(),
  journey: z.string(),
  stage: described(z.string(), 'Whose reaching is the success'),
  withinSeconds: described(z.optional(z.number()), 'After the delivery'),
  confidence: described(z.number(), 'Of the intervals, 0 to 1'),
  asOf: z.nullable(z.string()),
  inputs: z.array(inputSchema),
  severalVariants: described(count, 'Contacts that more than one of the emails was delivered to; each is in the arm of the first'),
  arms: described(
    z.array(
      z.strictObject({
        email: z.string(),
        label: z.string(),
        control: z.boolean(),
        contacts: described(count, 'Contacts in the arm whose time to reach the stage is over'),
        notYet: described(count, 'Contacts in the arm whose time is not over: left out of everything else'),
        reached: described(count, 'Contacts that entered the stage, or a later one of the path, from the delivery on and in time'),
        rate: z.nullable(z.number()),
        interval: described(interval, 'Wilson score interval'),
        difference: described(
          z.nullable(
            z.strictObject({
              rate: described(z.number(), 'The rate less that of the control'),
              interval: described(interval, "Newcombe's interval"),
              test: described(z.enum(['fisher', 'z']), "Fisher's exact test where an expected count is under 5, else the two-proportion z-test"),
              pValue: described(z.number(), 'Two-sided'),
            }),
          ),
          'null for the control and where an arm is empty',
        ),
        verdict: described(
          z.enum(['control', 'too-few', 'higher', 'lower', 'no-difference']),
          'too-few: under 30 contacts here or in the control. higher, lower: the p-value is at most 1 − confidence',
        ),
      }),
    ),
    'In the order of the variants, the control first',
  ),
  warnings: z.array(warningSchema),
});

export type ExperimentResult = z.infer<typeof experimentResult>;
