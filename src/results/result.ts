import * as z from 'zod/mini';

/** Grows by one with every change that a consumer of stored results would notice. */
export const RESULT_SCHEMA = 1;

const described = <Schema extends z.ZodMiniType>(schema: Schema, description: string): Schema => schema.check(z.describe(description));

const count = z.int().check(z.nonnegative());
const rate = z.nullable(z.number());
const seconds = z.nullable(z.number());

export const inputSchema = z.strictObject({
  path: z.string(),
  shape: z.string(),
  records: described(count, 'Records in the file, the rejected ones included'),
});

const records = z.strictObject({
  read: count,
  used: described(count, 'read − duplicates − rejected − ignored − afterAsOf − leftOut'),
  duplicates: count,
  rejected: count,
  ignored: described(count, 'Left out because they say nothing that a journey could ask for: messages accepted, deferred or never sent, for example'),
  afterAsOf: described(count, 'Left out because they are later than the as-of moment'),
  leftOut: described(count, 'Records up to the as-of moment that `without` leaves out'),
  unknownEvents: described(count, 'Records of activities that no declaration names; they are used'),
  clockChanges: described(count, 'Times without an offset that a clock change skips or doubles, read with the offset before it; they are used'),
  machineOpens: described(count, 'Opens up to the as-of moment that their source marks as made by a machine; used unless left out'),
  botClicks: described(
    count,
    'Clicks up to the as-of moment that no person makes: marked by their source; 4 within 1 s or 5 within 10 s on one email; one on every link within 2 s of delivery; used unless left out',
  ),
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
  matchedRecords: described(count, 'Records that a pattern of the clause matches, whatever its windows say and wherever the contact was'),
  matchedContacts: described(count, 'Contacts with such a record'),
});

const day = z.strictObject({
  date: described(z.string(), 'In the time zone of the journey'),
  entered: described(z.record(z.string(), count), 'Entries into each stage that was entered on that day, by its name; every pass counts'),
});

export const emailSchema = z.strictObject({
  name: z.string(),
  label: z.string(),
  sent: count,
  delivered: described(count, 'Deliveries; where no input has any, sent − bounced'),
  bounced: count,
  opened: described(count, 'Opens; a contact that only clicked counts as one'),
  clicked: count,
  unsubscribed: count,
  spamReported: count,
  uniqueOpened: described(count, 'Contacts that opened or clicked'),
  uniqueClicked: described(count, 'Contacts that clicked'),
  openRate: described(rate, 'uniqueOpened over delivered; null where the base is 0'),
  clickRate: described(rate, 'uniqueClicked over delivered'),
  clickToOpenRate: described(rate, 'uniqueClicked over uniqueOpened'),
  unsubscribeRate: described(rate, 'unsubscribed over delivered'),
  spamRate: described(rate, 'spamReported over delivered'),
  bounceRate: described(rate, 'bounced over sent'),
});

export const warningSchema = z.strictObject({
  code: described(z.string(), 'Stable, in kebab-case; docs/results.md explains each'),
  stage: described(z.optional(z.string()), 'The stage that it is about'),
  file: described(z.optional(z.string()), 'Where what it is about is written'),
  line: z.optional(z.int().check(z.positive())),
  message: described(z.string(), 'For people; holds no id and no address of a contact'),
});

/** What is said of contacts alone: of all of them, or of a group. */
const ofContacts = {
  contacts,
  stages: z.array(stage),
  transitions: z.array(transition),
  rules: z.array(rule),
  days: described(z.array(day), 'Days on which a stage was entered'),
  emails: described(z.array(emailSchema), 'Those declared; records about them up to the as-of moment, of all contacts, in the journey or not'),
};

/** What a simulation of one journey says: simulation.md §3. Durations in seconds, moments in ISO 8601 UTC, rates 0 to 1. */
export const journeyResult = z.strictObject({
  schema: z.literal(RESULT_SCHEMA),
  journey: z.string(),
  label: z.string(),
  goal: z.string(),
  asOf: described(z.nullable(z.string()), 'The moment at which the simulation ends; null without any record'),
  inputs: z.array(inputSchema),
  without: described(z.array(z.enum(['machine-opens', 'bot-clicks'])), 'What was left out on request'),
  records,
  rejected: described(z.array(rejected), 'The first 100'),
  ...ofContacts,
  warnings: z.array(warningSchema),
});

/** The same numbers for groups of contacts, told apart by what was true of each when it entered the journey. */
export const breakdownResult = z.strictObject({
  schema: z.literal(RESULT_SCHEMA),
  by: described(z.string(), 'What tells the groups apart: `contact.PROPERTY`, `segment NAME`, `day`, `week`, `month`, or a property of records'),
  whole: journeyResult,
  groups: described(
    z.array(
      z.strictObject({
        kind: described(
          z.enum(['value', 'missing', 'other', 'not-entered']),
          'value: the contacts with `value`. missing: those without one. other: those of all smaller values together. not-entered: those that never entered',
        ),
        value: described(z.nullable(z.string()), 'null but for kind `value`'),
        values: described(count, 'How many different values the group holds'),
        ...ofContacts,
      }),
    ),
    'The twenty largest values by contacts entered (days, weeks and months in their order), then the rest. Their counts add up to the whole',
  ),
});

export type JourneyResult = z.infer<typeof journeyResult>;
export type BreakdownResult = z.infer<typeof breakdownResult>;
/** What is said of contacts alone. */
export type ContactsResult = Pick<JourneyResult, keyof typeof ofContacts>;
export type EmailResult = JourneyResult['emails'][number];
export type Warning = JourneyResult['warnings'][number];
export type StageResult = JourneyResult['stages'][number];
export type TransitionResult = JourneyResult['transitions'][number];
export type RuleResult = JourneyResult['rules'][number];
export type KpiResult = StageResult['kpis'][number];
export type Durations = z.infer<typeof durations>;
