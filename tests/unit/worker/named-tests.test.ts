import assert from 'node:assert/strict';
import { workerAnswer } from '../../../src/worker/protocol.ts';
import { modelOf } from '../../support/journeys.ts';
import { READ, simulateNothing, WorkerInProcess } from './support.ts';

const TEXT = `email x
journey j {
  stage a { enter when opened any email }
}
test "own" in j { contact ann { day 0 opened x } expect ann in a on day 0 expect reached a == 1 contacts }
test "sample" on "a.csv" in j { expect reached a == 2 contacts expect reached a == 3 contacts expect open_rate of x == 50% }
`;

describe('tests in the simulation worker', () => {
  it('runs a test by its name, on a sample where it is on one', async () => {
    const model = await modelOf(TEXT);
    const worker = new WorkerInProcess({ simulate: simulateNothing });
    worker.send({ type: 'test', id: 1, model, test: 'own' });
    // Later than what the other test names, which ends on day 0.
    const rows = ['c1,2026-03-01,delivered,x', 'c1,2026-03-01,opened,x', 'c2,2026-03-02,delivered,x', 'c3,2026-03-02,opened,y'];
    const file = { name: 'a.csv', bytes: new TextEncoder().encode(['contact,time,event,email', ...rows].join('\n')) };
    worker.send({ type: 'load', id: 2, sample: 's', files: [file], options: READ });
    worker.send({ type: 'test', id: 3, sample: 's', model, test: 'sample' });
    const [, own, , sample] = await worker.answered(4);
    assert.ok(own?.type === 'tested' && sample?.type === 'tested');
    assert.deepEqual([own.outcome.test.status, own.outcome.journeys[0]?.rules[0]?.fired], ['passed', 1]);
    assert.deepEqual(
      sample.outcome.test.expectations.map(({ passed, actual }) => [passed, actual]),
      [
        [true, '2 contacts'],
        [false, '2 contacts'],
        [true, '50% (1 of 2)'],
      ],
    );
    assert.equal(sample.outcome.journeys[0]?.rules[0]?.fired, 2);
    for (const answer of worker.answers) assert.deepEqual(workerAnswer.parse(answer), answer);
  });

  it('a test that the model does not have is a problem, a sample that is not loaded a fault', async () => {
    const model = await modelOf(TEXT);
    const worker = new WorkerInProcess({ simulate: simulateNothing });
    worker.send({ type: 'test', id: 1, model, test: 'another' });
    worker.send({ type: 'test', id: 2, sample: 's', model, test: 'sample' });
    const [, unknown, missing] = await worker.answered(3);
    assert.deepEqual(unknown, { type: 'problem', id: 1, problem: { kind: 'unknown-name', message: 'The file has no test "another".' } });
    assert.ok(missing?.type === 'fault' && missing.message === 'The sample is not loaded.');
  });
});
