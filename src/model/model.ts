import type { Campaign, Experiment } from './campaign.ts';
import type { Activity, Channel, Email, Form, Page, Property } from './catalogue.ts';
import type { Journey, Score, Segment } from './journey.ts';
import type { JourneyTest } from './journey-test.ts';
import type { SourceDeclaration } from './source-declaration.ts';

/** Grows by one with every change that a reader of stored models would notice. */
export const MODEL_VERSION = 1;

/**
 * Everything that the simulator, the diff, the map and the exports know of a `.journey` file and what it imports:
 * plain data, serialisable as JSON, without a syntax tree behind it.
 */
export interface Model {
  readonly version: typeof MODEL_VERSION;
  /** Paths or URIs of the files, the entries first; what {@link Source.file} points into. */
  readonly files: readonly string[];
  /** Who sends the mail; decides which events can exist. */
  readonly provider: string;
  readonly channels: readonly Channel[];
  readonly emails: readonly Email[];
  readonly forms: readonly Form[];
  readonly pages: readonly Page[];
  readonly activities: readonly Activity[];
  /** The attributes of a contact. */
  readonly attributes: readonly Property[];
  readonly segments: readonly Segment[];
  readonly scores: readonly Score[];
  /** Those declared in the entry files themselves. */
  readonly journeys: readonly Journey[];
  /** Those of what it imports, which its campaigns and tests can name. */
  readonly importedJourneys: readonly Journey[];
  readonly campaigns: readonly Campaign[];
  readonly experiments: readonly Experiment[];
  readonly sources: readonly SourceDeclaration[];
  /** Those of the entry files. */
  readonly tests: readonly JourneyTest[];
}
