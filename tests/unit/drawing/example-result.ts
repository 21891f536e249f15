import type { JourneyResult, StageResult } from '../../../src/results/result.ts';

/** A stage with nothing in it, to be given numbers. */
function emptyStage(name: string, label: string, kind: 'path' | 'side'): StageResult {
  return {
    name,
    label,
    kind,
    entered: 0,
    reached: kind === 'path' ? 0 : null,
    advanced: 0,
    returned: 0,
    left: 0,
    expired: 0,
    current: 0,
    stalled: 0,
    dropped: null,
    rateFromPrevious: null,
    rateFromStart: null,
    rateInterval: null,
    secondsFromPrevious: null,
    medianWithCensoring: null,
    kpis: [],
  };
}

const DAY = 86_400;

const median = (n: number, p50: number): StageResult['secondsFromPrevious'] => ({ n, mean: p50, p10: p50, p25: p50, p50, p75: p50, p90: p50 });

/**
 * The result that interfaces and simulation documents show: 780 browsing, 190 of them interested. Intervals are Wilson's
 * at 95 %: 190/780 → 21.5–27.5 %, 60/190 → 25.4–38.5 %, 25/60 → 30.1–54.3 %.
 */
export function exampleResult(): JourneyResult {
  return {
    schema: 1,
    journey: 'lead_nurturing',
    label: 'Lead nurturing',
    goal: 'customer',
    asOf: '2026-03-31T22:00:00.000Z',
    inputs: [{ path: 'samples/q1.csv', shape: 'journey', records: 12_000 }],
    records: {
      read: 12_000,
      used: 11_940,
      duplicates: 20,
      rejected: 30,
      ignored: 0,
      afterAsOf: 10,
      unknownEvents: 4,
      leftOut: 0,
      clockChanges: 0,
      machineOpens: 800,
      botClicks: 12,
    },
    without: [],
    rejected: [{ path: 'samples/q1.csv', line: 118, reason: 'time: "31/02/2026" is not a date' }],
    contacts: { seen: 1000, entered: 780, keptOutByAudience: 150, withoutConsent: 0, passes: 801, expired: 25, reachedGoal: 25 },
    stages: [
      {
        ...emptyStage('browsing', 'Browsing', 'path'),
        phase: 'awareness',
        entered: 780,
        reached: 780,
        advanced: 190,
        left: 76,
        expired: 12,
        current: 502,
        stalled: 12,
        dropped: 590,
        rateFromStart: 1,
      },
      {
        ...emptyStage('interested', 'Interested', 'path'),
        phase: 'consideration',
        entered: 190,
        reached: 190,
        advanced: 60,
        left: 44,
        expired: 6,
        current: 80,
        dropped: 130,
        rateFromPrevious: 190 / 780,
        rateFromStart: 190 / 780,
        rateInterval: [0.2148, 0.2749],
        secondsFromPrevious: median(188, 2 * DAY + 7 * 3600),
        kpis: [{ target: 0.25, unit: 'share', of: 'browsing', withinSeconds: 14 * DAY, actual: 190 / 780, met: false }],
      },
      {
        ...emptyStage('engaged', 'Engaged', 'path'),
        phase: 'decision',
        entered: 60,
        reached: 60,
        advanced: 25,
        expired: 7,
        current: 28,
        stalled: 9,
        dropped: 35,
        rateFromPrevious: 60 / 190,
        rateFromStart: 60 / 780,
        rateInterval: [0.2538, 0.3849],
        secondsFromPrevious: median(60, 45 * 60),
      },
      {
        ...emptyStage('customer', 'Customer', 'path'),
        phase: 'retention',
        entered: 25,
        reached: 25,
        current: 25,
        rateFromPrevious: 25 / 60,
        rateFromStart: 25 / 780,
        rateInterval: [0.3007, 0.543],
        secondsFromPrevious: median(25, 9 * DAY),
        kpis: [{ target: 20, unit: 'contacts', actual: 25, met: true }],
      },
      { ...emptyStage('dormant', 'Dormant', 'side'), entered: 120, returned: 18, current: 102 },
    ],
    transitions: [
      { from: null, to: 'browsing', contacts: 780, moves: 801, p50Seconds: 0 },
      { from: 'browsing', to: 'interested', contacts: 188, moves: 188, p50Seconds: 2 * DAY + 7 * 3600 },
    ],
    rules: [],
    days: [],
    emails: [],
    warnings: [],
  };
}

/** A result in which nobody entered. */
export function emptyResult(): JourneyResult {
  const result = exampleResult();
  return {
    ...result,
    asOf: null,
    records: {
      read: 5,
      used: 5,
      duplicates: 0,
      rejected: 0,
      ignored: 0,
      afterAsOf: 0,
      unknownEvents: 0,
      leftOut: 0,
      clockChanges: 0,
      machineOpens: 0,
      botClicks: 0,
    },
    rejected: [],
    contacts: { seen: 3, entered: 0, keptOutByAudience: 0, withoutConsent: 0, passes: 0, expired: 0, reachedGoal: 0 },
    stages: result.stages.map((stage, index, all) => ({
      ...emptyStage(stage.name, stage.label, stage.kind),
      dropped: stage.kind === 'path' && all[index + 1]?.kind === 'path' ? 0 : null,
    })),
    transitions: [],
  };
}

/** The result with other labels, in the order of its stages. */
export function withLabels(result: JourneyResult, labels: readonly string[]): JourneyResult {
  return { ...result, stages: result.stages.map((stage, index) => ({ ...stage, label: labels[index] ?? stage.label })) };
}
