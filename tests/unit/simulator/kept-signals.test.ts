import assert from 'node:assert/strict';
import { signalsOf } from '../../../src/simulator/matching/signals.ts';
import { simulate } from '../../../src/simulator/simulate.ts';
import { TimeZone } from '../../../src/time/time-zone.ts';
import { modelOf } from '../../support/journeys.ts';
import { loadRecords } from '../../support/ways.ts';
import { ORIGIN, microseconds } from '../../support/worked-cases.ts';

const record = (contact: string, time: string, event: string, fields: Readonly<Record<string, string>>): string =>
  JSON.stringify({ contact, time: ORIGIN + microseconds(time), event, ...fields });

// 2026-01-02 begins in Prague at 2026-01-01T23:00Z.
const RECORDS = [
  record('ann', '0', 'delivered', { email: 'x' }),
  record('ann', '1d', 'clicked', { email: 'x' }),
  record('ann', '3d', 'clicked', { email: 'y' }),
  record('ann', '4d', 'buy', { due: '2026-01-01T23:30:00Z' }),
  record('bea', '0', 'delivered', { email: 'x2' }),
  record('bea', '5d', 'clicked', { email: 'x2' }),
  record('bea', '6d', 'buy', { due: '2026-01-02T12:00:00Z' }),
].join('\n');

const text = (change: Partial<Record<'id' | 'window' | 'pattern' | 'zone', string>>): string => `email x { id "${change.id ?? 'x1'}" }
email y
activity buy { due date }
journey j {
  timezone "${change.zone ?? 'UTC'}"
  stage a { enter when delivered x }
  stage b { enter when ${change.pattern ?? 'clicked any email'} ${change.window ?? 'within 2 days'} }
  stage c { enter when performed buy where due == 2026-01-02 }
}`;

// Each differs from the one before, so that something that was kept and is no longer so would show.
const EDITS = [
  {},
  { window: 'within 5 days' },
  { pattern: 'clicked y', window: 'within 5 days' },
  { pattern: 'clicked y', window: 'within 5 days', id: 'x2' },
  { window: 'within 5 days', id: 'x2' },
  { window: 'within 5 days', id: 'x2', zone: 'Europe/Prague' },
  {},
];

describe('signals that are kept with a table', () => {
  it('answer an edited journey as a table that nobody has asked yet', async () => {
    const kept = await loadRecords(RECORDS);
    const answers: string[] = [];
    for (const edit of EDITS) {
      const model = await modelOf(text(edit));
      const [one, other] = [simulate(model, 'j', kept, {}), simulate(model, 'j', await loadRecords(RECORDS), {})];
      assert(one.ok);
      assert.deepEqual(one, other);
      answers.push(one.result.stages.map(({ entered }) => entered).join(' '));
    }
    // Ann clicks x at 1 d, so within 2 days; bea, known only by the id x2, at 5 d. What ann buys is due on 2 January in Prague only.
    assert.deepEqual(answers, ['1 1 0', '1 1 0', '1 1 0', '2 1 0', '2 2 1', '2 2 2', '1 1 0']);
  });

  it('are found once: another window finds nothing anew, another pattern that pattern alone', async () => {
    const { table } = await loadRecords(RECORDS);
    const utc = TimeZone.named('UTC')!;
    const signalAt = async (change: Parameters<typeof text>[0], stage: number) => {
      const model = await modelOf(text(change));
      const when = model.journeys[0]?.stages[stage]?.rules[0]?.when;
      assert(when?.kind === 'occurrence');
      return signalsOf(table, model, utc).ofPattern(when.pattern);
    };
    const [first, second] = [await signalAt({}, 0), await signalAt({}, 1)];
    assert.deepEqual([...second.records], [1, 2, 5]);
    assert.deepEqual([...second.starts, second.contacts], [0, 2, 3, 2]);
    assert.equal(await signalAt({ window: 'within 3 days' }, 1), second);
    assert.notEqual(await signalAt({ pattern: 'clicked y' }, 1), second);
    assert.equal(await signalAt({ pattern: 'clicked y' }, 0), first);
    assert.notEqual(await signalAt({ id: 'x2' }, 0), first);
  });
});
