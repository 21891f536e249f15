import * as z from 'zod/mini';
import { journeyResult } from '../results/result.ts';

/**
 * What is said between the extension and a view. The view says `ready` and gets `init`; from then on it gets the whole
 * state at each change, each with a higher revision, and shows the latest. What the view says carries the revision that
 * it showed when it said so. Both sides drop whatever does not fit these schemas.
 */

/** Every word of the view, translated by the extension. `{0}`, `{1}` … stand for what is filled in. */
export const VIEW_STRINGS = [
  // As in src/drawing/drawing-messages.ts:
  'percent',
  'range',
  'rateWithInterval',
  'days',
  'hours',
  'minutes',
  'seconds',
  'underOneSecond',
  'utcMoment',
  'dropped',
  'median',
  'offThePath',
  'kpiMet',
  'kpiMissed',
  'kpiUnknown',
  'kpiContacts',
  'kpiShare',
  'kpiShareWithin',
  // The page around the drawing:
  'title',
  'journey',
  'sample',
  'chooseSample',
  'chooseAnother',
  'changeSample',
  'noSample',
  'noSampleHint',
  'noJourney',
  'recordsUsed',
  'asOf',
  'reading',
  'evaluating',
  'cancel',
  'retry',
  'problem',
  'stale',
  'showProblem',
  'warning',
  'nobodyEntered',
  'nobodyEnteredHint',
  'picture',
  'pictureStage',
  'numbers',
  'stage',
  'reached',
  'entered',
  'ofPrevious',
  'left',
  'stalled',
  'nowIn',
  'medianFromPrevious',
  'kpis',
  'showStage',
  'interval',
  'contacts',
  'contactsSeen',
  'contactsEntered',
  'keptOut',
  'withoutConsent',
  'expired',
  'reachedGoal',
  'records',
  'recordsRead',
  'rejected',
  'ignored',
  'duplicates',
  'afterAsOf',
  'unknownEvents',
  'clockChanges',
  'machineOpens',
  'botClicks',
  'leftOut',
  'firstRejected',
  'rejectedLine',
  'failed',
  'failedHint',
  'reload',
] as const;

const strings = z.record(z.enum(VIEW_STRINGS), z.string());
const revision = z.int().check(z.nonnegative());

/** What a view comes back to after a reload of the window. `document`: the URI of its file. */
export const restoredState = z.strictObject({ document: z.string(), journey: z.nullable(z.string()) });

const funnelState = z.strictObject({
  /** The view stores it as it is. */
  restore: restoredState,
  /** The file's name, as a tab shows it. */
  document: z.string(),
  /** Those of the file, in its order. */
  journeys: z.array(z.strictObject({ name: z.string(), label: z.string() })),
  /** The name of the journey shown. */
  journey: z.nullable(z.string()),
  /** The sample's name; null until one is chosen. */
  sample: z.nullable(z.string()),
  /** Set while something runs; `total` is 0 where it is not known. */
  busy: z.nullable(z.strictObject({ phase: z.enum(['read', 'evaluate']), done: z.number(), total: z.number() })),
  /** Why there is nothing to show, for the user. */
  problem: z.nullable(z.string()),
  /** Why the numbers shown are not those of the text as it stands; `hasPlace` where there is a line to go to. */
  stale: z.nullable(z.strictObject({ reason: z.string(), hasPlace: z.boolean() })),
  /** The last good result. */
  result: z.nullable(journeyResult),
});

export const toView = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('init'), revision, locale: z.string(), strings, state: funnelState }),
  z.strictObject({ type: z.literal('state'), revision, state: funnelState }),
]);

export const fromView = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready'), revision }),
  z.strictObject({ type: z.literal('chooseSample'), revision }),
  z.strictObject({ type: z.literal('retry'), revision }),
  z.strictObject({ type: z.literal('cancel'), revision }),
  z.strictObject({ type: z.literal('selectJourney'), revision, journey: z.string() }),
  z.strictObject({ type: z.literal('revealStage'), revision, stage: z.string() }),
  z.strictObject({ type: z.literal('revealProblem'), revision }),
  /** Start the view anew: it failed. */
  z.strictObject({ type: z.literal('reload'), revision }),
  /** A mistake of ours, for the log. */
  z.strictObject({ type: z.literal('fault'), revision, message: z.string().check(z.maxLength(2000)) }),
]);

export type ViewStrings = Readonly<Record<(typeof VIEW_STRINGS)[number], string>>;
export type FunnelState = z.infer<typeof funnelState>;
export type ToView = z.infer<typeof toView>;
export type FromView = z.infer<typeof fromView>;
