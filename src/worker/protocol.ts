import * as z from 'zod/mini';
import type { Model } from '../model/model.ts';
import { MODEL_VERSION } from '../model/model.ts';
import { journeyResult } from '../results/result.ts';

/**
 * What is said between whoever hosts a simulation (the editor, the command line) and the worker that runs it. The host
 * loads a sample once and evaluates as many models on it as it likes. Each side checks what it receives.
 */

/** A file to read: by its path (only where the worker has a file system) or by its bytes. */
const sampleFile = z.union([z.strictObject({ name: z.string(), path: z.string() }), z.strictObject({ name: z.string(), bytes: z.instanceof(Uint8Array) })]);

const readOptions = z.strictObject({
  /** IANA zone in which zoneless times are read. */
  timezone: z.string(),
  /** Above this share of rejected records the load fails. 0 to 1. */
  maxRejected: z.number(),
});

const model = z.custom<Model>((value: unknown) => typeof value === 'object' && value !== null && (value as { version?: unknown }).version === MODEL_VERSION);

const evaluateOptions = z.strictObject({
  /** Names; all journeys of the model where absent. */
  journeys: z.optional(z.array(z.string())),
  /** ISO 8601 with an offset. The latest record's time where absent. */
  asOf: z.optional(z.string()),
});

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
  z.strictObject({ type: z.literal('release'), id: z.int(), sample: z.string() }),
  z.strictObject({ type: z.literal('cancel'), id: z.int() }),
]);

/** A mistake in what the user gave: the message is for them and names file, line, what and what to do. */
const problem = z.strictObject({
  kind: z.enum(['unreadable', 'no-records', 'too-many-rejected', 'wrong-shape', 'limit', 'unsupported', 'unknown-journey']),
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
  }),
  z.strictObject({ type: z.literal('evaluated'), id: z.int(), results: z.array(journeyResult) }),
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
export type WorkerRequest = z.infer<typeof workerRequest>;
export type WorkerAnswer = z.infer<typeof workerAnswer>;
export type Problem = z.infer<typeof problem>;
