import assert from 'node:assert/strict';
import { signalQuality } from '../../../src/simulator/signal-quality.ts';
import { simulate } from '../../../src/simulator/simulate.ts';
import { modelOf } from '../../support/journeys.ts';
import { loadRecords } from '../../support/ways.ts';
import { ORIGIN } from '../../support/worked-cases.ts';

const TEXT = `email x { link a "https://e.example/a" link b "https://e.example/b" }
email y { link only "https://e.example/y" }
journey j { stage s { enter when clicked any email ever } stage t { enter when opened x at least 2 times } }`;

/** Seconds after the beginning, event, email, link. */
type Line = readonly [seconds: number, event: string, email: string, link?: string];

const recordsOf = (lines: readonly Line[]): string =>
  lines
    .map(([seconds, event, email, link], id) => JSON.stringify({ contact: 'c', time: ORIGIN + seconds * 1e6, event, email, link, id: String(id) }))
    .join('\n');

describe('clicks that only a robot makes', () => {
  const cases: readonly { readonly title: string; readonly lines: readonly Line[]; readonly robots: number }[] = [
    { title: '4 on one email within exactly 1 s', lines: [0, 0.5, 0.7, 1].map((at): Line => [at, 'clicked', 'x', 'a']), robots: 4 },
    { title: '4 on one email in more than 1 s', lines: [0, 0.5, 0.7, 1.000001].map((at): Line => [at, 'clicked', 'x', 'a']), robots: 0 },
    { title: '3 at once', lines: [0, 0, 0].map((at): Line => [at, 'clicked', 'x', 'a']), robots: 0 },
    { title: '5 within exactly 10 s, and one later', lines: [0, 3, 6, 9, 10, 14].map((at): Line => [at, 'clicked', 'x', 'a']), robots: 5 },
    { title: '5 in more than 10 s', lines: [0, 3, 6, 9, 10.5].map((at): Line => [at, 'clicked', 'x', 'a']), robots: 0 },
    {
      title: '2 on each of two emails within 1 s',
      lines: [
        [0, 'clicked', 'x', 'a'],
        [0.1, 'clicked', 'y', 'only'],
        [0.2, 'clicked', 'x', 'b'],
        [0.3, 'clicked', 'y', 'only'],
      ],
      robots: 0,
    },
    {
      title: 'every link within 2 s of delivery',
      lines: [
        [0, 'delivered', 'x'],
        [1, 'clicked', 'x', 'a'],
        [2, 'clicked', 'x', 'https://e.example/b?utm_source=n'],
        [3, 'clicked', 'x', 'a'],
      ],
      robots: 2,
    },
    {
      title: 'every link, the last one later than 2 s',
      lines: [
        [0, 'delivered', 'x'],
        [1, 'clicked', 'x', 'a'],
        [2.5, 'clicked', 'x', 'b'],
      ],
      robots: 0,
    },
    {
      title: 'one link of two within 2 s',
      lines: [
        [0, 'delivered', 'x'],
        [1, 'clicked', 'x', 'a'],
      ],
      robots: 0,
    },
    {
      title: 'the only link within 2 s of the second delivery',
      lines: [
        [0, 'delivered', 'y'],
        [60, 'delivered', 'y'],
        [61, 'clicked', 'y', 'only'],
      ],
      robots: 1,
    },
    {
      title: 'where nothing is delivered, sent stands for it',
      lines: [
        [0, 'sent', 'y'],
        [1, 'clicked', 'y', 'only'],
      ],
      robots: 1,
    },
  ];
  for (const { title, lines, robots } of cases) {
    it(title, async () => {
      const { marks } = signalQuality((await loadRecords(recordsOf(lines))).table, await modelOf(TEXT));
      assert.equal(marks.filter((mark) => mark === 2).length, robots);
    });
  }

  it('are counted always and left out on request, as machine-made opens are', async () => {
    const records = [
      { contact: 'ann', time: ORIGIN, event: 'opened', email: 'x', machine: 'true' },
      { contact: 'ann', time: ORIGIN + 1e6, event: 'opened', email: 'x' },
      { contact: 'ann', time: ORIGIN + 2e6, event: 'clicked', email: 'x' },
      { contact: 'bot', time: ORIGIN, event: 'clicked', email: 'x', machine: 'true' },
    ].map((record) => JSON.stringify(record));
    const [model, loaded] = [await modelOf(TEXT), await loadRecords(records.join('\n'))];
    const numbers = (without: readonly ('machine-opens' | 'bot-clicks')[]): unknown => {
      const outcome = simulate(model, 'j', loaded, { without });
      assert(outcome.ok);
      const { records: counts, contacts, emails, asOf } = outcome.result;
      return [counts.used, counts.leftOut, counts.machineOpens, counts.botClicks, contacts.entered, emails[0]?.opened, emails[0]?.clicked, asOf];
    };
    const end = '2026-01-01T00:00:02.000Z';
    // The robot clicked without an open, which counts as one.
    assert.deepEqual(numbers([]), [4, 0, 1, 1, 2, 3, 2, end]);
    assert.deepEqual(numbers(['machine-opens']), [3, 1, 1, 1, 2, 2, 2, end]);
    assert.deepEqual(numbers(['bot-clicks']), [3, 1, 1, 1, 1, 2, 1, end]);
    assert.deepEqual(numbers(['bot-clicks', 'machine-opens']), [2, 2, 1, 1, 1, 1, 1, end]);
  });
});
