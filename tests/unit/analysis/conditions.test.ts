import assert from 'node:assert/strict';
import { readFiles } from '../../support/journeys.ts';

const CATALOGUE = `channel n
channel m
email x { channel n link pricing "https://a.example/pricing" link tour "https://a.example/tour" }
email y { channel n }
email z { channel m }
form f
form g
page p { url "https://a.example/compare/*" }
activity buy { value number plan text paid flag due date }
contact { plan text seats number vip flag joined date }
score heat { +10 when clicked any email +20 when submitted f }
score cold { -5 when clicked x +10 when performed buy }
segment keen when clicked x at least 3 times in last 30 days
segment pro when contact.plan == "pro"
`;

const ANALYSED = ['contradiction', 'tautology'];

/** What is said of a condition: `CODE: the text that it is said of`. */
async function said(clause: string): Promise<string[]> {
  const { document } = await readFiles({ 'a.journey': `${CATALOGUE}${clause}` });
  const errors = (document.diagnostics ?? []).filter(({ severity }) => severity === 1).map(({ message }) => message);
  assert.deepEqual(errors, [], clause);
  return (document.diagnostics ?? [])
    .filter(({ code }) => ANALYSED.includes(String(code)))
    .map(({ code, range }) => `${String(code)}: ${document.textDocument.getText(range)}`);
}

const inStage = (condition: string): Promise<string[]> => said(`journey j { stage a { enter when delivered x } stage b { enter when ${condition} } }`);

/** Pairs: a condition that is never true, and one that differs by little and can be. `only`: the part that is said to be at fault. */
const NEVER: readonly (readonly [impossible: string, possible: string, only?: string])[] = [
  // Attributes.
  ['contact.plan == "a" and contact.plan == "b"', 'contact.plan == "a" or contact.plan == "b"'],
  ['contact.plan == "a" and contact.plan != "A"', 'contact.plan == "a" and contact.plan != "b"'],
  ['contact.plan == "a" and not contact.plan == "a"', 'contact.plan == "a" and not contact.plan == "b"'],
  ['contact.plan in ("a", "b") and contact.plan in ("c", "d")', 'contact.plan in ("a", "b") and contact.plan in ("b", "d")'],
  ['contact.plan in ("a", "b") and contact.plan == "c"', 'contact.plan in ("a", "b") and contact.plan == "B"'],
  ['contact.plan in ("a", "b") and contact.plan != "a" and contact.plan != "b"', 'contact.plan in ("a", "b") and contact.plan != "a"'],
  ['contact.plan == "abc" and not contact.plan starts with "AB"', 'contact.plan == "abc" and not contact.plan starts with "b"'],
  ['contact.plan == "abc" and contact.plan ends with "b"', 'contact.plan == "abc" and contact.plan ends with "c"'],
  ['contact.plan == "abc" and not contact.plan contains "b"', 'contact.plan == "abc" and not contact.plan contains "d"'],
  ['contact.plan == "abc" and not contact.plan matches "ab*"', 'contact.plan == "abc" and not contact.plan matches "ac*"'],
  ['contact.plan starts with "ab" and contact.plan starts with "b"', 'contact.plan starts with "ab" and contact.plan starts with "a"'],
  ['contact.plan ends with "ab" and contact.plan ends with "a"', 'contact.plan ends with "ab" and contact.plan ends with "b"'],
  ['contact.plan starts with "ab" and not contact.plan contains "b"', 'contact.plan starts with "ab" and not contact.plan contains "c"'],
  ['contact.plan matches "*b*" and not contact.plan contains "b"', 'contact.plan matches "*b*" and not contact.plan starts with "b"'],
  ['contact.plan is missing and contact.plan is present', 'contact.plan is missing or contact.seats is present'],
  ['contact.plan is missing and contact.plan == "a"', 'contact.plan is missing and contact.plan != "a"'],
  ['contact.plan == ""', 'contact.plan == "a"'],
  ['contact.seats > 5 and contact.seats < 5', 'contact.seats > 5 and contact.seats < 6'],
  ['contact.seats >= 5 and contact.seats < 5', 'contact.seats >= 5 and contact.seats <= 5'],
  ['contact.seats == 5 and contact.seats == 6', 'contact.seats == 5 and contact.seats == 5.0'],
  ['contact.seats >= 5 and contact.seats <= 5 and contact.seats != 5', 'contact.seats >= 5 and contact.seats <= 6 and contact.seats != 5'],
  ['contact.seats in (1, 2) and contact.seats > 2', 'contact.seats in (1, 2) and contact.seats > 1'],
  ['contact.vip == true and contact.vip == false', 'contact.vip == true and contact.vip != false'],
  ['contact.vip == true and contact.vip is missing', 'contact.vip != true and contact.vip is missing'],
  ['contact.joined < 2026-01-01 and contact.joined > 2026-01-01', 'contact.joined <= 2026-01-01 and contact.joined >= 2026-01-01'],
  ['contact.joined == 2026-01-01 and contact.joined > 2026-01-01T23:59:59.999999Z', 'contact.joined == 2026-01-01 and contact.joined > 2026-01-01T23:59Z'],
  ['contact.plan == "a" for 3 days and contact.plan == "b"', 'contact.plan == "a" for 3 days and contact.plan == "A"'],
  ['contact.plan == "a" for 3 days and not contact.plan == "a" for 2 days', 'contact.plan == "a" for 3 days and not contact.plan == "a" for 4 days'],
  // Segments, scores, subscriptions, consent.
  ['in segment pro and contact.plan == "free"', 'in segment pro and contact.plan == "PRO"'],
  ['in segment keen and not in segment keen', 'in segment keen and not in segment pro'],
  ['in segment keen and not clicked x in last 30 days', 'in segment keen and not clicked x in last 29 days'],
  ['in segment keen and not clicked any email at least 3 times in last 31 days', 'in segment keen and not clicked any email at least 4 times in last 31 days'],
  ['score heat < 0', 'score heat <= 0'],
  ['score heat == 15', 'score heat == 30'],
  ['score heat > 10 and score heat < 20', 'score heat > 10 and score heat <= 20'],
  ['score heat >= 20 and score heat < 20', 'score heat >= 20 and score heat < 21'],
  ['score cold == 3', 'score cold == -15'],
  ['is subscribed to n and not is subscribed to n', 'is subscribed to n and not is subscribed to m'],
  ['has consent and not given consent ever', 'has consent and not given consent in last 3 days'],
  // Counts and windows.
  ['clicked x within 3 days and not clicked x within 5 days', 'clicked x within 5 days and not clicked x within 3 days'],
  ['clicked x in last 3 days and not clicked x in last 5 days', 'clicked x in last 5 days and not clicked x in last 3 days'],
  ['clicked x and not clicked x ever', 'clicked x ever and not clicked y ever'],
  ['clicked x within 3 days and not clicked x ever', 'clicked x within 3 days and not opened x ever'],
  [
    'clicked x at least 3 times in last 3 days and clicked x at most 2 times in last 3 days',
    'clicked x at least 2 times in last 3 days and clicked x at most 2 times in last 3 days',
  ],
  [
    'clicked x exactly 2 times in last 3 days and clicked x exactly 3 times in last 3 days',
    'clicked x exactly 2 times in last 3 days and clicked x exactly 3 times in last 4 days',
  ],
  [
    'clicked x exactly 2 times in last 3 days and clicked x at most 1 times in last 4 days',
    'clicked x exactly 2 times in last 3 days and clicked x at most 1 times in last 2 days',
  ],
  [
    'clicked x at least 2 different days ever and clicked x at most 1 times ever',
    'clicked x at least 2 times ever and not clicked x at least 2 different days ever',
  ],
  ['clicked x ever and not clicked x at least 1 different days ever', 'clicked x ever and not clicked x at least 1 different links ever'],
  [
    'clicked x since 2026-02-01 until 2026-02-05 and not clicked x since 2026-01-01 until 2026-03-01',
    'clicked x since 2026-01-01 until 2026-03-01 and not clicked x since 2026-02-01 until 2026-02-05',
  ],
  ['not clicked x for 5 days and clicked x in last 4 days', 'not clicked x for 4 days and clicked x in last 5 days'],
  ['not clicked x for 5 days and not not clicked x for 4 days', 'not clicked x for 4 days and not not clicked x for 5 days'],
  ['not clicked any email for 5 days and clicked x.pricing in last 5 days', 'not clicked x for 5 days and clicked any email in last 5 days'],
  // Narrower and wider patterns.
  ['clicked x.pricing in last 3 days and not clicked x in last 3 days', 'clicked x in last 3 days and not clicked x.pricing in last 3 days'],
  ['clicked x in last 3 days and not clicked any email in n in last 3 days', 'clicked x in last 3 days and not clicked any email in m in last 3 days'],
  [
    'clicked any of (x, y) in last 3 days and not clicked any email in n in last 3 days',
    'clicked any of (x, z) in last 3 days and not clicked any email in n in last 3 days',
  ],
  ['clicked any of (x.tour, y) ever and not clicked any of (x, y) ever', 'clicked any of (x.tour, z) ever and not clicked any of (x, y) ever'],
  ['hard bounced x ever and not bounced x ever', 'bounced x ever and not hard bounced x ever'],
  ['opened x ever and not been active ever', 'delivered x ever and not been active ever'],
  ['unsubscribed from all channels ever and not unsubscribed from n ever', 'unsubscribed from n ever and not unsubscribed from all channels ever'],
  ['unsubscribed from n ever and not unsubscribed from any channel ever', 'unsubscribed from any channel ever and not unsubscribed from n ever'],
  ['submitted f ever and not submitted any form ever', 'submitted any form ever and not submitted f ever'],
  ['visited "https://a.example/compare/*" ever and not visited p ever', 'visited "https://a.example/*" ever and not visited p ever'],
  [
    'performed buy where value > 10 ever and not performed buy where value > 5 ever',
    'performed buy where value > 5 ever and not performed buy where value > 10 ever',
  ],
  ['performed buy where plan == "a" ever and not performed buy ever', 'performed buy ever and not performed buy where plan == "a" ever'],
  // Chains.
  ['delivered y then clicked y and not clicked y ever', 'delivered y then clicked y and not clicked x ever'],
  [
    '(delivered y within 2 days then clicked y within 2 days) and not (delivered y within 2 days then clicked y within 2 days)',
    '(delivered y within 2 days then clicked y within 2 days) and not (delivered y within 2 days then clicked y within 1 days)',
  ],
  // Last emails.
  ['clicked any of last 3 emails and not clicked any email ever', 'not clicked any of last 3 emails and clicked any email ever'],
  ['clicked any of last 3 emails and not clicked any of last 3 emails', 'clicked any of last 3 emails and not clicked any of last 2 emails'],
  // Stages.
  ['clicked x since b', 'clicked x since a'],
  // Only a part is at fault.
  [
    'clicked x or contact.plan == "a" and contact.plan == "b"',
    'clicked x or contact.plan == "a" and contact.seats == 1',
    'contact.plan == "a" and contact.plan == "b"',
  ],
  ['clicked x and score heat < 0', 'clicked x and score heat < 1', 'score heat < 0'],
  ['clicked x and (score heat < 0 or contact.seats > 1)', 'clicked x and (score heat < 1 or contact.seats > 1)', 'score heat < 0'],
  ['not (contact.plan == "a" or contact.plan != "a")', 'not (contact.plan == "a" or contact.plan != "b")'],
];

const ALWAYS: readonly (readonly [always: string, sometimes: string, only?: string])[] = [
  ['contact.plan == "a" or contact.plan != "a"', 'contact.plan == "a" or contact.plan == "b"'],
  // Not what `is present` asks: a missing plan is different from every text.
  ['contact.plan != ""', 'contact.plan != "a"'],
  ['contact.plan is missing or contact.plan is present', 'contact.plan is missing or contact.seats is present'],
  ['contact.seats < 5 or contact.seats >= 5 or contact.seats != 5', 'contact.seats < 5 or contact.seats >= 5'],
  ['score heat >= 0', 'score heat >= 1'],
  ['score heat != 15', 'score heat != 20'],
  ['clicked x and score heat >= 0', 'clicked x and score heat >= 1', 'score heat >= 0'],
  ['clicked x in last 3 days or not clicked x in last 3 days', 'clicked x in last 2 days or not clicked x in last 3 days'],
  ['clicked x in last 3 days or not clicked x in last 2 days', 'clicked x in last 2 days or not clicked x in last 3 days'],
  ['in segment pro or not contact.plan == "pro"', 'in segment pro or contact.plan == "free"'],
  ['not (contact.plan == "a" and contact.plan == "b")', 'not (contact.plan == "a" and contact.seats == 1)'],
];

describe('analysis of conditions', () => {
  for (const [impossible, possible, only = impossible] of NEVER) {
    it(`never true: ${impossible}`, async () => {
      assert.deepEqual(await inStage(impossible), [`contradiction: ${only}`]);
    });
    it(`can be true: ${possible}`, async () => {
      assert.deepEqual(await inStage(possible), []);
    });
  }

  for (const [always, sometimes, only = always] of ALWAYS) {
    it(`always true: ${always}`, async () => {
      assert.deepEqual(await inStage(always), [`tautology: ${only}`]);
    });
    it(`not always true: ${sometimes}`, async () => {
      assert.deepEqual(await inStage(sometimes), []);
    });
  }
});
