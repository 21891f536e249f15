import * as z from 'zod/mini';

/** Grows by one with every change that a consumer of stored results would notice. */
export const RESULT_SCHEMA = 1;

const described = <Schema extends z.ZodMiniType>(schema: Schema, description: string): Schema => schema.check(z.describe(description));

const count = z.int().check(z.nonnegative());
const rate = z.nullable(z.number());
const seconds = z.nullable(z.number());

const input = z.strictObject({
  path: z.string(),
  shape: z.string(),
  records: described(count, 'Records in the file, the rejected ones included'),
});

const records = z.strictObject({
  read: count,
  used: described(count, 'read − duplicates − rejected − afterAsOf'),
  duplicates: count,
  rejected: count,
  afterAsOf: described(count, 'Left out because they are later than the as-of moment'),
  unknownEvents: described(count, 'Records of activities that no declaration names; they are used'),
  clockChanges: described(count, 'Times without an offset that a clock change skips or doubles, read with the offset before it; they are used'),
  machineMarked: described(count, 'Opens and clicks that their source marks as made by a machine; they are used'),
});

const rejected = z.strictObject({
  path: z.string(),
  line: described(z.int().check(z.positive()), 'From 1: the line on which the record begins'),
  reason: z.string(),
});

const contacts = z.strictObject({
  seen: described(count, 'Contacts with at least one used record'),
  entered: described(count, 'Contacts with at least one pass'),
  keptOutByAudience: described(count, 'Contacts that could have begun but were never let in'),
  withoutConsent: described(count, 'Contacts left out because the journey requires consent'),
  passes: count,
  expired: described(count, 'Contacts whose latest pass (overlapping: counted pass) expired'),
  reachedGoal: described(count, 'Contacts that got as far as the goal, or further'),
});

const durations = z.strictObject({
  n: count,
  mean: seconds,
  p10: seconds,
  p25: seconds,
  p50: seconds,
  p75: seconds,
  p90: seconds,
});

const kpi = z.strictObject({
  target: z.number(),
  unit: z.enum(['contacts', 'share']),
  of: described(z.optional(z.string()), 'The stage that the share is of'),
  withinSeconds: z.optional(z.number()),
  actual: rate,
  met: described(z.nullable(z.boolean()), 'null where the base is 0'),
});

const stage = z.strictObject({
  name: z.string(),
  label: z.string(),
  kind: z.enum(['path', 'side']),
  phase: z.optional(z.string()),
  entered: described(count, 'Contacts that were ever in it'),
  reached: described(z.nullable(count), 'Contacts that got this far or further; null for side stages'),
  advanced: count,
  returned: count,
  left: count,
  expired: count,
  current: count,
  stalled: described(count, 'Part of current: longer in the stage than `stalls after` says'),
  dropped: described(z.nullable(count), 'Reached here minus reached the next path stage; null on the last and on side stages'),
  rateFromPrevious: described(rate, 'null for the first, for side stages and where the base is 0'),
  rateFromStart: described(rate, 'Over contacts.entered'),
  rateInterval: described(z.nullable(z.tuple([z.number(), z.number()])), '95 % Wilson score interval of rateFromPrevious'),
  secondsFromPrevious: z.nullable(durations),
  medianWithCensoring: described(seconds, 'Kaplan–Meier median of the time to leave for a later stage; null if not reached'),
  kpis: z.array(kpi),
});

const transition = z.strictObject({
  from: described(z.nullable(z.string()), 'null: from outside the journey'),
  to: z.string(),
  contacts: count,
  moves: count,
  p50Seconds: seconds,
});

const rule = z.strictObject({
  stage: z.string(),
  index: described(count, 'The place of the `enter` clause within its stage, from 0'),
  text: z.string(),
  line: described(z.int().check(z.positive()), 'Of the file in `file`'),
  file: z.string(),
  fired: described(count, 'Moves made'),
});

const warning = z.strictObject({
  code: described(z.string(), 'Stable, in kebab-case'),
  message: z.string(),
});

/** What a simulation of one journey says: simulation.md §3. Durations in seconds, moments in ISO 8601 UTC, rates 0 to 1. */
export const journeyResult = z.strictObject({
  schema: z.literal(RESULT_SCHEMA),
  journey: z.string(),
  label: z.string(),
  goal: z.string(),
  asOf: described(z.nullable(z.string()), 'The moment at which the simulation ends; null without any record'),
  inputs: z.array(input),
  records,
  rejected: described(z.array(rejected), 'The first 100'),
  contacts,
  stages: z.array(stage),
  transitions: z.array(transition),
  rules: z.array(rule),
  warnings: z.array(warning),
});

export type JourneyResult = z.infer<typeof journeyResult>;
export type StageResult = JourneyResult['stages'][number];
export type TransitionResult = JourneyResult['transitions'][number];
export type RuleResult = JourneyResult['rules'][number];
export type KpiResult = StageResult['kpis'][number];
export type Durations = z.infer<typeof durations>;
