import assert from 'node:assert/strict';
import { RestartPolicy } from '../../../src/extension/client/restart-policy.ts';

const MINUTE = 60_000;

describe('the restart policy', () => {
  const cases: readonly [name: string, ends: readonly number[], expected: readonly boolean[]][] = [
    ['starts a server anew after each of four ends', [0, 1, 2, 3], [true, true, true, true]],
    ['gives up at the fifth end within three minutes', [0, 1, 2, 3, 3 * MINUTE - 1], [true, true, true, true, false]],
    ['does not count what is three minutes ago', [0, 1, 2, 3, 3 * MINUTE], [true, true, true, true, true]],
    ['never gives up on one end a minute', Array.from({ length: 20 }, (_, index) => index * MINUTE), Array.from({ length: 20 }, () => true)],
  ];
  for (const [name, ends, expected] of cases) {
    it(name, () => {
      const policy = new RestartPolicy();
      assert.deepEqual(
        ends.map((end) => policy.mayRestart(end)),
        expected,
      );
    });
  }

  it('begins anew when the user asks for a restart', () => {
    const policy = new RestartPolicy();
    for (let end = 0; end < 5; end++) policy.mayRestart(end);
    policy.forget();
    assert.equal(policy.mayRestart(5), true);
  });
});
