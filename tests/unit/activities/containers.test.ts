import assert from 'node:assert/strict';
import { constants, crc32 as crc32OfNode, gzipSync, zstdCompressSync } from 'node:zlib';
import { PORTABLE_CODECS } from '../../../src/activities/containers/codecs.ts';
import { NODE_CODECS } from '../../../src/activities/containers/codecs-node.ts';
import { crc32 } from '../../../src/activities/containers/crc32.ts';
import { readActivities } from '../../../src/activities/read-activities.ts';
import { pieces } from './support.ts';

const CSV = `contact,time,event,note\n${Array.from({ length: 5000 }, (_, index) => `c${index % 70},2026-03-01T10:00:${String(index % 60).padStart(2, '0')}Z,opened,${(index * 7919) % 5003}\n`).join('')}`;
const HALF = CSV.indexOf('\n', CSV.length / 2) + 20;

const joined = (...parts: readonly Uint8Array[]): Uint8Array => Buffer.concat(parts);

/** A gzip header with a file's name and a comment, as gzip(1) writes them, before the data of another. */
function withName(gzip: Uint8Array, name: string): Uint8Array {
  const header = Uint8Array.from(gzip.subarray(0, 10));
  header[3] = 0x18;
  return joined(header, new TextEncoder().encode(`${name}\0comment\0`), gzip.subarray(10));
}

const gzip = (text: string): Uint8Array => gzipSync(text);
const zstd = (text: string): Uint8Array => zstdCompressSync(text);

const SKIPPED_FRAME = Uint8Array.of(0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3);

const FILES: Readonly<Record<string, Uint8Array>> = {
  'gzip, whatever the name says': gzip(CSV),
  'gzip, not compressed within': gzipSync(CSV, { level: 0 }),
  'gzip of several members': joined(gzip(CSV.slice(0, HALF)), gzip(CSV.slice(HALF, -9)), gzip(''), gzip(CSV.slice(-9))),
  'gzip of many members': joined(...Array.from({ length: Math.ceil(CSV.length / 1000) }, (_, index) => gzip(CSV.slice(index * 1000, index * 1000 + 1000)))),
  'gzip with names': joined(withName(gzip(CSV.slice(0, HALF)), 'a'), withName(gzip(CSV.slice(HALF)), 'b'.repeat(3000))),
  zstd: zstd(CSV),
  'zstd with a checksum': zstdCompressSync(CSV, { params: { [constants.ZSTD_c_checksumFlag]: 1 } }),
  'zstd that begins with a frame to be passed over': joined(SKIPPED_FRAME, zstd(CSV)),
  'zstd of several frames': joined(zstd(CSV.slice(0, HALF)), SKIPPED_FRAME, zstd(CSV.slice(HALF))),
};

describe('compressed files', () => {
  for (const [name, bytes] of Object.entries(FILES)) {
    for (const [codecs, which] of [
      [NODE_CODECS, "Node's codecs"],
      [PORTABLE_CODECS, 'those of everywhere'],
    ] as const) {
      it(`${name}: with ${which} the same table as not compressed`, async () => {
        const options = { timezone: 'UTC', maxRejected: 0, codecs };
        const expected = await readActivities([{ name: 'a.csv', chunks: [new TextEncoder().encode(CSV)] }], options);
        assert.ok(expected.ok && expected.loaded.counts.read === 5000);
        for (const size of [1 << 20, 1009, 13]) {
          const seen: number[] = [];
          const read = await readActivities([{ name: 'a.csv', chunks: pieces(bytes, size) }], { ...options, onProgress: (at) => void seen.push(at) });
          assert.ok(read.ok, read.ok ? '' : read.problem.message);
          assert.deepEqual(read.loaded, expected.loaded);
          assert.equal(seen.at(-1), bytes.length);
        }
      });
    }
  }

  it('gzip that ends anywhere, or has any byte changed, is no file', async () => {
    const bytes = gzip(CSV.slice(0, 4000).replace(/[^\n]*$/, ''));
    // The header's time, level and system say nothing of the data.
    const harmless = new Set([4, 5, 6, 7, 8, 9]);
    for (let at = 3; at < bytes.length; at += 3) {
      const changed = Uint8Array.from(bytes);
      changed[at]! ^= 0x10;
      for (const file of harmless.has(at) ? [bytes.subarray(0, at)] : [bytes.subarray(0, at), changed]) {
        const read = await readActivities([{ name: 'a.csv.gz', chunks: pieces(file, 600) }], { timezone: 'UTC', maxRejected: 1 });
        assert.ok(!read.ok, String(at));
        assert.equal(read.problem.message, 'a.csv.gz: the gzip data is damaged or incomplete. Copy or compress the file again.');
      }
    }
  });

  it('checksums are those of Node', () => {
    for (const length of [0, 1, 7, 8, 9, 63, 1000]) {
      const bytes = Uint8Array.from({ length }, (_, index) => (index * 31) & 0xff);
      assert.equal(crc32(bytes, 0), crc32OfNode(bytes));
      assert.equal(crc32(bytes.subarray(5), crc32(bytes.subarray(0, 5), 0)), crc32OfNode(bytes));
    }
  });
});
