import assert from 'node:assert/strict';
import type { Model } from '../../../src/model/model.ts';
import { lowerModel } from '../../../language-server/lowering/lower-model.ts';
import { modelOf, readFiles } from '../../support/journeys.ts';

/** A model without where its parts stand in the text. */
const meaning = (value: unknown): unknown => JSON.parse(JSON.stringify(value, (key, part: unknown) => (key === 'source' ? undefined : part)));

async function conditionOf(text: string): Promise<unknown> {
  const catalogue = 'email x { link go "https://a.example/go" }\nform f\nactivity buy { value number }\nchannel n\n';
  const model = await modelOf(`${catalogue}segment s when ${text}`);
  return meaning(model.segments[0]?.condition);
}

const clicked = (window: unknown): unknown => ({
  kind: 'occurrence',
  pattern: { event: { kind: 'email', verb: 'clicked', emails: { kind: 'listed', items: [{ email: 'x' }] } } },
  count: { operator: 'at-least', number: 1, of: 'times' },
  window,
});

describe('lowering', () => {
  const day = 86_400;
  const cases: readonly (readonly [text: string, expected: unknown])[] = [
    ['clicked x ever', clicked({ kind: 'ever' })],
    ['clicked x in last 2 weeks', clicked({ kind: 'in-last', seconds: 14 * day })],
    [
      'clicked any email in\n  last 1 day',
      {
        kind: 'occurrence',
        pattern: { event: { kind: 'email', verb: 'clicked', emails: { kind: 'any' } } },
        count: { operator: 'at-least', number: 1, of: 'times' },
        window: { kind: 'in-last', seconds: day },
      },
    ],
    ['clicked x in last 1.5 hours', clicked({ kind: 'in-last', seconds: 5400 })],
    ['clicked x since 2026-03-01 until 2026-03-31', clicked({ kind: 'dates', since: '2026-03-01', until: '2026-03-31' })],
    ['not clicked x for 30 days', { kind: 'not', operand: clicked({ kind: 'for', seconds: 30 * day }) }],
    // `and` binds tighter than `or`.
    [
      'clicked x ever or has consent and is subscribed to n',
      { kind: 'or', operands: [clicked({ kind: 'ever' }), { kind: 'and', operands: [{ kind: 'consented' }, { kind: 'subscribed', channel: 'n' }] }] },
    ],
    // `not` binds tighter than `and`.
    ['not has consent and has consent', { kind: 'and', operands: [{ kind: 'not', operand: { kind: 'consented' } }, { kind: 'consented' }] }],
    [
      'clicked x.go at least 3 different days ever',
      {
        kind: 'occurrence',
        pattern: { event: { kind: 'email', verb: 'clicked', emails: { kind: 'listed', items: [{ email: 'x', link: 'go' }] } } },
        count: { operator: 'at-least', number: 3, of: 'days' },
        window: { kind: 'ever' },
      },
    ],
    [
      'performed buy where (value > 10 and not value in (20, -30)) ever',
      {
        kind: 'occurrence',
        pattern: {
          event: { kind: 'performed', activities: ['buy'] },
          filter: {
            kind: 'and',
            operands: [
              { kind: 'compare', property: 'value', type: 'number', operator: '>', value: 10 },
              { kind: 'not', operand: { kind: 'compare', property: 'value', type: 'number', operator: 'in', values: [20, -30] } },
            ],
          },
        },
        count: { operator: 'at-least', number: 1, of: 'times' },
        window: { kind: 'ever' },
      },
    ],
  ];
  for (const [text, expected] of cases) {
    it(text, async () => {
      assert.deepEqual(await conditionOf(text), expected);
    });
  }

  it('a source leads back to the text', async () => {
    const text = 'email x\njourney j {\n  stage a {\n    enter when   delivered x // so\n  }\n}\n';
    const model = await modelOf(text);
    const rule = model.journeys[0]?.stages[0]?.rules[0];
    assert(rule);
    assert.equal(rule.text, 'when delivered x');
    assert.equal(text.slice(rule.source.offset, rule.source.end), 'enter when   delivered x');
    assert.deepEqual([rule.source.line, rule.source.column, rule.source.endLine, rule.source.endColumn], [4, 5, 4, 29]);
  });

  it('two files may use one name for different things, where no file sees both', async () => {
    const files = {
      'a.journey': 'import "b.journey"\nemail x\nsegment s when in segment t or clicked x ever',
      'b.journey': 'import "c.journey"\nsegment t when clicked x ever',
      'c.journey': 'email x "The other x"',
    };
    const { document, services } = await readFiles(files);
    assert.deepEqual(document.diagnostics, []);
    const model: Model = lowerModel(document, services, (one) => one.uri.path.replace('/workspace/', ''));
    assert.deepEqual(model.files, ['a.journey', 'b.journey', 'c.journey']);
    assert.deepEqual(
      model.emails.map(({ key, label }) => [key, label]),
      [
        ['x', 'x'],
        ['c.journey#x', 'The other x'],
      ],
    );
    const [s, t] = model.segments;
    assert.match(JSON.stringify(s?.condition), /"email":"x"/);
    assert.match(JSON.stringify(t?.condition), /"email":"c.journey#x"/);
  });
});
