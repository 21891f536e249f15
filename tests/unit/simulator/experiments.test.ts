import assert from 'node:assert/strict';
import type { ExperimentResult } from '../../../src/results/experiment-result.ts';
import { finishExperimentParts, simulateExperiment, simulateExperimentPart } from '../../../src/simulator/simulate-experiment.ts';
import { atOnce } from '../../../src/simulator/steps.ts';
import { modelOf } from '../../support/journeys.ts';
import { assertSchema } from '../../support/schemas.ts';
import { loadRecords } from '../../support/ways.ts';
import { ORIGIN, microseconds } from '../../support/worked-cases.ts';

const text = (experiment: string): string => `email x
email y
email z
journey j {
  stage a { enter when delivered any email }
  stage b { enter when clicked any email }
  stage c { enter when become member }
}
experiment test "Test" {
${experiment}
}`;

const record = (contact: string, time: string, event: string, email = ''): string =>
  JSON.stringify({ contact, time: ORIGIN + microseconds(time), event, ...(email === '' ? {} : { email }) });

async function resultOf(experiment: string, records: readonly string[], asOf?: string): Promise<ExperimentResult> {
  const [model, loaded] = [await modelOf(text(experiment)), await loadRecords(records.join('\n'))];
  const options = asOf === undefined ? {} : { asOf: ORIGIN + microseconds(asOf) };
  const outcome = atOnce(simulateExperiment(model, 'test', loaded, options));
  assert(outcome.ok, outcome.ok ? '' : outcome.problem.message);
  assertSchema('experiment', outcome.result);
  const half = Math.floor(loaded.table.contacts.length / 2);
  const parts = [
    { from: half, to: loaded.table.contacts.length },
    { from: 0, to: half },
  ].map((range) => {
    const part = atOnce(simulateExperimentPart(model, 'test', loaded, range, options));
    assert(part.ok);
    return part;
  });
  assert.equal(JSON.stringify(finishExperimentParts(parts)), JSON.stringify(outcome.result));
  return outcome.result;
}

/** So many contacts with the email, the first ones of whom click after so long. */
const arm = (email: string, contacts: number, clicks: number, after = '1d'): string[] =>
  Array.from({ length: contacts }, (_, index) => [
    record(`${email}${String(index)}`, '0', 'delivered', email),
    ...(index < clicks ? [record(`${email}${String(index)}`, after, 'clicked', email)] : []),
  ]).flat();

const rounded = (interval: readonly number[] | null | undefined): string => (interval ?? []).map((bound) => bound.toFixed(4)).join(' ');

describe('experiments', () => {
  it('compares arms with the check values of the field: 56 of 70 against 48 of 80', async () => {
    const { arms, confidence, warnings } = await resultOf('  variants x, y\n  measure reached j.b', [...arm('x', 80, 48), ...arm('y', 70, 56)]);
    const [control, other] = arms;
    assert(control && other?.difference);
    assert.deepEqual(
      arms.map((one) => [one.email, one.control, one.contacts, one.reached, one.rate]),
      [
        ['x', true, 80, 48, 0.6],
        ['y', false, 70, 56, 0.8],
      ],
    );
    assert.equal(confidence, 0.95);
    // Newcombe's published example: 0.20 (0.0524 to 0.3339).
    assert.equal(rounded(other.difference.interval), '0.0524 0.3339');
    assert.equal(other.difference.rate.toFixed(4), '0.2000');
    // z = 0.2 / √(104/150 × 46/150 × (1/70 + 1/80)) = 2.650, and the table has 0.00804 outside.
    assert.deepEqual([other.difference.test, other.difference.pValue.toFixed(4), other.verdict], ['z', '0.0080', 'higher']);
    assert.deepEqual([control.difference, control.verdict], [null, 'control']);
    assert.deepEqual(warnings, []);
  });

  it('under 30 contacts an arm are too few, with exact p-values all the same', async () => {
    const { arms } = await resultOf('  variants x, y\n  measure reached j.b', [...arm('x', 4, 1), ...arm('y', 4, 3)]);
    assert.deepEqual([arms[1]?.verdict, arms[1]?.difference?.test, arms[1]?.difference?.pValue.toFixed(4)], ['too-few', 'fisher', '0.4857']);
  });

  it('no difference, a lower rate, and another confidence', async () => {
    const verdict = async (experiment: string, clicks: number): Promise<string | undefined> =>
      (await resultOf(experiment, [...arm('x', 100, 50), ...arm('y', 100, clicks)])).arms[1]?.verdict;
    assert.equal(await verdict('  variants x, y\n  measure reached j.b', 50), 'no-difference');
    assert.equal(await verdict('  variants x, y\n  measure reached j.b', 30), 'lower');
    // 37 against 50: z = 1.854, p = 0.0638.
    assert.equal(await verdict('  variants x, y\n  measure reached j.b', 37), 'no-difference');
    assert.equal(await verdict('  variants x, y\n  measure reached j.b\n  confidence 90%', 37), 'lower');
  });

  it('a contact is in the arm of its first delivery; `within` runs from there, its end included', async () => {
    const { arms, severalVariants, withinSeconds } = await resultOf(
      '  variants x, y\n  measure reached j.b within 2 days',
      [
        // ann gets y first and x later: in time from y.
        record('ann', '0', 'delivered', 'y'),
        record('ann', '1d', 'delivered', 'x'),
        record('ann', '2d', 'clicked', 'x'),
        // bea clicks a microsecond too late.
        record('bea', '0', 'delivered', 'x'),
        record('bea', '2d1us', 'clicked', 'x'),
        // cid gets another email and enters the journey with it, then x.
        record('cid', '0', 'delivered', 'z'),
        record('cid', '1d', 'delivered', 'x'),
        record('cid', '3d', 'clicked', 'z'),
        // dan was there before.
        record('dan', '0', 'delivered', 'z'),
        record('dan', '1d', 'clicked', 'z'),
        record('dan', '2d', 'delivered', 'x'),
        // eve's time is not over at 10 d; fay's is, exactly.
        record('eve', '9d', 'delivered', 'x'),
        record('eve', '9d1h', 'clicked', 'x'),
        record('fay', '8d', 'delivered', 'y'),
        record('gus', '12d', 'delivered', 'y'),
      ],
      '10d',
    );
    assert.equal(withinSeconds, 2 * 86_400);
    assert.equal(severalVariants, 1);
    assert.deepEqual(
      arms.map(({ email, contacts, notYet, reached }) => [email, contacts, notYet, reached]),
      [
        // bea, cid, dan; eve not yet.
        ['x', 3, 1, 1],
        // ann, fay.
        ['y', 2, 0, 1],
      ],
    );
  });

  it('a later stage of the path counts as reached; three variants are a warning', async () => {
    const { arms, warnings } = await resultOf('  variants x, y, z\n  measure reached j.b', [
      record('ann', '0', 'delivered', 'z'),
      record('ann', '1d', 'clicked', 'z'),
      record('ann', '2d', 'delivered', 'x'),
      // ann is in b since before x, whose arm she is not in; she is in z's, and got to b from there.
      record('ann', '3d', 'became_member'),
    ]);
    assert.deepEqual(
      arms.map(({ contacts, reached, rate, verdict }) => [contacts, reached, rate, verdict]),
      [
        [0, 0, null, 'control'],
        [0, 0, null, 'too-few'],
        [1, 1, 1, 'too-few'],
      ],
    );
    assert.deepEqual(
      warnings.map(({ code }) => code),
      ['several-comparisons'],
    );
  });

  it('where nothing is delivered, the first sending decides, and that is said', async () => {
    const { arms, warnings } = await resultOf('  variants x, y\n  measure reached j.b', [record('ann', '0', 'sent', 'y'), record('ann', '1d', 'sent', 'x')]);
    assert.deepEqual(
      arms.map(({ contacts }) => contacts),
      [0, 1],
    );
    assert.deepEqual(
      warnings.map(({ code }) => code),
      ['delivered-from-sent'],
    );
  });
});
