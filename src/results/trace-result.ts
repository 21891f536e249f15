import * as z from 'zod/mini';

/** Grows by one with every change that a consumer of stored results would notice. */
export const TRACE_SCHEMA = 1;

const described = <Schema extends z.ZodMiniType>(schema: Schema, description: string): Schema => schema.check(z.describe(description));

const count = z.int().check(z.nonnegative());

const rule = z.strictObject({
  stage: described(z.string(), 'The stage that it leads into'),
  index: described(count, 'Its place among the `enter` clauses of that stage, from 0'),
  text: z.string(),
  file: z.string(),
  line: z.int().check(z.positive()),
});

const answer = z.enum(['true', 'false', 'undecided']);

/** One contact's way through a journey. Moments in ISO 8601 UTC, durations in seconds. */
export const traceResult = z.strictObject({
  schema: z.literal(TRACE_SCHEMA),
  journey: z.string(),
  label: z.string(),
  contact: described(z.string(), 'A pseudonym, unless real ids were asked for'),
  asOf: z.string(),
  stage: described(z.nullable(z.string()), 'Where the contact is as of then; null outside the journey'),
  keptOut: described(z.optional(z.enum(['audience', 'consent'])), 'Why a pass could not begin when its condition was met'),
  steps: described(
    z.array(
      z.discriminatedUnion('kind', [
        z.strictObject({
          kind: z.literal('record'),
          time: z.string(),
          event: described(z.string(), 'An event, or the name of an activity'),
          about: described(z.record(z.string(), z.string()), 'What else the record says, by field'),
        }),
        z.strictObject({
          kind: z.literal('move'),
          time: z.string(),
          pass: described(count, 'From 1'),
          from: described(z.nullable(z.string()), 'null: the pass begins'),
          to: z.string(),
          rule,
          by: described(z.enum(['record', 'deadline']), 'record: the record before it made the move. deadline: time did'),
          secondsInStage: described(z.nullable(z.number()), 'Spent in `from`'),
        }),
        z.strictObject({ kind: z.literal('expired'), time: z.string(), pass: count, stage: z.string() }),
      ]),
    ),
    'Every record up to the as-of moment in order, with each move after what made it',
  ),
  waiting: described(
    z.array(
      z.strictObject({
        rule,
        answer,
        notBefore: described(z.optional(z.string()), 'The wait of the rule is over then'),
        parts: described(
          z.array(
            z.strictObject({
              text: described(z.string(), 'In the words of the language'),
              answer,
              have: described(z.optional(count), 'Counted so far'),
              need: z.optional(z.string()),
              deadline: described(z.optional(z.string()), 'When the answer can change without a further record, as at the end of its window'),
            }),
          ),
          'The conditions that make up the rule',
        ),
      }),
    ),
    'The rules out of the present stage (outside: those that begin a pass), in the order in which they are tried',
  ),
  nearMisses: described(
    z.array(
      z.strictObject({
        stage: described(z.string(), 'In which the contact was'),
        entered: z.string(),
        rule,
        text: described(z.string(), 'The condition whose window was missed'),
        time: described(z.string(), 'Of the record that came too late'),
        withinSeconds: z.number(),
        lateSeconds: described(z.number(), 'After the end of the window'),
      }),
    ),
    'Windows that were over when what they ask for happened',
  ),
});

/** Contacts that dropped out in a stage, and what other windows would have made of them. */
export const nearMissesResult = z.strictObject({
  schema: z.literal(TRACE_SCHEMA),
  journey: z.string(),
  stage: z.string(),
  label: z.string(),
  asOf: z.nullable(z.string()),
  dropped: described(count, 'Contacts that reached the stage and not the next one of the path'),
  windows: described(
    z.array(
      z.strictObject({
        rule,
        text: described(z.string(), 'The condition with the window'),
        withinSeconds: z.number(),
        missed: described(count, 'Of those dropped: did what the condition asks for, but too late'),
        lateSeconds: described(z.nullable(z.number()), 'Median of how late'),
        missedByLess: described(z.strictObject({ seconds: z.number(), contacts: count }), 'Of those that missed it: by less than so much'),
        wider: described(
          z.array(z.strictObject({ withinSeconds: z.number(), kept: count })),
          'Of those dropped, how many would have reached a later stage of the path with another window, by replaying with it',
        ),
      }),
    ),
    'The `within` windows of the rules that lead on from the stage',
  ),
});

export type TraceResult = z.infer<typeof traceResult>;
export type NearMissesResult = z.infer<typeof nearMissesResult>;
