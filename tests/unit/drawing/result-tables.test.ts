import assert from 'node:assert/strict';
import stringWidth from 'string-width';
import { breakdownTable } from '../../../src/drawing/breakdown-table.ts';
import { emailTable } from '../../../src/drawing/email-table.ts';
import { experimentTable } from '../../../src/drawing/experiment-table.ts';
import { nearMissesLines } from '../../../src/drawing/near-misses-lines.ts';
import { traceLines } from '../../../src/drawing/trace-lines.ts';
import { warningLines } from '../../../src/drawing/warning-lines.ts';
import type { ExperimentResult } from '../../../src/results/experiment-result.ts';
import type { BreakdownResult, EmailResult } from '../../../src/results/result.ts';
import type { NearMissesResult, TraceResult } from '../../../src/results/trace-result.ts';
import { exampleResult, withLabels } from './example-result.ts';

const DAY = 86_400;

function assertFits(lines: readonly string[], columns: number): void {
  for (const line of lines) assert(stringWidth(line) <= columns, line);
}

const rule = { stage: 'interested', index: 0, text: 'when clicked product_teaser.pricing within 14 days', file: 'a.journey', line: 27 };

describe('a breakdown as a table', () => {
  const { contacts, stages, transitions, rules, days, emails } = exampleResult();
  const group = (kind: BreakdownResult['groups'][number]['kind'], value: string | null, entered: number): BreakdownResult['groups'][number] => ({
    ...{ kind, value, values: 3, transitions, rules, days, emails, stages },
    contacts: { ...contacts, entered },
  });
  const breakdown: BreakdownResult = {
    schema: 1,
    by: 'contact.country',
    whole: exampleResult(),
    groups: [group('value', 'DE', 700), group('value', 'Česko 東京', 60), group('other', null, 15), group('missing', null, 5), group('not-entered', null, 0)],
  };

  it('has a row a group, with the stages and their share of those that entered', () => {
    const lines = breakdownTable(breakdown, { columns: 80 });
    assertFits(lines, 80);
    for (const [row, name] of ['By contact.country', 'DE', 'Česko 東京', 'other (3 values)', 'none'].entries()) {
      assert(lines[row]?.startsWith(`  ${name} `), lines[row]);
      // Wide characters keep the columns straight.
      assert.equal(stringWidth(lines[row] ?? ''), stringWidth(lines[0] ?? ''));
    }
    // 190 of 780 and 60 of 780 in each group of the example.
    assert.match(lines[1] ?? '', / 700 {2}190 {2}24\.4 % {2}60 {3}7\.7 % {2}25 {3}3\.2 %$/);
  });

  it('leaves out the first stages where there is no room', () => {
    const whole = withLabels(breakdown.whole, ['A', 'A stage with a long name', 'Another stage with a long name', 'The last one']);
    const lines = breakdownTable({ ...breakdown, whole }, { columns: 60 });
    assertFits(lines, 60);
    assert.match(lines[0] ?? '', /The last one$/);
    assert.doesNotMatch(lines[0] ?? '', /A stage/);
  });
});

it('emails that the data has nothing of are not in the table', () => {
  const email = (label: string, sent: number, openRate: number | null): EmailResult => ({
    ...{ name: label, label, sent, delivered: sent, bounced: 0, opened: 0, clicked: 0, unsubscribed: 0, spamReported: 0, uniqueOpened: 0, uniqueClicked: 0 },
    ...{ openRate, clickRate: openRate, clickToOpenRate: null, unsubscribeRate: 0, spamRate: 0.0011, bounceRate: 0 },
  });
  const lines = emailTable([email('Teaser', 1000, 0.4388), email('Draft', 0, null)], { columns: 80 });
  assert.equal(lines.length, 2);
  assert.match(lines[1] ?? '', /^ {2}Teaser +1,000 +43\.9 % +43\.9 % +0\.0 % +0\.1 % +0\.0 %$/);
  assert.deepEqual(emailTable([email('Draft', 0, null)], { columns: 80 }), []);
});

it('an experiment says rates, the difference with its interval and p-value, and a verdict', () => {
  const arm = { control: false, notYet: 0, label: 'B', email: 'b', contacts: 70, reached: 56, rate: 0.8 } as const;
  const result: ExperimentResult = {
    ...{ schema: 1, experiment: 'e', label: 'Subject', journey: 'j', stage: 's', withinSeconds: 14 * DAY, confidence: 0.95, asOf: '2026-03-31T22:00:00.000Z' },
    ...{ inputs: [], severalVariants: 2, warnings: [] },
    arms: [
      {
        ...arm,
        email: 'a',
        label: 'A',
        control: true,
        contacts: 80,
        reached: 48,
        notYet: 5,
        rate: 0.6,
        interval: [0.4904, 0.7004],
        difference: null,
        verdict: 'control',
      },
      { ...arm, interval: [0.6918, 0.8769], difference: { rate: 0.2, interval: [0.0524, 0.3339], test: 'z', pValue: 0.00804 }, verdict: 'higher' },
      { ...arm, interval: null, difference: { rate: -0.2, interval: [-0.3339, 0.01], test: 'fisher', pValue: 0.0000004 }, verdict: 'too-few' },
    ],
  };
  const lines = experimentTable(result, { columns: 80 });
  assertFits(lines, 80);
  const text = lines.join('\n');
  for (const part of [
    'A (control): 48 of 80, 60.0 % (49.0–70.0)',
    '5 more whose time is not over',
    '+20.0 percentage points (+5.2 to +33.4), p = 0.008 (z-test)',
    'Higher than the control at a confidence of 95 %',
    "−20.0 percentage points (−33.4 to +1.0), p < 0.001 (Fisher's exact test)",
    'Too few: an arm has under 30 contacts',
    '2 contacts got more than one of the emails',
  ]) {
    assert(text.includes(part), `${part}\n${text}`);
  }
});

it('a trace says by how much a window was missed, and what is waited for', () => {
  const trace: TraceResult = {
    ...{ schema: 1, journey: 'j', label: 'J', contact: 'contact-1', asOf: '2026-03-31T22:00:00.000Z', stage: 'browsing' },
    steps: [
      { kind: 'record', time: '2026-01-01T00:00:00.000Z', event: 'clicked', about: { email: 'x\u001B[31m' } },
      {
        kind: 'move',
        time: '2026-01-01T00:00:00.000Z',
        pass: 1,
        from: null,
        to: 'browsing',
        rule: { ...rule, stage: 'browsing' },
        by: 'record',
        secondsInStage: null,
      },
      { kind: 'expired', time: '2026-03-01T00:00:00.000Z', pass: 1, stage: 'browsing' },
    ],
    waiting: [
      { rule, answer: 'undecided', parts: [{ text: 'clicked x', answer: 'undecided', have: 1, need: 'at least 2', deadline: '2026-04-01T00:00:00.000Z' }] },
    ],
    nearMisses: [
      {
        ...{
          stage: 'browsing',
          entered: '2026-01-01T00:00:00.000Z',
          rule,
          text: 'clicked product_teaser.pricing within 14 days',
          time: '2026-01-15T03:12:00.000Z',
        },
        ...{ withinSeconds: 14 * DAY, lateSeconds: 3 * 3600 + 12 * 60 },
      },
    ],
  };
  const lines = traceLines(trace, { columns: 80 });
  assertFits(lines, 80);
  // What the data say cannot drive the terminal.
  assert(!lines.join('').includes('\u001B'));
  const text = lines.map((line) => line.trim()).join(' ');
  for (const part of [
    '▶ 2026-01-01 00:00:00 enters browsing: enter when clicked product_teaser.pricing within 14 days (a.journey:27)',
    '✗ 2026-03-01 00:00:00 expires in browsing',
    'undecided: clicked x, 1 so far of at least 2, until 2026-04-01 00:00 UTC',
    'it came on 2026-01-15 03:12:00, 3 h 12 min after the 14 d were over',
  ]) {
    assert(text.replaceAll(/ +/g, ' ').includes(part), `${part}\n${text}`);
  }
});

it('near misses say how many were late, by how much, and what other windows would keep', () => {
  const result: NearMissesResult = {
    ...{ schema: 1, journey: 'j', stage: 'a', label: 'A', asOf: null, dropped: 90 },
    windows: [
      {
        ...{ rule, text: 'clicked x within 7 days', withinSeconds: 7 * DAY, missed: 80, lateSeconds: 3600, missedByLess: { seconds: DAY, contacts: 64 } },
        wider: [{ withinSeconds: 8 * DAY, kept: 58 }],
      },
    ],
  };
  assert.deepEqual(nearMissesLines(result, { columns: 80 }), [
    '90 contacts dropped out in A.',
    '',
    '  interested: clicked x within 7 days (a.journey:27)',
    '    80 did it later than 7 d: half of them by 1 h or more, 64 by less than 1 d.',
    '    8 d would keep 58',
  ]);
});

it('warnings lead to their place', () => {
  const lines = warningLines(
    [
      { code: 'no-match', message: 'No record matches.', file: 'a.journey', line: 7 },
      { code: 'empty-stage', message: 'x '.repeat(60) },
    ],
    { columns: 80 },
  );
  assert.equal(lines[0], '  ! a.journey:7: No record matches.');
  assertFits(lines, 80);
});
