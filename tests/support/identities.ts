import assert from 'node:assert/strict';
import type { JourneyResult } from '../../src/results/result.ts';

/** What is always true of a result: simulation.md §3. */
export function checkIdentities(result: JourneyResult): void {
  for (const stage of result.stages) {
    assert.equal(stage.entered, stage.advanced + stage.returned + stage.left + stage.expired + stage.current, stage.name);
    assert(stage.stalled <= stage.current, stage.name);
  }
  const path = result.stages.flatMap(({ reached }) => reached ?? []);
  assert.deepEqual(
    [...path].sort((a, b) => b - a),
    path,
  );
  const current = result.stages.reduce((sum, stage) => sum + stage.current, 0);
  assert.equal(current + result.contacts.expired, result.contacts.entered);
  assert.equal(result.contacts.reachedGoal, result.stages.find(({ name }) => name === result.goal)?.reached);
}
