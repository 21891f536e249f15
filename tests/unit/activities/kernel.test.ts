import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { JsonKeys } from '../../../src/activities/kernel/json-keys.ts';
import { Kernel } from '../../../src/activities/kernel/kernel.ts';
import { KernelBlock } from '../../../src/activities/kernel/kernel-block.ts';
import { KernelCells } from '../../../src/activities/kernel/kernel-cells.ts';

// Each loop of the kernel beside the obvious way to do the same in JavaScript.

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const LONGEST = 60;
/** The first line of what is scanned. */
const LINE = 7;

interface Scanned {
  readonly rows: readonly (readonly string[])[];
  readonly lines: readonly number[];
  /** What was not read. */
  readonly rest: string;
  readonly line: number;
}

/** Any texts of these pieces; short ones, so that each way in which they can go together comes up. */
const textOf = (pieces: readonly string[]): fc.Arbitrary<string> => fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((all) => all.join(''));

/** Cells of records that `scan` finds in the text, which is the end of what was loaded, not the whole of it. */
function scanned(kernel: Kernel, text: string, columns: number, scan: (start: number, end: number) => number, stop: () => number, line: () => number): Scanned {
  const { input } = kernel;
  const before = encoder.encode('"\n,{');
  const bytes = new Uint8Array([...before, ...encoder.encode(text)]);
  input.reserve(bytes.length, columns);
  input.loadBytes(bytes, 0, bytes.length);
  const count = scan(before.length + input.shift, bytes.length + input.shift);
  const starts = input.starts.numbers(count * columns);
  const ends = input.ends.numbers(count * columns);
  const rows = Array.from({ length: count }, (_, row) =>
    Array.from({ length: columns }, (_, column) => decoder.decode(bytes.subarray(starts[row * columns + column], ends[row * columns + column]))),
  );
  return { rows, lines: [...input.lines.numbers(count)], rest: decoder.decode(bytes.subarray((stop() >>> 0) - input.shift)), line: line() };
}

function scannedCsv(text: string, columns: number): Scanned {
  const kernel = new Kernel();
  const { exports, input } = kernel;
  const scan = (start: number, end: number): number =>
    exports.scanCsv(
      start,
      end,
      input.shift,
      ','.charCodeAt(0),
      columns,
      columns,
      1000,
      LINE,
      LONGEST,
      input.starts.address,
      input.ends.address,
      input.lines.address,
    );
  return scanned(
    kernel,
    text,
    columns,
    scan,
    () => exports.csvStop(),
    () => exports.csvLine(),
  );
}

/** One record after the other by a regular expression, up to the first that is something else than what the kernel reads. */
function obviousCsv(text: string, columns: number): Scanned {
  const rows: string[][] = [];
  const lines: number[] = [];
  let rest = text;
  let line = LINE;
  for (;;) {
    const found = /^(?:(?:"[^"]*"|(?!")[^,\n]*),)*(?:"[^"]*"\r?\n|(?!")[^,\n]*\n)/.exec(rest);
    if (found === null) break;
    const cells = [...found[0].matchAll(/("[^"]*"|(?!")[^,\n]*?)(,|\r?\n)/g)].map(([, cell]) =>
      cell!.replaceAll('"', (_, at: number) => (cell!.startsWith('"') && (at === 0 || at === cell!.length - 1) ? '' : '"')),
    );
    const length = encoder.encode(found[0]).length - 1;
    if (cells.length > columns || length > LONGEST || (cells.length === 1 && /^[ \t]*$/.test(cells[0]!))) break;
    rows.push([...cells, ...Array<string>(columns - cells.length).fill('')]);
    lines.push(line);
    line += found[0].split('\n').length - 1;
    rest = rest.slice(found[0].length);
  }
  return { rows, lines, rest, line };
}

function scannedJson(text: string, keys: readonly string[]): Scanned {
  const kernel = new Kernel();
  const { exports, input } = kernel;
  const known = new JsonKeys(kernel);
  for (const [column, key] of keys.entries()) known.add(encoder.encode(key), column);
  const scan = (start: number, end: number): number =>
    exports.scanJson(
      start,
      end,
      input.shift,
      known.address,
      known.count,
      keys.length,
      1000,
      LINE,
      LONGEST,
      input.starts.address,
      input.ends.address,
      input.lines.address,
    );
  return scanned(
    kernel,
    text,
    keys.length,
    scan,
    () => exports.jsonStop(),
    () => exports.jsonLine(),
  );
}

function obviousJson(text: string, keys: readonly string[]): Scanned {
  const rows: string[][] = [];
  const lines: number[] = [];
  let rest = text;
  let line = LINE;
  for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
    const written = rest.slice(0, end);
    if (written.trim() !== '') {
      const cells = flatCells(written, keys);
      if (cells === undefined || encoder.encode(written).length > LONGEST) break;
      rows.push(cells);
      lines.push(line);
    }
    line++;
    rest = rest.slice(end + 1);
  }
  // White space before the next record may be read or not.
  return { rows, lines, rest: rest.trimStart(), line };
}

/** By key the value as it is written; undefined where the line is no flat object without escapes of just these keys, each once. */
function flatCells(line: string, keys: readonly string[]): string[] | undefined {
  if (line.includes('\\')) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const entries = Object.entries(value as Record<string, unknown>);
  const fields = [...line.matchAll(/"([^"]*)"\s*:\s*(?:"([^"]*)"|([^\s,}]*))/g)];
  if (entries.length === 0 || fields.length !== entries.length) return undefined;
  if (entries.some(([key, field]) => !keys.includes(key) || (typeof field === 'object' && field !== null))) return undefined;
  const cells = keys.map(() => '');
  for (const [, key, asText, asWord] of fields) cells[keys.indexOf(key!)] = asText ?? (asWord === 'null' ? '' : asWord!);
  return cells;
}

function readTimes(texts: readonly string[]): number[] {
  const kernel = new Kernel();
  const cells = new KernelCells(kernel);
  const times = new KernelBlock(kernel);
  cells.reserve(texts.length);
  times.reserve(8 * texts.length);
  for (const [index, text] of texts.entries()) {
    const bytes = encoder.encode(text);
    const at = kernel.allocate(bytes.length);
    kernel.bytes.set(bytes, at);
    cells.starts.numbers(texts.length)[index] = at;
    cells.ends.numbers(texts.length)[index] = at + bytes.length;
  }
  kernel.exports.readTimes(cells.starts.address, cells.ends.address, texts.length, times.address);
  return [...times.floats(texts.length)];
}

describe('the kernel', () => {
  it('finds the cells of CSV as a regular expression does', () => {
    let found = 0;
    fc.assert(
      fc.property(
        textOf(['a', 'é', 'long cell of 20 bytes', ',', ',', ' ', '\n', '\r\n', '\r', '"', '"b"', '"c,\n"', '""']),
        fc.integer({ min: 1, max: 5 }),
        (text, columns) => {
          const expected = obviousCsv(text, columns);
          const actual = scannedCsv(text, columns);
          found += actual.rows.length;
          // A closing quote so near the end of what is there could be the first of two: that record is left for later.
          if (actual.rows.length === expected.rows.length - 1 && /"\r?\n$/.test(text)) return;
          assert.deepEqual(actual, expected);
        },
      ),
      { seed: 1, numRuns: 20_000 },
    );
    assert.ok(found > 4000, String(found));
  }).timeout(30_000);

  it('finds the cells of flat JSON objects as JSON.parse does', () => {
    const record = fc
      .array(
        fc.tuple(
          fc.constantFrom('a', 'bé', 'longer key'),
          fc.constantFrom('"x"', '""', '"a text of more than 16 bytes"', '-1.50e+3', '0', '01', '.5', 'true', 'false', 'null', 'nul', '{}', '"\\n"'),
        ),
        {
          minLength: 0,
          maxLength: 3,
        },
      )
      .map((fields) => `{${fields.map(([key, value]) => `"${key}": ${value}`).join(' ,')}}`);
    const line = fc.oneof({ weight: 8, arbitrary: record }, textOf(['{', '}', '"a"', ':', ',', '1', ' ', '\t', '"', '[]']));
    const text = fc.array(fc.tuple(line, fc.constantFrom('\n', '\n', '\r\n', ' \n\n', '')), { maxLength: 8 }).map((lines) => lines.flat().join(''));
    let found = 0;
    fc.assert(
      fc.property(text, (written) => {
        const actual = scannedJson(written, ['a', 'bé', 'longer key']);
        found += actual.rows.length;
        assert.deepEqual({ ...actual, rest: actual.rest.trimStart() }, obviousJson(written, ['a', 'bé', 'longer key']));
      }),
      { seed: 1, numRuns: 20_000 },
    );
    assert.ok(found > 2500, String(found));
  }).timeout(30_000);

  it('reads date-times as Date does, and none that is not one', () => {
    const moments = fc.date({ min: new Date('1700-01-01T00:00:00Z'), max: new Date('2254-12-31T00:00:00Z'), noInvalidDate: true });
    const offsets = fc.constantFrom('Z', '+00:00', '+05:30', '-11:00', '+23:59');
    fc.assert(
      fc.property(fc.array(fc.tuple(moments, offsets, fc.constantFrom('T', ' '), fc.integer({ min: 0, max: 3 })), { minLength: 1 }), (all) => {
        const texts = all.map(([moment, offset, separator, places]) => {
          const iso = moment.toISOString();
          return `${iso.slice(0, 10)}${separator}${iso.slice(11, places === 0 ? 19 : 20 + places)}${offset}`;
        });
        assert.deepEqual(
          readTimes(texts),
          texts.map((text) => Date.parse(text.replace(' ', 'T')) * 1000),
        );
      }),
      { seed: 1, numRuns: 2000 },
    );
    const none = [
      '',
      '2026-02-29T00:00:00Z',
      '1900-02-29T00:00:00Z',
      '2026-13-01T00:00:00Z',
      '2026-00-01T00:00:00Z',
      '2026-01-00T00:00:00Z',
      '2026-01-32T00:00:00Z',
    ];
    const neither = [
      '2026-01-01T24:00:00Z',
      '2026-01-01T00:60:00Z',
      '2026-01-01T00:00:60Z',
      '2026-01-01T00:00:00.Z',
      '2026-01-01T00:00:00',
      '2026-01-01T00:00:00+1:00',
    ];
    const nor = [
      '2026-01-01T00:00:00+24:00',
      '2026-01-01T00:00:00+00:60',
      '20x6-01-01T00:00:00Z',
      '2026-01-01T0:000:00Z',
      '2026/01/01T00:00:00Z',
      '1600-01-01T00:00:00Z',
    ];
    for (const text of [...none, ...neither, ...nor]) assert.ok(Number.isNaN(readTimes(['2026-01-01T00:00:00Z', text])[1]), text);
    // Microseconds, and what is past them.
    assert.deepEqual(readTimes(['1970-01-01T00:00:01.2345678Z', '1969-12-31T23:59:59.999999Z']), [1_234_567, -1]);
  }).timeout(30_000);

  it('knows UTF-8 as a decoder does', () => {
    const strict = new TextDecoder('utf-8', { fatal: true });
    const isText = (bytes: Uint8Array): boolean => {
      try {
        strict.decode(bytes);
        return true;
      } catch {
        return false;
      }
    };
    const kernel = new Kernel();
    const at = kernel.allocate(4096);
    const pieces = [
      [0x61],
      [0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68],
      [0xc3, 0xa9],
      [0xe0, 0xa0],
      [0xe0, 0x9f],
      [0xed, 0x9f],
      [0xed, 0xa0],
      [0xf0, 0x90],
      [0xf4, 0x8f],
      [0xf4, 0x90],
      [0x80],
      [0xbf],
      [0xc1],
      [0xf5],
      [0xe4, 0xb8, 0xad],
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 8 }), (all) => {
        const bytes = Uint8Array.from(all.flat());
        kernel.bytes.set(bytes, at);
        assert.equal(kernel.exports.isUtf8(at, at + bytes.length) !== 0, isText(bytes));
      }),
      { seed: 1, numRuns: 20_000 },
    );
  }).timeout(30_000);

  it('gives a block of its own to whoever asks, and a free one again', () => {
    const kernel = new Kernel();
    const blocks = Array.from({ length: 200 }, (_, index) => ({ size: 1 + index * 331, at: 0 }));
    for (const block of blocks) block.at = kernel.allocate(block.size);
    const places = blocks.toSorted((a, b) => a.at - b.at);
    assert.ok(places.every(({ at, size }, index) => at % 16 === 0 && (index + 1 === places.length || at + size <= places[index + 1]!.at)));
    const [first] = blocks;
    kernel.exports.release(first!.at, first!.size);
    assert.equal(kernel.allocate(first!.size), first!.at);
  });

  it('says so where its memory is full', () => {
    const kernel = new Kernel();
    assert.throws(() => {
      for (let index = 0; index < 3; index++) kernel.allocate(2 ** 31);
    }, /take more than 4 GiB/);
  });
});
