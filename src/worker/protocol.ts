import * as z from 'zod/mini';
import type { JourneyTest } from '../model/journey-test.ts';
import { behaviourDiff } from '../diff/behaviour-diff.ts';
import type { Model } from '../model/model.ts';
import { MODEL_VERSION } from '../model/model.ts';
import type { SourceDeclaration } from '../model/source-declaration.ts';
import { campaignResult } from '../results/campaign-result.ts';
import { experimentResult } from '../results/experiment-result.ts';
import { breakdownResult, journeyResult } from '../results/result.ts';
import { nearMissesResult, traceResult } from '../results/trace-result.ts';
import type { ShrunkTable } from '../synthesis/shrink-table.ts';
import type { Traffic } from '../synthesis/traffic.ts';
import { testOutcome } from '../testing/test-result.ts';

/**
 * What is said between whoever hosts a simulation (the editor, the command line) and the worker that runs it. The host
 * loads a sample once and evaluates as many models on it as it likes. Each side checks what it receives.
 */

const sampleShape = {
  /** The name of its shape; recognised by its fields where absent. */
  as: z.optional(z.string()),
  /** The source of the model that it is a file of. */
  source: z.optional(z.custom<SourceDeclaration>((value: unknown) => typeof value === 'object' && value !== null)),
};

/** A file to read: by its path (only where the worker has a file system) or by its bytes. */
const sampleFile = z.union([
  z.strictObject({ name: z.string(), path: z.string(), ...sampleShape }),
  z.strictObject({ name: z.string(), bytes: z.instanceof(Uint8Array), ...sampleShape }),
]);

const readOptions = z.strictObject({
  /** IANA zone in which zoneless times are read. */
  timezone: z.string(),
  /** Above this share of rejected records the load fails. 0 to 1. */
  maxRejected: z.number(),
});

const model = z.custom<Model>((value: unknown) => typeof value === 'object' && value !== null && (value as { version?: unknown }).version === MODEL_VERSION);

const askOptions = {
  /** ISO 8601 with an offset. The latest record's time where absent. */
  asOf: z.optional(z.string()),
  /** What no person did and is left out. */
  without: z.optional(z.array(z.enum(['machine-opens', 'bot-clicks']))),
};

const evaluateOptions = z.strictObject({
  /** Names; all journeys of the model where absent. */
  journeys: z.optional(z.array(z.string())),
  ...askOptions,
});

/** What else can be asked of a model on a sample. */
const question = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('breakdown'), journey: z.string(), by: z.string() }),
  z.strictObject({ kind: z.literal('campaign'), campaign: z.string() }),
  z.strictObject({ kind: z.literal('experiment'), experiment: z.string() }),
  z.strictObject({ kind: z.literal('trace'), journey: z.string(), contact: z.string() }),
  z.strictObject({ kind: z.literal('near-misses'), journey: z.string(), stage: z.string() }),
  /** A test that a contact's records make: see `contactTest`. */
  z.strictObject({ kind: z.literal('contact-test'), journey: z.string(), contact: z.string(), name: z.string(), title: z.optional(z.string()) }),
  /** How much of what happens in the sample, and when: numbers alone. */
  z.strictObject({ kind: z.literal('traffic') }),
  /** What became of the sample in another version of the journeys, `old`, and which changes made the difference. */
  z.strictObject({ kind: z.literal('behaviour'), old: model, listsContacts: z.boolean() }),
  /** The fewest contacts in which the same rules of the journeys fire. */
  z.strictObject({ kind: z.literal('shrink'), journeys: z.array(z.string()) }),
]);

/** Plain data that our own code on both sides has made, checked no further than that. */
const plain = <Value>(): z.ZodMiniCustom<Value, Value> => z.custom<Value>((value: unknown) => typeof value === 'object' && value !== null);

const answer = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('breakdown'), breakdown: breakdownResult }),
  z.strictObject({ kind: z.literal('campaign'), result: campaignResult }),
  z.strictObject({ kind: z.literal('experiment'), result: experimentResult }),
  z.strictObject({ kind: z.literal('trace'), trace: traceResult }),
  z.strictObject({ kind: z.literal('near-misses'), result: nearMissesResult }),
  z.strictObject({ kind: z.literal('contact-test'), test: plain<JourneyTest>() }),
  z.strictObject({ kind: z.literal('behaviour'), behaviour: behaviourDiff }),
  z.strictObject({ kind: z.literal('traffic'), traffic: plain<Traffic>() }),
  z.strictObject({ kind: z.literal('shrink'), shrunk: plain<ShrunkTable>() }),
]);

/** `id` is the host's own number for a request; every answer carries it. A sample is loaded once and named by `sample`. */
export const workerRequest = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('load'),
    id: z.int(),
    sample: z.string(),
    files: z.array(sampleFile),
    /** Files with the contacts' attributes. */
    contacts: z.optional(z.array(sampleFile)),
    options: readOptions,
  }),
  z.strictObject({ type: z.literal('evaluate'), id: z.int(), sample: z.string(), model, options: evaluateOptions }),
  z.strictObject({ type: z.literal('ask'), id: z.int(), sample: z.string(), model, question, options: z.strictObject(askOptions) }),
  /** `test`: the name of a test of the model. `sample`: where the test is on one. */
  z.strictObject({ type: z.literal('test'), id: z.int(), sample: z.optional(z.string()), model, test: z.string() }),
  z.strictObject({ type: z.literal('release'), id: z.int(), sample: z.string() }),
  z.strictObject({ type: z.literal('cancel'), id: z.int() }),
]);

/** A mistake in what the user gave: the message is for them and names file, line, what and what to do. */
const problem = z.strictObject({
  kind: z.enum(['unreadable', 'no-records', 'too-many-rejected', 'wrong-shape', 'limit', 'unsupported', 'unknown-name']),
  message: z.string(),
});

export const workerAnswer = z.discriminatedUnion('type', [
  /** The worker is up and takes requests. */
  z.strictObject({ type: z.literal('ready') }),
  z.strictObject({ type: z.literal('progress'), id: z.int(), phase: z.enum(['read', 'evaluate']), done: z.number(), total: z.number() }),
  z.strictObject({
    type: z.literal('loaded'),
    id: z.int(),
    inputs: z.array(z.strictObject({ path: z.string(), shape: z.string(), records: z.int() })),
    contacts: z.int(),
    records: z.int(),
    /** What the user should know of how the files were read. */
    notes: z.array(z.string()),
  }),
  z.strictObject({ type: z.literal('evaluated'), id: z.int(), results: z.array(journeyResult) }),
  z.strictObject({ type: z.literal('answered'), id: z.int(), answer }),
  z.strictObject({ type: z.literal('tested'), id: z.int(), outcome: testOutcome }),
  z.strictObject({ type: z.literal('released'), id: z.int() }),
  z.strictObject({ type: z.literal('cancelled'), id: z.int() }),
  /** The request failed because of the input. */
  z.strictObject({ type: z.literal('problem'), id: z.int(), problem }),
  /** The request failed because of a mistake of ours. */
  z.strictObject({ type: z.literal('fault'), id: z.int(), message: z.string(), stack: z.optional(z.string()) }),
]);

export type SampleFile = z.infer<typeof sampleFile>;
export type ReadOptions = z.infer<typeof readOptions>;
export type EvaluateOptions = z.infer<typeof evaluateOptions>;
export type AskOptions = Omit<EvaluateOptions, 'journeys'>;
export type Question = z.infer<typeof question>;
export type Answer = z.infer<typeof answer>;
export type WorkerRequest = z.infer<typeof workerRequest>;
export type WorkerAnswer = z.infer<typeof workerAnswer>;
export type Problem = z.infer<typeof problem>;
