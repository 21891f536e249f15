import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { ByteDictionary } from '../../../src/activities/byte-dictionary.ts';
import { Kernel } from '../../../src/activities/kernel/kernel.ts';
import { KernelCells } from '../../../src/activities/kernel/kernel-cells.ts';

const encoder = new TextEncoder();

/** The texts one after the other in the kernel's memory. */
function cellsOf(kernel: Kernel, texts: readonly string[]): KernelCells {
  const each = texts.map((text) => encoder.encode(text));
  const cells = new KernelCells(kernel);
  cells.reserve(Math.max(1, texts.length));
  let at = kernel.allocate(
    Math.max(
      1,
      each.reduce((sum, { length }) => sum + length, 0),
    ),
  );
  for (const [index, own] of each.entries()) {
    kernel.bytes.set(own, at);
    cells.starts.numbers(texts.length)[index] = at;
    at += own.length;
    cells.ends.numbers(texts.length)[index] = at;
  }
  return cells;
}

function interned(kernel: Kernel, dictionary: ByteDictionary, texts: readonly string[], at: number): string[] {
  const codes = new Uint32Array(at + texts.length);
  dictionary.internAll(cellsOf(kernel, texts), texts.length, codes, at);
  const all = dictionary.texts();
  return Array.from(codes.subarray(at), (code) => all[code]!);
}

// Shared beginnings and ends, all lengths around those at which the hash goes on in another way.
const text = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'b', 'é', '中', ' '), maxLength: 20 }),
  fc.string({ unit: 'grapheme', maxLength: 6 }).filter((each) => each.isWellFormed()),
  fc.string({ unit: fc.constantFrom('0', '1'), maxLength: 3 }).map((end) => `contact-${end}`),
  fc.string({ unit: fc.constantFrom('0', '1'), maxLength: 40 }),
);

describe('dictionaries of bytes', () => {
  it('give each text its own code, one by one and all at once', () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 60 }), fc.array(text, { maxLength: 60 }), (some, more) => {
        const kernel = new Kernel();
        const dictionary = new ByteDictionary(kernel);
        assert.deepEqual(interned(kernel, dictionary, some, 0), some);
        assert.deepEqual(interned(kernel, dictionary, [...more, ...some], 3), [...more, ...some]);
        const all = dictionary.texts();
        for (const one of some) {
          const bytes = encoder.encode(`(${one})`);
          assert.equal(all[dictionary.intern(bytes, 1, bytes.length - 1)], one);
        }
        assert.equal(dictionary.size, new Set(['', ...some, ...more]).size);
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it('order the codes as JavaScript orders the texts, or do not say', () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 200 }), (texts) => {
        const kernel = new Kernel();
        const dictionary = new ByteDictionary(kernel);
        interned(kernel, dictionary, texts, 0);
        const all = dictionary.texts();
        const order = dictionary.order();
        if (order === undefined) assert.ok(all.some((each) => /[\0\u{10000}-\u{10ffff}]/u.test(each)));
        else
          assert.deepEqual(
            Array.from(order, (code) => all[code]!),
            [...all].sort(),
          );
      }),
      { seed: 2, numRuns: 500 },
    );
  });

  it('tell 300,000 texts apart, some of which have the same hash', () => {
    // With 32 bits about ten pairs of so many texts do: n² ÷ 2³³.
    const texts = Array.from({ length: 300_000 }, (_, index) => `contact-${Math.imul(index, 2_654_435_761) >>> 0}`);
    const kernel = new Kernel();
    const dictionary = new ByteDictionary(kernel);
    const cells = cellsOf(kernel, texts);
    const codes = new Uint32Array(texts.length);
    for (let round = 0; round < 2; round++) {
      dictionary.internAll(cells, texts.length, codes, 0);
      assert.equal(dictionary.size, texts.length + 1);
      assert.equal(new Set(codes).size, texts.length);
    }
    const all = dictionary.texts();
    assert.ok(texts.every((each, index) => all[codes[index]!] === each));
    const order = dictionary.order()!;
    assert.ok(order.every((code, place) => place === 0 || all[order[place - 1]!]! < all[code]!));
  }).timeout(20_000);
});
