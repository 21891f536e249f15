import type { LoadedActivities } from '../activities/activity-table.ts';
import type { Expectation, JourneyTest } from '../model/journey-test.ts';
import type { Model } from '../model/model.ts';
import type { Steps } from '../simulator/steps.ts';
import type { Verdict } from './check-contact.ts';
import { checkContact } from './check-contact.ts';
import { checkCounts } from './check-counts.ts';
import { expectationText } from './expectation-text.ts';
import type { StagePair } from './journey-run.ts';
import { JourneyRun } from './journey-run.ts';
import { TestClock } from './test-clock.ts';
import type { ExpectationResult, TestOutcome } from './test-result.ts';
import { testTable } from './test-table.ts';

/** Up to then a number holds microseconds exactly: in the year 2255. */
const LATEST = Number.MAX_SAFE_INTEGER;

/**
 * Runs a test of a model without errors. Its contacts' records are replayed up to the latest moment that it names; what is
 * expected on a day is asked with the records up to then. Counts, shares, times and rates are those of the sample, which is
 * there where the test is `on` one, else of the test's contacts.
 */
export function* runTest(test: JourneyTest, model: Model, sample: LoadedActivities | undefined): Steps<TestOutcome> {
  if (test.on && !sample) throw new Error('A test on a sample is run with it.');
  if (test.expectations.length === 0) return failedToRun(test, model, 'It expects nothing, so it shows nothing. Add an `expect`.');
  const clock = new TestClock(test);
  const end = clock.end();
  if (end > LATEST) return failedToRun(test, model, 'It names a day after the year 2255, which is further than times are exact. Name an earlier one.');
  const table = testTable(test, model, clock);
  if (!table.ok) return failedToRun(test, model, table.problem);
  // Nothing is asked of contacts that a test on a sample does not have.
  const own = sample && test.contacts.length === 0 ? NO_RUNS : yield* runsOf(test, model, table.loaded, end);
  if (!own.ok) return failedToRun(test, model, own.problem);
  const sampled = sample ? yield* runsOf(test, model, sample, undefined) : own;
  if (!sampled.ok) return failedToRun(test, model, sampled.problem);

  const check = function* (expectation: Expectation): Steps<Verdict> {
    if ('contact' in expectation) return checkContact(expectation, { model, loaded: table.loaded, clock, runOf: own.of });
    return yield* checkCounts(expectation, { model, loaded: sample ?? table.loaded, asOf: sample ? undefined : end, runOf: sampled.of });
  };
  const expectations: ExpectationResult[] = [];
  for (const expectation of test.expectations) {
    expectations.push({ text: expectationText(expectation, test, model), ...placeOf(expectation, model), ...(yield* check(expectation)) });
  }
  const status = expectations.every(({ passed }) => passed) ? 'passed' : 'failed';
  const runs = sample ? [...own.all, ...sampled.all] : own.all;
  return { test: { name: test.name, ...placeOf(test, model), status, expectations }, journeys: runs.map((run) => run.firedRules()) };
}

/** What is said of a test that cannot be run. */
export function failedToRun(test: JourneyTest, model: Model, problem: string): TestOutcome {
  return { test: { name: test.name, ...placeOf(test, model), status: 'error', problem, expectations: [] }, journeys: [] };
}

const placeOf = ({ source }: Pick<JourneyTest, 'source'>, model: Model): { readonly file: string; readonly line: number; readonly column: number } => ({
  file: model.files[source.file] ?? '',
  line: source.line,
  column: source.column,
});

type Runs =
  { readonly ok: true; readonly all: readonly JourneyRun[]; readonly of: (journey: string) => JourneyRun } | { readonly ok: false; readonly problem: string };

const NO_RUNS: Runs = {
  ok: true,
  all: [],
  of: () => {
    throw new Error('A test without contacts expects nothing of one.');
  },
};

/** The journeys that a test names, replayed over records up to a moment. */
function* runsOf(test: JourneyTest, model: Model, loaded: LoadedActivities, asOf: number | undefined): Steps<Runs> {
  const runs = new Map<string, JourneyRun>();
  for (const key of journeysOf(test)) {
    const journey = [...model.journeys, ...model.importedJourneys].find((one) => one.key === key);
    if (!journey) throw new Error('A model without errors has the journeys that it names.');
    const made = yield* JourneyRun.of(journey, model, loaded, asOf, pairsOf(test, key));
    if (!made.ok) return made;
    runs.set(key, made.run);
  }
  return {
    ok: true,
    all: [...runs.values()],
    of: (key) => {
      const run = runs.get(key);
      if (!run) throw new Error('Every journey that a test names was replayed.');
      return run;
    },
  };
}

function journeysOf({ journey, expectations }: JourneyTest): ReadonlySet<string> {
  const named = expectations.flatMap((expectation) => {
    if (expectation.kind === 'time') return [expectation.from.journey, expectation.to.journey];
    return 'stage' in expectation ? [expectation.stage.journey] : [];
  });
  return new Set([...(journey === undefined ? [] : [journey]), ...named]);
}

const pairsOf = ({ expectations }: JourneyTest, journey: string): StagePair[] =>
  expectations.flatMap((expectation) =>
    expectation.kind === 'time' && expectation.from.journey === journey && expectation.to.journey === journey
      ? [{ from: expectation.from.stage, to: expectation.to.stage }]
      : [],
  );
