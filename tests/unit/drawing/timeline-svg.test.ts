import assert from 'node:assert/strict';
import fc from 'fast-check';
import stringWidth from 'string-width';
import type { Timeline, TimelineOptions } from '../../../src/drawing/timeline-svg.ts';
import { timelineSvg } from '../../../src/drawing/timeline-svg.ts';
import { contrast } from '../../support/contrast.ts';

const options: TimelineOptions = { width: 720, title: 'Ann', end: 10, unit: { length: 1, name: 'd' }, windows: [] };
const record = (time: number, label = 'x'): Timeline['records'][number] => ({ time, label });
const stay = (stage: string, from: number, until?: number): Timeline['stays'][number] => ({
  stage,
  isSide: false,
  from,
  ...(until === undefined ? {} : { until }),
});

/**
 * A column of text is 7.25 px. "ann" takes 21.75, so between margins of 12 the line begins at 45.75, and 708 − 45.75 = 662.25 is
 * the room. A label of one column at the end takes 5 + 7.25 = 12.25 of it, which leaves 650: 65 for each of 10 units.
 */
const ann: Timeline = { contact: 'ann', records: [record(0), record(4), record(10)], stays: [stay('a', 0, 4), stay('b', 4)] };

interface Element {
  readonly name: string;
  readonly kind: string;
  readonly content: string;
  readonly at: (attribute: string) => number;
}

function elements(svg: string): Element[] {
  return [...svg.matchAll(/<(text|line|rect|circle|path) ([^>]*?)\/?>([^<]*)/g)].map(([, name = '', attributes = '', content = '']) => ({
    name,
    kind: /class="([^"]*)"/.exec(attributes)?.[1] ?? '',
    content: content.trimEnd().replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code))),
    at: (attribute) => Number(new RegExp(` ?\\b${attribute}="([^"]*)"`).exec(attributes)?.[1]),
  }));
}

/** The texts, with the room that each takes. */
function texts(svg: string): { content: string; left: number; right: number; base: number }[] {
  return elements(svg)
    .filter(({ name }) => name === 'text')
    .map(({ kind, content, at }) => {
      const wide = stringWidth(content) * 7.25;
      const left = at('x') - (kind.includes('middle') ? wide / 2 : 0);
      return { content, left, right: left + wide, base: at('y') };
    });
}

describe('time lines as SVG', () => {
  it('puts records where their times are', () => {
    const dots = elements(timelineSvg([ann], options)).filter(({ name }) => name === 'circle');
    // 45.75, 45.75 + 4 × 65 = 305.75 and 45.75 + 10 × 65 = 695.75, to a tenth.
    assert.deepEqual(
      dots.map(({ at }) => at('cx')).toSorted((a, b) => a - b),
      [45.8, 305.8, 695.8],
    );
  });

  it('draws a stay from entry to leaving, with a pixel between two', () => {
    const bars = elements(timelineSvg([ann], options)).filter(({ name, kind }) => name === 'rect' && kind === 'path');
    // 4 × 65 − 1 = 259.
    assert.deepEqual(
      bars.map(({ at }) => [at('x'), at('width')]),
      [[45.8, 259]],
    );
  });

  it('draws a stay that goes on to the right margin, with a point', () => {
    assert.match(timelineSvg([ann], options), /<path d="M305\.8 [\d.]+H701L708 [\d.]+L701 [\d.]+H305\.8z" class="path"\/>/);
  });

  it('tells side stages from the path', () => {
    const side = timelineSvg([{ ...ann, stays: [{ ...stay('s', 0, 4), isSide: true }] }], options);
    assert.match(side, /<rect [^>]*class="side"/);
    assert.doesNotMatch(side, /class="path"/);
  });

  it('writes the stage inside its bar where there is room, else behind it', () => {
    const stays = [stay('four', 0, 1), stay('five5', 1, 2), stay('sixteen-columns!', 2, 3)];
    const svg = timelineSvg([{ ...ann, stays }], options);
    // A bar of one unit is 64 wide. Inside, "five5" takes 36.25 + 10; 16 columns are 116 and begin 5 behind 45.75 + 3 × 65 − 1 = 239.75.
    const names = elements(svg).filter(({ content }) => stays.some(({ stage }) => stage === content));
    assert.deepEqual(
      names.map(({ content, kind, at }) => [content, kind, at('x')]),
      [
        ['four', 'in', 50.8],
        ['five5', 'in', 115.8],
        ['sixteen-columns!', '', 244.8],
      ],
    );
  });

  it('marks a pass that was closed', () => {
    const closed = timelineSvg([{ ...ann, stays: [{ ...stay('a', 0, 4), expired: true }] }], options);
    // The bar ends at 304.75.
    assert.match(closed, /<text x="306\.8" y="[\d.]+" class="cross">✗<\/text>/);
    assert.doesNotMatch(timelineSvg([ann], options), /class="cross"/);
  });

  it('says a note in the place of stays', () => {
    assert.match(timelineSvg([{ ...ann, stays: [], note: 'kept out' }], options), /<text x="45\.8" y="[\d.]+" class="quiet">kept out<\/text>/);
  });

  it('draws a window as a bracket and a band', () => {
    const svg = timelineSvg([ann], { ...options, windows: [{ from: 2, to: 6, label: 'w' }] });
    // From 45.75 + 2 × 65 = 175.75 to 435.75, its label about the middle of the two, 305.75.
    assert.match(svg, /<path d="M175\.8 [\d.]+v-5H435\.8v5" class="bracket"\/>/);
    assert.match(svg, /<rect x="175\.8" y="[\d.]+" width="260" height="[\d.]+" class="band"\/>/);
    assert.match(svg, /<text x="305\.8" y="[\d.]+" class="window middle">w<\/text>/);
  });

  for (const [end, labels] of [
    // "2 d" takes 21.75 + 24 = 45.75, less than a unit of 650 / 2 = 325.
    [2, ['0', '1 d', '2 d']],
    // "100 d" takes 36.25 + 24 = 60.25: steps of 5 are 32.5 apart, steps of 10 are 65.
    [100, ['0', '10 d', '20 d', '30 d', '40 d', '50 d', '60 d', '70 d', '80 d', '90 d', '100 d']],
    // "3000 d" takes 43.5 + 24 = 67.5: steps of 200 are 43.3 apart, steps of 500 are 108.3.
    [3000, ['0', '500 d', '1000 d', '1500 d', '2000 d', '2500 d', '3000 d']],
  ] as const) {
    it(`has room between the ticks up to ${String(end)}`, () => {
      const svg = timelineSvg([{ ...ann, records: [record(0), record(end)], stays: [] }], { ...options, end });
      const ticks = elements(svg).filter(({ kind }) => kind === 'quiet middle');
      assert.deepEqual(
        ticks.map(({ content }) => content),
        labels,
      );
      assert.equal(ticks.at(-1)?.at('x'), 695.8);
    });
  }

  it('stacks labels that would meet, in the order of the records', () => {
    const at = (labels: readonly string[]): number[] => {
      const svg = timelineSvg([{ ...ann, records: [...labels.map((label) => record(5, label)), record(10)], stays: [] }], options);
      return labels.map((label) => texts(svg).find(({ content }) => content === label)?.base ?? NaN);
    };
    const [first = 0, second = 0, third = 0] = at(['one', 'two', 'three']);
    // A row is 16 px.
    assert.deepEqual([second - first, third - second], [16, 16]);
  });

  it('counts two columns for characters that are as wide', () => {
    const rows = (label: string): number => {
      const svg = timelineSvg([{ ...ann, records: [record(0, label), record(1, 'y'), record(10)], stays: [] }], options);
      const base = (content: string): number => texts(svg).find((one) => one.content === content)?.base ?? NaN;
      return (base('y') - base(label)) / 16;
    };
    // There are 65 px to the next record. With 5 px on either side 7 columns take 60.75; 4 wide characters are 8 columns, 68.
    assert.equal(rows('seven77'), 0);
    assert.equal(rows('新着商品'), 1);
    assert.equal(rows('新着商'), 0);
  });

  it('makes the time line shorter for a long label at its end, down to 45 % of the room', () => {
    const end = (label: string): number | undefined =>
      elements(timelineSvg([{ ...ann, records: [record(10, label)], stays: [] }], options))
        .find(({ name }) => name === 'circle')
        ?.at('cx');
    // 20 columns: 708 − 5 − 145 = 558. 100 columns are too many: 45.75 + 0.45 × 662.25 = 343.8.
    assert.equal(end('x'.repeat(20)), 558);
    assert.equal(end('x'.repeat(100)), 343.8);
  });

  const label = fc.oneof(fc.string({ minLength: 1, maxLength: 40 }), fc.constantFrom('clicked offer', '新着商品のお知らせ', '👩‍👩‍👧 family', 'x'.repeat(200)));
  const time = fc.integer({ min: 0, max: 10 });
  const stretch = fc.tuple(time, time).map(([one, other]) => ({ from: Math.min(one, other), until: Math.max(one, other) }));
  const stays = fc.array(fc.tuple(stretch, fc.record({ stage: label, isSide: fc.boolean(), expired: fc.boolean() })), { maxLength: 6 });
  const timeline = fc.record({
    contact: label,
    records: fc.array(fc.record({ time, label }), { maxLength: 6 }),
    stays: stays.map((all) => all.map(([times, one]) => ({ ...times, ...one }))),
  });
  const windows = fc.array(
    fc.tuple(stretch, label).map(([{ from, until }, says]) => ({ from, to: until, label: says })),
    { maxLength: 4 },
  );

  it('never lets texts meet, nor leave the picture, nor a pole cross a text', () => {
    fc.assert(
      fc.property(fc.array(timeline, { maxLength: 3 }), windows, (timelines, marked) => {
        const svg = timelineSvg(timelines, { ...options, windows: marked });
        const seen = texts(svg).filter(({ content }) => content.trim() !== '');
        for (const one of seen) {
          assert.ok(one.left >= 0 && one.right <= 720, `"${one.content}" leaves the picture`);
          for (const other of seen) {
            if (one === other || Math.abs(one.base - other.base) >= 12) continue;
            assert.ok(one.right <= other.left + 0.2 || other.right <= one.left + 0.2, `"${one.content}" meets "${other.content}"`);
          }
        }
        for (const { at } of elements(svg).filter(({ kind }) => kind === 'pole')) {
          const crossed = seen.find(({ left, right, base }) => left < at('x1') && at('x1') < right && at('y1') < base && base < at('y2'));
          assert.equal(crossed?.content, undefined);
        }
      }),
      { seed: 3, numRuns: 500 },
    );
  });

  it('escapes whatever a text holds', () => {
    const hostile = ['<img src=x onerror="alert(1)">', `a & b ' "`, ']]><script>', '\u0000\u001b', '\uD800', '\u202Eabc'];
    const timelines = hostile.map((one): Timeline => ({ contact: one, records: [record(1, one)], stays: [stay(one, 1)], note: one }));
    const svg = timelineSvg(timelines, {
      ...options,
      title: hostile.join(' '),
      windows: hostile.map((one) => ({ from: 1, to: 2, label: one })),
      unit: { length: 1, name: '<d>' },
    });
    assert.ok(!/<img|<script|<d>|\u202E/.test(svg));
    assert.ok(svg.includes('&#60;img src=x onerror=&#34;alert(1)&#34;&#62;'));
    assert.ok(svg.includes('a &#38; b &#39; &#34;'));
    // XML 1.0 has no place for control characters and lone surrogates.
    assert.ok(!/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.test(svg));
    for (const [, tag] of svg.matchAll(/<\/?([a-z]+)/g))
      assert.ok(['svg', 'title', 'style', 'text', 'line', 'rect', 'circle', 'path'].includes(tag ?? ''), tag);
  });

  it('has colours with enough contrast in light and dark', () => {
    const [light = '', dark = ''] = (/<style>([^]*)<\/style>/.exec(timelineSvg([ann], options))?.[1] ?? '').split('@media (prefers-color-scheme: dark)');
    for (const style of [light, dark]) {
      const colour = (kind: string): string => new RegExp(`(?:^|[ ,}])${kind}(?:, \\S+)? \\{[^}]*?(?:fill|stroke): (#[0-9a-f]{6})`, 'm').exec(style)?.[1] ?? '';
      // Text 4.5 : 1, marks 3 : 1, as WCAG 2.2 asks.
      for (const kind of ['text', '.quiet', '.window', '.cross']) assert.ok(contrast(colour(kind), colour('.ground')) >= 4.5, `${kind} ${colour(kind)}`);
      for (const kind of ['.path', '.side']) {
        assert.ok(contrast(colour(kind), colour('.ground')) >= 3, kind);
        assert.ok(contrast(colour('.in'), colour(kind)) >= 4.5, kind);
      }
    }
  });
});
