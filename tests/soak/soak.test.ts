import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { checkSeeds } from './check-seeds.ts';
import { PARTS } from './parts.ts';
import { sumOf } from './tally.ts';

/** About a hundredth of what `npm run soak` runs, the same seeds each time. */
describe('what `npm run soak` runs, on some seeds', () => {
  for (const part of PARTS) {
    it(`${part.name}: ${part.says}`, async function () {
      this.timeout(0);
      const figures = await checkSeeds({ ...part, start: part.startSmall ?? part.start }, { first: 1, last: part.sample, step: 1 });
      assert.deepEqual([...figures.failures, ...part.doubts(figures)], [], figures.remarks.join('\n'));
      assert.equal(figures.failed, 0);
      assert.equal(figures.seeds, part.sample);
      assert(figures.passed > 0);
    });
  }
});

describe('`npm run soak`', () => {
  const [part] = PARTS.filter(({ name }) => name === 'strength');
  assert(part);

  it('has the same inputs however they are dealt', async () => {
    const whole = await checkSeeds(part, { first: 11, last: 40, step: 1 });
    const shares = [];
    for (const share of [0, 1, 2]) shares.push(await checkSeeds(part, { first: 11 + share, last: 40, step: 3 }));
    const dealt = sumOf(shares);
    assert.equal(whole.seeds, 30);
    assert.deepEqual(
      { ...dealt, slowest: undefined, remarks: [...dealt.remarks].sort() },
      { ...whole, slowest: undefined, remarks: [...whole.remarks].sort(), counts: Object.fromEntries(Object.entries(whole.counts).sort()) },
    );
  });

  it('counts what fails, names its seed and goes on', async () => {
    const check = async (seed: number): Promise<void> => {
      if (seed % 2 === 0) throw new Error(`${seed} is even`);
    };
    const figures = await checkSeeds({ ...part, name: 'odd', start: () => check }, { first: 1, last: 24, step: 1 });
    assert.equal(figures.seeds, 24);
    assert.equal(figures.failed, 12);
    assert.equal(figures.failures.length, 5);
    assert.match(figures.failures[1] ?? '', /^odd, seed 4: Error: 4 is even/);
  });

  const run = (...options: readonly string[]) => spawnSync(process.execPath, [join(import.meta.dirname, 'soak.ts'), ...options], { encoding: 'utf8' });

  it('runs one seed of one part', () => {
    const { status, stdout, stderr } = run('strength', '--seed', '12', '--count', '1');
    assert.equal(stderr, '');
    assert.match(stdout, /^── strength: .*\n[^]*\n1 passed, 0 failed\n$/);
    assert.equal(status, 0);
  });

  for (const [options, message] of [
    [['mutation'], `There is no part mutation; there are ${PARTS.map(({ name }) => name).join(', ')}.`],
    [['--count', '0'], '--count 0 is not a number of seeds; write one from 1, as in --count 1000.'],
    [['--seed', 'x'], '--seed x is not a seed; write a whole number from 0, as in --seed 4711.'],
  ] as const) {
    it(`says what is wrong with ${options.join(' ')}`, () => {
      const { status, stdout, stderr } = run(...options);
      assert.equal(stderr, `${message}\n`);
      assert.equal(stdout, '');
      assert.equal(status, 2);
    });
  }
});
