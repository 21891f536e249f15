import assert from 'node:assert/strict';
import type { EmailResult } from '../../../src/results/result.ts';
import { simulate } from '../../../src/simulator/simulate.ts';
import { modelOf } from '../../support/journeys.ts';
import { loadRecords } from '../../support/ways.ts';
import { ORIGIN } from '../../support/worked-cases.ts';

const TEXT = `email x "Teaser" { id "d-1" }
email unused
journey j { stage s { enter when sent x } }`;

async function emailsOf(lines: readonly string[]): Promise<readonly EmailResult[]> {
  const records = lines.map((line, id) => {
    const [contact, event, email] = line.split(' ');
    return JSON.stringify({ contact, time: ORIGIN + id * 1e6, event, email, id: String(id) });
  });
  const outcome = simulate(await modelOf(TEXT), 'j', await loadRecords(records.join('\n')), {});
  assert(outcome.ok);
  return outcome.result.emails;
}

describe('the statistics of emails', () => {
  it('counts records, and contacts where they are unique; every name of an email counts', async () => {
    const [x, unused] = await emailsOf([
      ...['a sent x', 'b sent d-1', 'c sent TEASER', 'd sent x', 'a delivered x', 'b delivered x', 'c delivered x', 'd bounced x'],
      // a opens twice and clicks twice; b only clicks, three times; c complains and leaves.
      ...['a opened x', 'a opened x', 'a clicked x', 'a clicked x', 'b clicked x', 'b clicked x', 'b clicked x', 'c spam_reported x', 'c unsubscribed x'],
      'a opened other',
    ]);
    assert.deepEqual(x, {
      name: 'x',
      label: 'Teaser',
      sent: 4,
      delivered: 3,
      bounced: 1,
      // b's clicks are one open.
      opened: 3,
      clicked: 5,
      unsubscribed: 1,
      spamReported: 1,
      uniqueOpened: 2,
      uniqueClicked: 2,
      openRate: 2 / 3,
      clickRate: 2 / 3,
      clickToOpenRate: 1,
      unsubscribeRate: 1 / 3,
      spamRate: 1 / 3,
      bounceRate: 1 / 4,
    });
    assert.deepEqual([unused?.sent, unused?.openRate, unused?.clickToOpenRate, unused?.bounceRate], [0, null, null, null]);
  });

  it('where no input has a delivery, delivered is sent less bounced', async () => {
    const [x] = await emailsOf(['a sent x', 'b sent x', 'c sent x', 'c bounced x', 'a opened x']);
    assert.deepEqual([x?.delivered, x?.openRate], [2, 1 / 2]);
  });

  it('a delivery of any other email is enough for deliveries to be counted', async () => {
    const [x] = await emailsOf(['a sent x', 'b sent x', 'c delivered other']);
    assert.deepEqual([x?.delivered, x?.openRate], [0, null]);
  });
});
