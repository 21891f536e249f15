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
  for (const { name } of result.stages) {
    const moves = result.transitions.filter(({ to }) => to === name).reduce((sum, transition) => sum + transition.moves, 0);
    assert.equal(
      result.days.reduce((sum, { entered }) => sum + (entered[name] ?? 0), 0),
      moves,
      name,
    );
    const fired = result.rules.filter(({ stage }) => stage === name).reduce((sum, rule) => sum + rule.fired, 0);
    assert.equal(fired, moves, name);
  }
  for (const rule of result.rules) assert(rule.matchedContacts <= rule.matchedRecords && rule.matchedContacts <= result.contacts.seen, rule.text);
  const { read, used, duplicates, rejected, ignored, afterAsOf, leftOut } = result.records;
  assert.equal(used, read - duplicates - rejected - ignored - afterAsOf - leftOut);
  for (const email of result.emails) {
    assert(email.uniqueClicked <= email.uniqueOpened && email.uniqueClicked <= email.clicked && email.uniqueOpened <= email.opened, email.name);
  }
  assert.equal(result.contacts.reachedGoal, result.stages.find(({ name }) => name === result.goal)?.reached);
}
