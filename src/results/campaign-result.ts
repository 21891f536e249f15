import * as z from 'zod/mini';
import { emailSchema, inputSchema, warningSchema } from './result.ts';

/** Grows by one with every change that a consumer of stored results would notice. */
export const CAMPAIGN_SCHEMA = 1;

const described = <Schema extends z.ZodMiniType>(schema: Schema, description: string): Schema => schema.check(z.describe(description));

const count = z.int().check(z.nonnegative());
const rate = z.nullable(z.number());

/** What a simulation of one campaign says. Moments in ISO 8601 UTC, dates in the time zone of the journey, rates 0 to 1. */
export const campaignResult = z.strictObject({
  schema: z.literal(CAMPAIGN_SCHEMA),
  campaign: z.string(),
  label: z.string(),
  objective: z.optional(z.string()),
  journey: described(z.nullable(z.string()), 'null where the campaign names none; then it has no stages and no moves'),
  asOf: z.nullable(z.string()),
  inputs: z.array(inputSchema),
  period: described(
    z.nullable(z.strictObject({ from: z.string(), to: z.string(), timezone: z.string(), isOver: z.boolean() })),
    'First and last day; null where the campaign says none, then all records are in it. isOver: the as-of moment is not within or before it',
  ),
  audience: z.strictObject({
    contacts: described(count, 'Contacts for which the audience was true at some moment of the period: each counts from the first such moment on'),
    atStart: described(count, 'Those for which it was true when the period began'),
  }),
  stages: z.array(
    z.strictObject({
      name: z.string(),
      label: z.string(),
      kind: z.enum(['path', 'side']),
      atStart: described(count, 'Contacts that were in it when they came into the audience'),
      entered: described(count, 'Contacts that entered it in the period'),
      atEnd: described(count, 'Contacts that were in it at the end of the period, or as of'),
    }),
  ),
  moves: described(
    z.nullable(
      z.strictObject({
        from: z.string(),
        to: z.string(),
        contacts: described(count, 'Contacts that were in `from` in the period'),
        moved: described(count, 'Those that then entered `to`, or a later stage of the path, in the period'),
        rate,
        interval: described(z.nullable(z.tuple([z.number(), z.number()])), '95 % Wilson score interval'),
      }),
    ),
    'What the campaign is to bring about; null where it does not say',
  ),
  emails: described(
    z.array(emailSchema),
    'Those that the campaign sends; records of the audience in the period, from the sending or delivery in the period on',
  ),
  kpis: z.array(
    z.strictObject({
      text: described(z.string(), 'What is measured, in the words of the language'),
      unit: z.enum(['contacts', 'share']),
      operator: z.enum(['==', '!=', '<', '<=', '>', '>=']),
      target: z.number(),
      actual: rate,
      met: described(z.nullable(z.boolean()), 'null where the base is 0'),
    }),
  ),
  sends: described(
    z.array(
      z.strictObject({
        email: z.string(),
        text: described(z.string(), 'When, in the words of the language'),
        contacts: described(count, 'Contacts that it would have been sent to, on whatever day'),
        days: z.array(z.strictObject({ date: z.string(), contacts: count })),
      }),
    ),
    'What the campaign would have sent up to the as-of moment',
  ),
  warnings: z.array(warningSchema),
});

export type CampaignResult = z.infer<typeof campaignResult>;
