import assert from 'node:assert/strict';
import type { CampaignResult } from '../../../src/results/campaign-result.ts';
import { finishCampaignParts, simulateCampaign, simulateCampaignPart } from '../../../src/simulator/simulate-campaign.ts';
import { atOnce } from '../../../src/simulator/steps.ts';
import { modelOf } from '../../support/journeys.ts';
import { assertSchema } from '../../support/schemas.ts';
import { loadRecords } from '../../support/ways.ts';

const TEXT = `email teaser { link pricing "https://e.example/pricing" }
email invite
form demo
segment fan when clicked any email at least 2 times in last 30 days
journey j "J" {
  timezone "Europe/Prague"
  stage a "A" { enter when delivered teaser }
  stage b "B" { enter when clicked teaser }
  stage c "C" { enter when submitted demo }
}
`;

const record = (contact: string, time: string, event: string, more: object = {}): string => JSON.stringify({ contact, time, event, email: 'teaser', ...more });

async function resultOf(campaign: string, records: readonly string[], asOf?: string): Promise<CampaignResult> {
  const model = await modelOf(`${TEXT}campaign push "Push" {\n  objective "x"\n  via email\n${campaign}\n}`);
  const loaded = await loadRecords(records.join('\n'));
  const options = asOf === undefined ? {} : { asOf: Date.parse(asOf) * 1000 };
  const outcome = atOnce(simulateCampaign(model, 'push', loaded, options));
  assert(outcome.ok, outcome.ok ? '' : outcome.problem.message);
  assertSchema('campaign', outcome.result);
  // The same from a part for each contact, in any order.
  const parts = loaded.table.contacts.map((_, contact) => {
    const part = atOnce(simulateCampaignPart(model, 'push', loaded, { from: contact, to: contact + 1 }, options));
    assert(part.ok);
    return part;
  });
  assert.equal(JSON.stringify(finishCampaignParts(parts.toReversed())), JSON.stringify(outcome.result));
  return outcome.result;
}

/** March in Prague: 2026-02-28T23:00Z up to 2026-03-31T22:00Z, an hour shorter. */
const MARCH = '  journey j\n  runs 2026-03-01 to 2026-03-31\n';

describe('campaigns', () => {
  // ann comes from before and moves on in March; bea moves within; cid moves before March; dan after; eve on the last second.
  const records = [
    record('ann', '2026-02-10T10:00:00Z', 'delivered'),
    record('ann', '2026-03-05T10:00:00Z', 'clicked'),
    record('bea', '2026-02-28T23:00:00Z', 'delivered'),
    record('bea', '2026-03-02T10:00:00Z', 'clicked'),
    record('bea', '2026-03-03T10:00:00Z', 'submitted', { email: '', form: 'demo' }),
    record('cid', '2026-02-01T10:00:00Z', 'delivered'),
    record('cid', '2026-02-02T10:00:00Z', 'clicked'),
    record('dan', '2026-03-20T10:00:00Z', 'delivered'),
    record('dan', '2026-03-31T22:00:00Z', 'clicked'),
    record('eve', '2026-03-20T10:00:00Z', 'delivered'),
    record('eve', '2026-03-31T21:59:59Z', 'clicked'),
    record('fay', '2026-04-02T10:00:00Z', 'delivered'),
  ];

  it('moves and rates count in the period, in the time zone of the journey; stages of before are known', async () => {
    const result = await resultOf(
      `${MARCH}  moves a to b
  kpi reached b >= 50% of a
  kpi reached b >= 4 contacts
  kpi reached c >= 1 contacts
  kpi submitted demo >= 2 contacts
  kpi click_rate of teaser >= 60%
  kpi spam_rate <= 1%
  kpi open_rate of invite >= 1%
  send teaser on day 0
  send invite on day 1`,
      records,
    );
    assert.deepEqual(result.period, { from: '2026-03-01', to: '2026-03-31', timezone: 'Europe/Prague', isOver: true });
    // ann and cid are known before, bea by the first moment.
    assert.deepEqual(result.audience, { contacts: 5, atStart: 3 });
    assert.deepEqual(
      result.stages.map(({ name, atStart, entered, atEnd }) => [name, atStart, entered, atEnd]),
      [
        // ann at the start; bea, dan and eve enter; dan is left at the end.
        ['a', 1, 3, 1],
        // cid at the start; ann, bea and eve enter; bea goes on.
        ['b', 1, 3, 3],
        ['c', 0, 1, 1],
      ],
    );
    // Of ann, bea, dan and eve all but dan.
    assert.deepEqual([result.moves?.contacts, result.moves?.moved, result.moves?.rate], [4, 3, 3 / 4]);
    // Deliveries in March: bea, dan, eve; of their clicks two lie in it. ann's click is one on a mail of February.
    assert.deepEqual(
      result.emails.map(({ name, delivered, uniqueClicked, clicked }) => [name, delivered, uniqueClicked, clicked]),
      [
        ['teaser', 3, 2, 2],
        ['invite', 0, 0, 0],
      ],
    );
    assert.deepEqual(
      result.kpis.map(({ text, unit, actual, met }) => [text, unit, actual, met]),
      [
        ['reached b of a', 'share', 3 / 4, true],
        ['reached b', 'contacts', 3, false],
        ['reached c', 'contacts', 1, true],
        ['submitted demo', 'contacts', 1, false],
        ['click_rate of teaser', 'share', 2 / 3, true],
        ['spam_rate', 'share', 0, true],
        ['open_rate of invite', 'share', null, null],
      ],
    );
    // On day 0 ann and cid are known before it begins, and bea is by its first moment; on day 1 the same.
    assert.deepEqual(result.sends, [
      { email: 'teaser', text: 'on day 0', contacts: 3, days: [{ date: '2026-03-01', contacts: 3 }] },
      { email: 'invite', text: 'on day 1', contacts: 3, days: [{ date: '2026-03-02', contacts: 3 }] },
    ]);
    assert.deepEqual(result.warnings, []);
  });

  it('before its end it says so', async () => {
    const result = await resultOf(MARCH, records, '2026-03-10T00:00:00Z');
    assert.equal(result.period?.isOver, false);
    assert.deepEqual(result.audience, { contacts: 3, atStart: 3 });
    assert.deepEqual(
      result.warnings.map(({ code }) => code),
      ['campaign-not-over'],
    );
  });

  it('a contact is in the audience from the first moment of the period at which it is true', async () => {
    const clicks = (contact: string, ...times: string[]): string[] => times.map((time) => record(contact, time, 'clicked'));
    const result = await resultOf(
      `${MARCH}  audience when in segment fan\n  kpi clicked any email >= 1 contacts\n  send invite on day 0\n  send invite on day 20`,
      [
        // A fan from 02-20 to 03-21; on 03-01 it is one.
        ...clicks('ann', '2026-02-19T10:00:00Z', '2026-02-20T10:00:00Z'),
        // Was one in January, and not in March.
        ...clicks('bea', '2026-01-02T10:00:00Z', '2026-01-03T10:00:00Z', '2026-03-03T10:00:00Z'),
        // Becomes one on 03-10, and clicks no more.
        ...clicks('cid', '2026-03-09T10:00:00Z', '2026-03-10T10:00:00Z'),
        // Becomes one after the period.
        ...clicks('dan', '2026-03-30T10:00:00Z', '2026-04-01T10:00:00Z'),
      ],
    );
    assert.deepEqual(result.audience, { contacts: 2, atStart: 1 });
    // The click that makes cid a fan lies in the period; ann's lie before it.
    assert.equal(result.kpis[0]?.actual, 1);
    assert.deepEqual(
      result.sends.map(({ days }) => days),
      [[{ date: '2026-03-01', contacts: 1 }], [{ date: '2026-03-21', contacts: 2 }]],
    );
  });

  it('sends so long after a delivery, with the delivery as the anchor of the condition', async () => {
    const result = await resultOf(`${MARCH}  send invite 3 days after teaser when not clicked teaser.pricing within 3 days`, [
      record('ann', '2026-03-01T12:00:00Z', 'delivered'),
      // bea clicks exactly 3 days later, which is within.
      record('bea', '2026-03-01T12:00:00Z', 'delivered'),
      record('bea', '2026-03-04T12:00:00Z', 'clicked', { link: 'pricing' }),
      // cid a second too late.
      record('cid', '2026-03-01T12:00:00Z', 'delivered'),
      record('cid', '2026-03-04T12:00:01Z', 'clicked', { link: 'pricing' }),
      // dan gets it twice: clicks after the first only. 2026-03-06T23:30Z is the 7th in Prague.
      record('dan', '2026-03-02T12:00:00Z', 'delivered'),
      record('dan', '2026-03-02T13:00:00Z', 'clicked', { link: 'pricing' }),
      record('dan', '2026-03-03T23:30:00Z', 'delivered'),
      // eve before the period, fay with an end after the as-of moment.
      record('eve', '2026-02-27T12:00:00Z', 'delivered'),
      record('fay', '2026-03-29T12:00:00Z', 'delivered'),
      record('gus', '2026-03-30T12:00:00Z', 'opened'),
    ]);
    assert.deepEqual(result.sends, [
      {
        email: 'invite',
        text: '3 days after teaser when not clicked teaser.pricing within 3 days',
        contacts: 3,
        days: [
          { date: '2026-03-04', contacts: 2 },
          { date: '2026-03-07', contacts: 1 },
        ],
      },
    ]);
  });

  it('a rate over several emails is that of all their deliveries', async () => {
    const result = await resultOf(`${MARCH}  send teaser on day 0\n  send invite on day 1\n  kpi click_rate >= 10%`, [
      record('ann', '2026-03-02T10:00:00Z', 'delivered'),
      record('ann', '2026-03-02T11:00:00Z', 'clicked'),
      record('ann', '2026-03-03T10:00:00Z', 'delivered', { email: 'invite' }),
      record('bea', '2026-03-02T10:00:00Z', 'delivered'),
      record('bea', '2026-03-03T10:00:00Z', 'delivered', { email: 'invite' }),
      record('bea', '2026-03-03T11:00:00Z', 'clicked', { email: 'other' }),
    ]);
    assert.equal(result.kpis[0]?.actual, 1 / 4);
  });

  it('without a journey and a period it has emails and what contacts did', async () => {
    const result = await resultOf('  send teaser on day 0\n  kpi submitted demo >= 1 contacts', records);
    assert.deepEqual([result.journey, result.period, result.stages, result.moves], [null, null, [], null]);
    assert.deepEqual([result.audience, result.kpis[0]?.actual, result.emails[0]?.delivered], [{ contacts: 6, atStart: 0 }, 1, 6]);
    // Day 0 of what?
    assert.equal(result.sends[0]?.contacts, 0);
  });

  it('an unknown name is said', async () => {
    const outcome = atOnce(simulateCampaign(await modelOf(TEXT), 'pull', await loadRecords(records.join('\n')), {}));
    assert.deepEqual(outcome, { ok: false, problem: { kind: 'unknown-name', message: 'The file has no campaign "pull". It has no campaign.' } });
  });
});
