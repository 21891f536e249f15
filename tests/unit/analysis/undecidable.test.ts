import assert from 'node:assert/strict';
import { readFiles } from '../../support/journeys.ts';

const catalogue = 'email x\nemail y\n';

/** What is reported as undecidable in a clause of a second stage: the text of each part. */
async function undecidable(condition: string): Promise<string[]> {
  const { document } = await readFiles({ 'a.journey': `${catalogue}journey j { stage a { enter when delivered x } stage b { enter when ${condition} } }` });
  return (document.diagnostics ?? [])
    .filter(({ severity }) => severity === 1)
    .map(({ code, range }) => (code === 'undecidable' ? document.textDocument.getText(range) : String(code)));
}

describe('undecidable', () => {
  const cases: readonly (readonly [condition: string, parts: readonly string[]])[] = [
    ['clicked x', []],
    ['not clicked x', ['not clicked x']],
    ['not clicked x within 3 days', []],
    ['not clicked x for 3 days', []],
    ['not clicked x in last 3 days', []],
    ['not clicked x ever', []],
    ['not not clicked x', []],
    ['clicked x at most 2 times', ['clicked x at most 2 times']],
    ['clicked x exactly 2 times', ['clicked x exactly 2 times']],
    ['not clicked x at most 2 times', []],
    ['not clicked x since a', ['not clicked x since a']],
    // The other operand of an `or` can become true, this one cannot.
    ['clicked y or not clicked x', ['not clicked x']],
    ['clicked y and not clicked x', ['not clicked x']],
    ['not (clicked x and clicked y within 3 days)', []],
    ['not (clicked x or clicked y within 3 days)', ['not (clicked x or clicked y within 3 days)']],
    ['delivered x then not clicked x', ['delivered x then not clicked x']],
    ['delivered x then not clicked x within 3 days', []],
    // A further delivery can always come, so the chain is never false for good.
    ['not (delivered x then clicked x within 2 days)', ['not (delivered x then clicked x within 2 days)']],
    ['not (delivered x within 3 days then clicked x within 2 days)', []],
    // The last emails are looked at as they are now.
    ['not clicked any of last 2 emails', []],
    ['clicked any of last 2 emails at most 1 times', []],
  ];
  for (const [condition, parts] of cases) {
    it(condition, async () => {
      assert.deepEqual(await undecidable(condition), parts);
    });
  }

  it('where a pass begins no window means ever', async () => {
    const { document } = await readFiles({ 'a.journey': 'email x\njourney j { stage a { enter when delivered x and not clicked x } }' });
    assert.deepEqual(document.diagnostics, []);
  });
});
