import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { ByteDictionary } from '../../../src/activities/byte-dictionary.ts';

const encoder = new TextEncoder();

/** The texts one after the other in one array of bytes, with where each begins and ends. */
function places(texts: readonly string[]): { bytes: Uint8Array; starts: Uint32Array; ends: Uint32Array } {
  const each = texts.map((text) => encoder.encode(text));
  const starts = new Uint32Array(texts.length);
  const ends = new Uint32Array(texts.length);
  let length = 0;
  for (const [index, { length: own }] of each.entries()) {
    starts[index] = length;
    length += own;
    ends[index] = length;
  }
  const bytes = new Uint8Array(length);
  for (const [index, own] of each.entries()) bytes.set(own, starts[index]);
  return { bytes, starts, ends };
}

function interned(dictionary: ByteDictionary, texts: readonly string[], at: number): string[] {
  const { bytes, starts, ends } = places(texts);
  const codes = new Uint32Array(at + texts.length);
  dictionary.internAll(bytes, starts, ends, texts.length, codes, at);
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
        const dictionary = new ByteDictionary();
        assert.deepEqual(interned(dictionary, some, 0), some);
        assert.deepEqual(interned(dictionary, [...more, ...some], 3), [...more, ...some]);
        const { bytes, starts, ends } = places(some);
        const all = dictionary.texts();
        for (const [index, one] of some.entries()) assert.equal(all[dictionary.intern(bytes, starts[index]!, ends[index]!)], one);
        assert.equal(dictionary.size, new Set(['', ...some, ...more]).size);
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it('order the codes as JavaScript orders the texts, or do not say', () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 200 }), (texts) => {
        const dictionary = new ByteDictionary();
        interned(dictionary, texts, 0);
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
    const dictionary = new ByteDictionary();
    const { bytes, starts, ends } = places(texts);
    const codes = new Uint32Array(texts.length);
    for (let round = 0; round < 2; round++) {
      dictionary.internAll(bytes, starts, ends, texts.length, codes, 0);
      assert.equal(dictionary.size, texts.length + 1);
      assert.equal(new Set(codes).size, texts.length);
    }
    const all = dictionary.texts();
    assert.ok(texts.every((each, index) => all[codes[index]!] === each));
    const order = dictionary.order()!;
    assert.ok(order.every((code, place) => place === 0 || all[order[place - 1]!]! < all[code]!));
  }).timeout(20_000);
});
