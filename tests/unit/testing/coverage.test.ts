import assert from 'node:assert/strict';
import { declaredRules, ruleCoverage } from '../../../src/testing/rule-coverage.ts';
import { runTest } from '../../../src/testing/run-test.ts';
import { atOnce } from '../../../src/simulator/steps.ts';
import { modelOf } from '../../support/journeys.ts';

const JOURNEYS = `email x
email y
journey j {
  stage a {
    enter when delivered x
    enter when delivered y
  }
  stage b { enter when clicked x }
  side stage s { enter from a when not clicked x for 30 days }
}
journey k {
  stage a { enter when delivered y }
}
`;

const BOTH = `test "forward" in j {
  contact ann { day 0 delivered x day 1 clicked x }
  contact bob { day 0 delivered x }
  expect ann in b on day 1
}
test "aside" {
  contact cid { day 0 delivered x }
  expect cid in j.s on day 30
  expect cid in j.b on day 30
}
`;

describe('coverage of rules', () => {
  const firedOf = async (tests: string, ...names: string[]): Promise<{ fired: (string | number)[][]; coverage: ReturnType<typeof ruleCoverage> }> => {
    const model = await modelOf(`${JOURNEYS}${tests}`);
    const chosen = model.tests.filter(({ name }) => names.includes(name));
    const coverage = ruleCoverage([...declaredRules(model), ...chosen.flatMap((test) => atOnce(runTest(test, model, undefined)).journeys)]);
    const fired = coverage.journeys.map(({ journey, rules }) => [journey, ...rules.map((rule) => rule.fired)]);
    return { fired, coverage };
  };

  it('without a test nothing has fired', async () => {
    const { fired, coverage } = await firedOf(BOTH);
    assert.deepEqual(fired, [
      ['j', 0, 0, 0, 0],
      ['k', 0],
    ]);
    assert.deepEqual([coverage.rules, coverage.fired, coverage.share], [5, 0, 0]);
  });

  it('adds the moves of every contact, up to the latest moment that its test names', async () => {
    const { fired, coverage } = await firedOf(BOTH, 'forward');
    // ann and bob enter, ann goes on; the test ends on day 1, so that bob's 30 days are not over.
    assert.deepEqual(fired, [
      ['j', 2, 0, 1, 0],
      ['k', 0],
    ]);
    assert.deepEqual([coverage.rules, coverage.fired, coverage.share], [5, 2, 0.4]);
  });

  it('adds those of several tests, failed ones too', async () => {
    const { fired, coverage } = await firedOf(BOTH, 'forward', 'aside');
    assert.deepEqual(fired, [
      ['j', 3, 0, 1, 1],
      ['k', 0],
    ]);
    assert.equal(coverage.share, 0.6);
    const [first] = coverage.journeys;
    assert.deepEqual(first?.rules[1], { stage: 'a', index: 1, text: 'when delivered y', file: '/workspace/a.journey', line: 6, fired: 0 });
  });

  it('has no share of no rule', () => {
    assert.deepEqual(ruleCoverage([]), { rules: 0, fired: 0, share: null, journeys: [] });
  });
});
