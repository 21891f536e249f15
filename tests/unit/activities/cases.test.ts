import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReadActivitiesOptions } from '../../../src/activities/read-activities.ts';
import { readActivities } from '../../../src/activities/read-activities.ts';
import { attributesOf, pieces, recordsOf } from './support.ts';

const folder = join(import.meta.dirname, '..', '..', 'cases', 'activities');

/** `expected.json` of a case: what to read, and what must come of it. */
interface Case {
  readonly options?: Partial<ReadActivitiesOptions>;
  readonly files: readonly string[];
  readonly contacts?: readonly string[];
  readonly problem?: { readonly kind: string; readonly says: readonly string[] };
  readonly records?: readonly string[];
  readonly counts?: object;
  readonly rejected?: readonly string[];
  readonly attributes?: object;
  readonly inputs?: readonly object[];
  readonly clockChanges?: number;
}

describe('activity files', () => {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const expected = JSON.parse(readFileSync(join(folder, entry.name, 'expected.json'), 'utf8')) as Case;
    for (const size of [65_536, 7, 1]) {
      it(`${entry.name}, in pieces of ${size}`, async () => {
        const open = (name: string) => ({ name, chunks: pieces(readFileSync(join(folder, entry.name, name)), size) });
        const read = await readActivities(expected.files.map(open), {
          timezone: 'UTC',
          maxRejected: 0.1,
          ...expected.options,
          ...(expected.contacts === undefined ? {} : { contacts: expected.contacts.map(open) }),
        });
        if (expected.problem !== undefined) {
          assert.ok(!read.ok, 'it was read');
          assert.equal(read.problem.kind, expected.problem.kind, read.problem.message);
          for (const text of expected.problem.says) assert.ok(read.problem.message.includes(text), read.problem.message);
          return;
        }
        assert.ok(read.ok, read.ok ? '' : read.problem.message);
        const { table, counts, rejected, inputs, clockChanges } = read.loaded;
        assert.deepEqual(recordsOf(table), expected.records);
        assert.deepEqual(
          rejected.map(({ path, line, reason }) => `${path}:${line}: ${reason}`),
          expected.rejected,
        );
        assert.deepEqual(counts, { ignored: 0, ...expected.counts });
        assert.deepEqual(attributesOf(table), expected.attributes ?? {});
        assert.equal(clockChanges, expected.clockChanges ?? 0);
        if (expected.inputs !== undefined) assert.deepEqual(inputs, expected.inputs);
      });
    }
  }
});
