import type { Command } from 'commander';
import { Option } from 'commander';
import type { ActivityRecord } from '../activities/activity-record.ts';
import type { WrittenFormat } from '../activities/formats/write-records.ts';
import { WRITTEN_FORMATS, writeRecords } from '../activities/formats/write-records.ts';
import { SHAPE_NAMES } from '../activities/shapes/known-shapes.ts';
import { ShapeWriter } from '../activities/shapes/shape-writer.ts';
import { CommandFailure, EXIT } from './exit-code.ts';

export interface WrittenOptions {
  readonly shape: string;
  readonly format?: WrittenFormat;
}

/** Gives a command that writes activity files the options of what they are to be. */
export function addWrittenOptions(command: Command): Command {
  return command
    .addOption(new Option('--shape <shape>', 'in which shape to write').choices(SHAPE_NAMES).default('journey'))
    .addOption(new Option('--format <format>', 'csv where the shape is a table, else ndjson').choices(WRITTEN_FORMATS));
}

const TABLES: ReadonlySet<string> = new Set(['journey', 'generic', 'xperience', 'snowplow']);

/** The order that people expect; other columns follow. */
const FIRST_COLUMNS = ['contact', 'time', 'event', 'email', 'link', 'url', 'channel', 'form', 'page', 'campaign', 'bounce', 'machine', 'id'];

export class WrittenShape {
  readonly writer: ShapeWriter;
  readonly name: string;
  readonly format: WrittenFormat;

  constructor({ shape, format }: WrittenOptions) {
    const writer = ShapeWriter.named(shape);
    if (!writer) throw new CommandFailure(EXIT.usage, `There is no shape "${shape}".`);
    this.writer = writer;
    this.name = shape;
    this.format = format ?? (TABLES.has(shape) ? 'csv' : 'ndjson');
  }

  /** All of the records can be said in the shape. */
  text(records: readonly ActivityRecord[]): string {
    return writeRecords(
      records.map((record) => this.writer.fieldsOf(record)),
      this.writer.shape,
      this.format,
      FIRST_COLUMNS,
    );
  }
}

/** What a shape could not say, with how many records were left out for it. */
export function leftOutLines(leftOut: ReadonlyMap<string, number>, shape: string): string[] {
  return [...leftOut].map(
    ([what, count]) => `The shape ${shape} cannot say ${what}: ${count.toLocaleString('en')} ${count === 1 ? 'record was' : 'records were'} left out.`,
  );
}
