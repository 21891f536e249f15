import assert from 'node:assert/strict';
import type { LoadedActivities } from '../../../src/activities/activity-table.ts';
import type { BreakdownResult } from '../../../src/results/result.ts';
import { breakDown, breakDownPart, finishBreakdownParts } from '../../../src/simulator/break-down.ts';
import { simulate } from '../../../src/simulator/simulate.ts';
import { atOnce } from '../../../src/simulator/steps.ts';
import { checkIdentities } from '../../support/identities.ts';
import { modelOf } from '../../support/journeys.ts';
import { assertSchema } from '../../support/schemas.ts';
import { loadRecords } from '../../support/ways.ts';

const TEXT = `email x
contact { country text }
segment keen when clicked any email at least 2 times ever
journey j {
  timezone "Europe/Prague"
  audience when not contact.country == "XX"
  stage a { enter when delivered x }
  stage b { enter when clicked x }
}`;

const record = (contact: string, time: string, event: string, more: object = {}): string => JSON.stringify({ contact, time, event, email: 'x', ...more });

/** ann and bea are Czech (bea in lower case), cid moves to DE after entering, dan has no country, eve never enters, fox is kept out. */
const RECORDS = [
  record('ann', '2026-01-31T10:00:00Z', 'delivered', { 'attr.country': 'CZ', utm_source: 'news' }),
  record('ann', '2026-02-01T10:00:00Z', 'clicked'),
  // 2026-01-31T23:30Z is February in Prague.
  record('bea', '2026-01-31T23:30:00Z', 'delivered', { 'attr.country': 'cz' }),
  record('cid', '2026-01-01T10:00:00Z', 'clicked', { url: 'https://e.example/?utm_source=ads' }),
  record('cid', '2026-01-02T10:00:00Z', 'clicked', { 'attr.country': 'AT' }),
  record('cid', '2026-01-03T10:00:00Z', 'delivered'),
  record('cid', '2026-01-04T10:00:00Z', 'clicked', { 'attr.country': 'DE', url: 'https://e.example/?utm_source=later' }),
  record('dan', '2026-01-03T10:00:00Z', 'delivered'),
  record('eve', '2026-01-03T10:00:00Z', 'opened', { 'attr.country': 'CZ' }),
  record('fox', '2026-01-03T10:00:00Z', 'delivered', { 'attr.country': 'XX' }),
];

async function groupsBy(by: string): Promise<BreakdownResult> {
  const outcome = atOnce(breakDown(await modelOf(TEXT), 'j', by, await loadRecords(RECORDS.join('\n')), {}));
  assert(outcome.ok, outcome.ok ? '' : outcome.problem.message);
  assertSchema('breakdown', outcome.breakdown);
  return outcome.breakdown;
}

const COUNTS = ['seen', 'entered', 'keptOutByAudience', 'withoutConsent', 'passes', 'expired', 'reachedGoal'] as const;

function checkAddsUp({ whole, groups }: BreakdownResult): void {
  const sum = (numberOf: (of: BreakdownResult['groups'][number] | BreakdownResult['whole']) => number): void => {
    assert.equal(
      groups.reduce((total, group) => total + numberOf(group), 0),
      numberOf(whole),
    );
  };
  for (const count of COUNTS) sum(({ contacts }) => contacts[count]);
  whole.stages.forEach((_, stage) => {
    for (const count of ['entered', 'reached', 'advanced', 'returned', 'left', 'expired', 'current', 'stalled'] as const)
      sum(({ stages }) => stages[stage]?.[count] ?? 0);
  });
  whole.rules.forEach((_, rule) => {
    for (const count of ['fired', 'matchedRecords', 'matchedContacts'] as const) sum(({ rules }) => rules[rule]?.[count] ?? 0);
  });
  whole.emails.forEach((_, email) => {
    for (const count of ['sent', 'delivered', 'opened', 'uniqueOpened', 'clicked', 'uniqueClicked'] as const) sum(({ emails }) => emails[email]?.[count] ?? 0);
  });
  sum(({ transitions }) => transitions.reduce((total, { moves }) => total + moves, 0));
  sum(({ days }) => days.reduce((total, { entered }) => total + Object.values(entered).reduce((a, b) => a + b, 0), 0));
}

describe('breakdowns', () => {
  const cases: readonly {
    readonly by: string;
    readonly groups: readonly (readonly [kind: string, value: string | null, entered: number, reachedGoal: number])[];
  }[] = [
    {
      by: 'contact.country',
      groups: [
        ['value', 'CZ', 2, 1],
        ['value', 'AT', 1, 1],
        ['missing', null, 1, 0],
        ['not-entered', null, 0, 0],
      ],
    },
    {
      by: 'segment keen',
      groups: [
        ['value', 'not in keen', 3, 1],
        ['value', 'in keen', 1, 1],
        ['not-entered', null, 0, 0],
      ],
    },
    {
      // The last one known at the entry, from the property or the URL.
      by: 'utm_source',
      groups: [
        ['value', 'ads', 1, 1],
        ['value', 'news', 1, 1],
        ['missing', null, 2, 0],
        ['not-entered', null, 0, 0],
      ],
    },
    {
      by: 'month',
      groups: [
        ['value', '2026-01', 3, 2],
        ['value', '2026-02', 1, 0],
        ['not-entered', null, 0, 0],
      ],
    },
    {
      // 2026-01-03 is a Saturday of week 1, 2026-01-31 one of week 5, 2026-02-01 a Sunday of the same.
      by: 'week',
      groups: [
        ['value', '2026-W01', 2, 1],
        ['value', '2026-W05', 2, 1],
        ['not-entered', null, 0, 0],
      ],
    },
    {
      by: 'day',
      groups: [
        ['value', '2026-01-03', 2, 1],
        ['value', '2026-01-31', 1, 1],
        ['value', '2026-02-01', 1, 0],
        ['not-entered', null, 0, 0],
      ],
    },
    {
      by: 'email',
      groups: [
        ['value', 'x', 4, 2],
        ['not-entered', null, 0, 0],
      ],
    },
  ];
  for (const { by, groups } of cases) {
    it(`by ${by}: the groups add up to the whole`, async () => {
      const breakdown = await groupsBy(by);
      assert.deepEqual(
        breakdown.groups.map(({ kind, value, contacts }) => [kind, value, contacts.entered, contacts.reachedGoal]),
        groups,
      );
      checkAddsUp(breakdown);
      const whole = simulate(await modelOf(TEXT), 'j', await loadRecords(RECORDS.join('\n')), {});
      assert(whole.ok);
      checkIdentities(whole.result);
      assert.deepEqual(breakdown.whole, whole.result);
    });
  }

  const many = async (values: number): Promise<LoadedActivities> =>
    loadRecords(
      Array.from({ length: values }, (_, value) =>
        // Value n stands in n + 1 contacts, up to 30.
        Array.from({ length: Math.min(value + 1, 30) }, (__, contact) =>
          record(`${String(value)}-${String(contact)}`, '2026-01-03T10:00:00Z', 'delivered', { utm_source: `v${String(value).padStart(2, '0')}` }),
        ),
      )
        .flat()
        .join('\n'),
    );

  it('has the twenty largest values and the others together, the same from parts in any order', async () => {
    const [model, loaded] = [await modelOf(TEXT), await many(25)];
    const outcome = atOnce(breakDown(model, 'j', 'utm_source', loaded, {}));
    assert(outcome.ok);
    const { groups } = outcome.breakdown;
    assert.deepEqual(
      groups.map(({ kind, value, values, contacts }) => [kind, value, values, contacts.entered]),
      [
        ...Array.from({ length: 20 }, (_, index) => ['value', `v${String(24 - index).padStart(2, '0')}`, 1, 25 - index]),
        // 1 + 2 + 3 + 4 + 5
        ['other', null, 5, 15],
      ],
    );
    checkAddsUp(outcome.breakdown);
    const bounds = [0, 3, 100, loaded.table.contacts.length];
    const parts = bounds.slice(1).map((to, index) => {
      const part = atOnce(breakDownPart(model, 'j', 'utm_source', loaded, { from: bounds[index] ?? 0, to }, {}));
      assert(part.ok);
      return part;
    });
    assert.equal(JSON.stringify(finishBreakdownParts(parts)), JSON.stringify(outcome.breakdown));
    assert.equal(JSON.stringify(finishBreakdownParts(parts.toReversed())), JSON.stringify(outcome.breakdown));
  });

  const refused: readonly { readonly by: string; readonly more: object; readonly message: RegExp }[] = [
    {
      by: 'contact.land',
      more: { 'attr.country': 'DE' },
      message: /^--by contact\.land: no record and no contacts' file has this attribute\. The nearest is contact\.country\.$/,
    },
    { by: 'segment ken', more: {}, message: /^--by segment ken: there is no such segment\. There is keen\.$/ },
    {
      by: 'utm_sorce',
      more: { utm_source: 'a' },
      message: /^--by utm_sorce: no record has this property\. The nearest is utm_source\. Give contact\.PROPERTY/,
    },
    { by: 'contact.mail', more: { 'attr.mail': 'ann@acme.example' }, message: /^--by contact\.mail: it has addresses of mail, which are not shown\./ },
  ];
  for (const { by, more, message } of refused) {
    it(`by ${by} is refused in words`, async () => {
      const outcome = atOnce(breakDown(await modelOf(TEXT), 'j', by, await loadRecords(record('ann', '2026-01-03T10:00:00Z', 'delivered', more)), {}));
      assert(!outcome.ok);
      assert.match(outcome.problem.message, message);
    });
  }
});
