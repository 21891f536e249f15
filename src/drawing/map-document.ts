import * as z from 'zod/mini';

/** Grows by one with every change that a reader of stored maps would notice. */
const MAP_SCHEMA = 1;

const described = <Schema extends z.ZodMiniType>(schema: Schema, description: string): Schema => schema.check(z.describe(description));

const count = z.int().check(z.nonnegative());
const seconds = z.number();
const place = { file: z.string(), line: described(z.int().check(z.positive()), 'From 1') };

const sends = z.array(
  z.strictObject({
    campaign: described(z.string(), 'Its label'),
    email: described(z.string(), 'Its label'),
    when: described(z.string(), 'In the words of the language'),
  }),
);

const stage = z.strictObject({
  name: z.string(),
  label: z.string(),
  kind: z.enum(['path', 'side']),
  phase: z.optional(z.string()),
  documentation: z.optional(z.string()),
  isGoal: z.boolean(),
  stallsAfterSeconds: z.optional(seconds),
  kpis: described(z.array(z.string()), 'In the words of the language, without `kpi`'),
  touchpoints: described(z.array(z.string()), 'The labels of those that the stage lists'),
  owner: z.optional(z.string()),
  notes: z.array(z.string()),
  sends: described(sends, 'What campaigns send to the contacts that are here: those that say they move contacts on from it'),
  ...place,
  counts: described(
    z.optional(z.strictObject({ entered: count, reached: z.nullable(count), current: count, stalled: count, expired: count })),
    'As in a result of `simulate`; only with data',
  ),
});

const way = z.strictObject({
  to: z.string(),
  from: described(
    z.enum(['outside', 'any', 'earlier', 'stages']),
    'How the rules say it: from outside the journey, from any stage, from outside and every earlier stage of the path (`order flexible`), or from stages',
  ),
  stages: described(z.array(z.string()), 'The stages that it leads from, whatever `from` is, in the order of the journey'),
  fromOutside: described(z.boolean(), 'It leads into the journey, too'),
  rules: described(
    z.array(
      z.strictObject({
        index: described(count, 'The place of the `enter` clause within its stage, from 0'),
        text: described(z.string(), 'What it waits and asks for, in the words of the language'),
        ...place,
        moves: described(z.optional(count), 'Moves that it made; only with data'),
      }),
    ),
    'Rules that lead from the same stages, in the order in which they are tried',
  ),
});

/**
 * A journey as what a picture of it shows: its stages, and the ways between them. It says nothing of where they are drawn,
 * which depends on the width of letters. Lengths of time in seconds.
 */
export const journeyMapDocument = z.strictObject({
  schema: z.literal(MAP_SCHEMA),
  journey: z.string(),
  label: z.string(),
  documentation: z.optional(z.string()),
  goal: z.string(),
  order: z.enum(['sequential', 'flexible']),
  audience: described(z.optional(z.string()), 'In the words of the language'),
  expiresAfterSeconds: z.optional(seconds),
  reentry: z.strictObject({ kind: z.enum(['never', 'after', 'always', 'overlapping']), seconds: z.optional(seconds) }),
  consentRequired: z.boolean(),
  timezone: z.string(),
  ...place,
  stages: described(z.array(stage), 'The path in its order, then the side stages'),
  ways: z.array(way),
  sends: described(sends, 'What campaigns of the journey send that do not say from which stage they move contacts on'),
  sample: described(
    z.optional(
      z.strictObject({
        inputs: z.array(z.string()),
        asOf: z.nullable(z.string()),
        entered: count,
        expired: count,
        transitions: described(
          z.array(z.strictObject({ from: z.nullable(z.string()), to: z.string(), contacts: count, moves: count })),
          'Moves from stage to stage, whichever rule made them; from null: from outside',
        ),
      }),
    ),
    'What the counts are of; only with data',
  ),
});

export type JourneyMap = z.infer<typeof journeyMapDocument>;
export type MapStage = JourneyMap['stages'][number];
export type MapWay = JourneyMap['ways'][number];
export type MapSend = JourneyMap['sends'][number];
