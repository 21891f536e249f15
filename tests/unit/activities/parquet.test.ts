import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LoadedActivities } from '../../../src/activities/activity-table.ts';
import type { Codecs } from '../../../src/activities/containers/codecs.ts';
import { PORTABLE_CODECS } from '../../../src/activities/containers/codecs.ts';
import { NODE_CODECS } from '../../../src/activities/containers/codecs-node.ts';
import type { FileBytes } from '../../../src/activities/file-bytes.ts';
import { readActivities } from '../../../src/activities/read-activities.ts';
import { writeActivityData } from '../../bench/activity-data.ts';
import { pieces, recordsOf } from './support.ts';

const folder = join(import.meta.dirname, '..', '..', 'cases', 'parquet');
const RECORDS = 3000;

async function loaded(file: FileBytes, codecs: Codecs): Promise<LoadedActivities> {
  const read = await readActivities([file], { timezone: 'UTC', maxRejected: 0, codecs });
  assert.ok(read.ok, read.ok ? '' : read.problem.message);
  return read.loaded;
}

const inPieces = (name: string, bytes: Uint8Array): FileBytes => ({ name, chunks: pieces(bytes, 65_536) });

/** A file of which any part can be had. Its pieces end with an error: nothing but the first of them is needed. */
function inParts(name: string, bytes: Uint8Array): FileBytes & { readonly asked: number[] } {
  const asked: number[] = [];
  function* chunks(): Generator<Uint8Array> {
    yield bytes.slice(0, 100);
    throw new Error('read to its end');
  }
  const read = (start: number, end: number): Promise<Uint8Array> => {
    asked.push(end - start);
    return Promise.resolve(bytes.slice(start, end));
  };
  return { name, chunks: chunks(), parts: { size: bytes.length, read }, asked };
}

describe('Parquet files', () => {
  describe('of the records of a CSV file', () => {
    let csv: LoadedActivities;

    before(async () => {
      const place = mkdtempSync(join(tmpdir(), 'journey-parquet-'));
      try {
        writeActivityData(RECORDS, join(place, 'a.csv'), join(place, 'a.ndjson'));
        csv = await loaded(inPieces('a.csv', readFileSync(join(place, 'a.csv'))), NODE_CODECS);
        assert.equal(csv.counts.read, RECORDS);
      } finally {
        rmSync(place, { recursive: true });
      }
    });

    for (const name of readdirSync(folder).filter((each) => each.endsWith('.parquet') && each !== 'types.parquet')) {
      it(`${name} gives the same table, by pieces and by parts, with Node's codecs and with those of everywhere`, async () => {
        const bytes = readFileSync(join(folder, name));
        const parts = inParts(name, bytes);
        for (const read of [
          await loaded(inPieces(name, bytes), NODE_CODECS),
          await loaded(inPieces(name, bytes), PORTABLE_CODECS),
          await loaded(parts, PORTABLE_CODECS),
        ]) {
          assert.deepEqual(read.table, csv.table);
          assert.deepEqual(read.counts, csv.counts);
        }
        assert.ok(parts.asked.length > 2);
      });
    }
  });

  it('types become the texts that CSV has', async () => {
    const { table } = await loaded(inPieces('types.parquet', readFileSync(join(folder, 'types.parquet'))), PORTABLE_CODECS);
    // The values are those of the statement in tests/cases/parquet/README.md.
    const expected = {
      ann: {
        big: '9007199254740993',
        clock: '09:30:00.500',
        day: '2024-02-29',
        decimal32: '10.50',
        decimal64: '-0.0500',
        decimal128: '12345678901234567890.12',
        double: '1.5',
        flag: 'true',
        float: '0.1',
        int: '-2147483648',
        millis: '1969-12-31T23:59:59.999',
        nanos: '2026-03-01T10:00:00.123456',
        'properties.plan': 'pro',
        'properties.seats': '3',
        seconds: '2026-01-01T00:00:00',
        tags: 'a,b',
        text: 'é"x,y',
        tiny: '7',
        ubig: '18446744073709551615',
        uint: '4294967295',
        uuid: '123e4567-e89b-12d3-a456-426614174000',
        zoned: '2026-03-01T09:00:00Z',
      },
      bob: { flag: 'false', 'properties.seats': '4' },
      cid: {
        big: '-9007199254740993',
        clock: '00:00:00',
        day: '0001-01-01',
        decimal32: '0.00',
        decimal64: '1.0000',
        decimal128: '-1.00',
        double: '1e+21',
        float: '3.4e+38',
        int: '0',
        nanos: '1960-01-01T00:00:00',
        tiny: '-128',
        ubig: '0',
        uint: '0',
        zoned: '2000-01-01T00:00:00Z',
      },
    };
    const times = { ann: '2026-03-01T10:00:00.250000Z', bob: '2026-03-02T00:00:00.000000Z', cid: '2026-03-03T00:00:00.000000Z' };
    assert.deepEqual(
      recordsOf(table),
      Object.entries(expected).map(([contact, properties]) => {
        const texts = Object.entries(properties).sort(([a], [b]) => (a < b ? -1 : 1));
        return [contact, times[contact as keyof typeof times], 'performed', 'activity=signup', ...texts.map(([name, text]) => `${name}=[${text}]`)].join(' ');
      }),
    );
  });
});
