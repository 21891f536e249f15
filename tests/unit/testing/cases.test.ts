import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { OrderOperator } from '../../../src/model/condition.ts';
import type { Expectation, JourneyTest } from '../../../src/model/journey-test.ts';
import { runTest } from '../../../src/testing/run-test.ts';
import type { TestResult } from '../../../src/testing/test-result.ts';
import { atOnce } from '../../../src/simulator/steps.ts';
import { modelOf } from '../../support/journeys.ts';

const folder = join(import.meta.dirname, '../../cases/testing');

interface Case {
  readonly title: string;
  readonly journey: string;
  readonly outcome: readonly string[];
}

/** A heading each, then a block `journey` with one test and a block `outcome`, worked out by hand. */
function casesOf(path: string): Case[] {
  return readFileSync(path, 'utf8')
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const block = (name: string): string => {
        const text = new RegExp(`^\`\`\`${name}\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(section)?.[1];
        assert(text !== undefined, section);
        return text;
      };
      return { title: section.split('\n', 1)[0] ?? '', journey: block('journey'), outcome: block('outcome').trim().split('\n') };
    });
}

const linesOf = ({ problem, expectations }: TestResult): string[] =>
  problem === undefined ? expectations.map(({ text, passed, actual }) => (passed ? `✓ ${text}` : `✗ ${text}: ${actual}`)) : [`problem: ${problem}`];

/** What no flipping of an expectation can change: there is no number to compare. */
const WITHOUT_NUMBER = /^(?:no such number|nobody entered|no rate)/;

const OPPOSITE: Readonly<Record<OrderOperator, OrderOperator>> = { '==': '!=', '!=': '==', '<': '>=', '>=': '<', '>': '<=', '<=': '>' };

const flipped = (expectation: Expectation): Expectation =>
  'negated' in expectation ? { ...expectation, negated: !expectation.negated } : { ...expectation, operator: OPPOSITE[expectation.operator] };

describe('tests of journeys, worked by hand', () => {
  for (const path of globSync(join(folder, '*.md')).sort()) {
    describe(basename(path, '.md'), () => {
      for (const { title, journey, outcome } of casesOf(path)) {
        it(title, async () => {
          const model = await modelOf(journey);
          const [test, ...others] = model.tests;
          assert(test && others.length === 0);
          const { test: result } = atOnce(runTest(test, model, undefined));
          assert.deepEqual(linesOf(result), outcome);
          const isProblem = outcome.some((line) => line.startsWith('problem'));
          assert.equal(result.status, isProblem ? 'error' : outcome.some((line) => line.startsWith('✗')) ? 'failed' : 'passed');
          for (const { passed, because } of result.expectations) assert(!passed || because.length === 0);
        });

        it(`${title}: what comes later changes nothing`, async () => {
          const model = await modelOf(journey);
          const [test] = model.tests;
          assert(test);
          const { expectations } = atOnce(runTest(test, model, undefined)).test;
          test.expectations.forEach((expectation, place) => {
            if (!('moment' in expectation) || expectations.length === 0) return;
            const { seconds, wholeDay } = expectation.moment;
            const isLater = (time: number): boolean => (wholeDay ? time >= seconds + 86_400 : time > seconds);
            const contacts = test.contacts.map((contact) => ({ ...contact, records: contact.records.filter((record) => !isLater(record.seconds)) }));
            const [alone] = atOnce(runTest({ ...test, contacts, expectations: [expectation] }, model, undefined)).test.expectations;
            assert.deepEqual(alone, expectations[place]);
          });
        });

        it(`${title}: each expectation flipped`, async () => {
          const model = await modelOf(journey);
          const [test] = model.tests;
          assert(test);
          const opposite: JourneyTest = { ...test, expectations: test.expectations.map(flipped) };
          const [before, after] = [test, opposite].map((one) => atOnce(runTest(one, model, undefined)).test.expectations);
          assert(before && after && before.length === after.length);
          before.forEach(({ text, passed, actual }, place) => {
            assert.equal(after[place]?.passed, WITHOUT_NUMBER.test(actual) ? false : !passed, text);
          });
        });
      }
    });
  }
});
