import type { LoadedActivities } from '../activities/activity-table.ts';
import type { Expectation } from '../model/journey-test.ts';
import type { Model } from '../model/model.ts';
import { emailResult } from '../results/email-result.ts';
import { emptyPartialEmail } from '../results/partial-result.ts';
import type { EmailResult, JourneyResult } from '../results/result.ts';
import { quantile, share } from '../results/statistics.ts';
import { emailTotals } from '../simulator/email-counter.ts';
import { signalsOf } from '../simulator/matching/signals.ts';
import type { Steps } from '../simulator/steps.ts';
import { factsOf } from '../simulator/table-facts.ts';
import type { OfContact, Verdict } from './check-contact.ts';
import { compareNumbers } from './compare-numbers.ts';
import type { JourneyRun } from './journey-run.ts';
import { spanText } from './span-text.ts';
import { utcZone } from './test-clock.ts';

export type OfCounts = Exclude<Expectation, OfContact>;

/** The contacts whose numbers a test expects: those of its sample, or its own. */
export interface CountedContacts {
  readonly model: Model;
  readonly loaded: LoadedActivities;
  /** Microseconds; the latest record's time where it is not given. */
  readonly asOf: number | undefined;
  readonly runOf: (journey: string) => JourneyRun;
}

/** Whether what is expected of the contacts together is so. */
export function* checkCounts(expectation: OfCounts, contacts: CountedContacts): Steps<Verdict> {
  switch (expectation.kind) {
    case 'stage-count':
      return checkCount(expectation, contacts);
    case 'time':
      return checkTime(expectation, contacts);
    case 'rate':
      return yield* checkRate(expectation, contacts);
  }
}

function checkCount({ count, stage, operator, unit, target }: Extract<OfCounts, { kind: 'stage-count' }>, { runOf }: CountedContacts): Verdict {
  const { result } = runOf(stage.journey);
  const number = countOf(count, stage.stage, result);
  if (number === undefined) {
    return { passed: false, actual: 'no such number', because: ['Nobody drops out of the last stage of the path or of a side stage: use `current`.'] };
  }
  const { entered } = result.contacts;
  const actual = unit === 'share' ? share(number, entered) : number;
  if (actual === null) return { passed: false, actual: 'nobody entered the journey', because: [] };
  const passed = compareNumbers(actual, operator, target);
  return {
    passed,
    actual: unit === 'share' ? `${percentText(actual)} (${String(number)} of ${contactsText(entered)})` : contactsText(number),
    because: passed ? [] : [standing(result)],
  };
}

/** Undefined where the stage has no such number. Of a side stage those have reached it that were ever in it. */
function countOf(count: 'reached' | 'current' | 'dropped', name: string, { stages }: JourneyResult): number | undefined {
  const stage = stages.find((one) => one.name === name);
  if (!stage) throw new Error('A model without errors has the stages that it names.');
  if (count === 'reached') return stage.reached ?? stage.entered;
  return stage[count] ?? undefined;
}

function standing({ contacts, stages }: JourneyResult): string {
  const parts = stages.map((stage) => `${stage.name} ${String(stage.reached ?? stage.entered)} (now in it ${String(stage.current)})`);
  return `${contactsText(contacts.seen)} seen, ${String(contacts.entered)} entered, ${String(contacts.expired)} expired. Reached: ${parts.join(', ')}.`;
}

function checkTime(expectation: Extract<OfCounts, { kind: 'time' }>, { runOf }: CountedContacts): Verdict {
  const { from, to, operator, seconds, quantile: which } = expectation;
  if (from.journey !== to.journey) {
    return { passed: false, actual: 'no such time', because: ['The stages are of two journeys: time is taken between the stages of one.'] };
  }
  const times = runOf(from.journey).secondsBetween({ from: from.stage, to: to.stage });
  const actual = quantile(times, which === 'median' ? 0.5 : 0.9);
  if (actual === null) return { passed: false, actual: `nobody entered ${from.stage} and then ${to.stage}`, because: [] };
  const passed = compareNumbers(actual, operator, seconds);
  const because = `Of ${contactsText(times.length)}: ${[0, 0.1, 0.5, 0.9, 1].map((part, place) => `${SHORT[place] ?? ''} ${spanText(quantile(times, part) ?? 0)}`).join(', ')}.`;
  return { passed, actual: spanText(actual), because: passed ? [] : [because] };
}

const SHORT = ['shortest', 'p10', 'median', 'p90', 'longest'];

const RATES = {
  open_rate: ['openRate', 'uniqueOpened', 'delivered'],
  click_rate: ['clickRate', 'uniqueClicked', 'delivered'],
  click_to_open_rate: ['clickToOpenRate', 'uniqueClicked', 'uniqueOpened'],
  unsubscribe_rate: ['unsubscribeRate', 'unsubscribed', 'delivered'],
  spam_rate: ['spamRate', 'spamReported', 'delivered'],
  bounce_rate: ['bounceRate', 'bounced', 'sent'],
} as const satisfies Record<Extract<OfCounts, { kind: 'rate' }>['rate'], readonly (keyof EmailResult)[]>;

function* checkRate({ rate, email: key, operator, target }: Extract<OfCounts, { kind: 'rate' }>, { model, loaded, asOf }: CountedContacts): Steps<Verdict> {
  const { table } = loaded;
  const place = model.emails.findIndex((email) => email.key === key);
  const email = model.emails[place];
  if (!email) throw new Error('A model without errors has the emails that it names.');
  const totals = yield* emailTotals(table, model, asOf ?? factsOf(table).latest, { from: 0, to: table.contacts.length });
  const numbers = emailResult(email, totals[place] ?? emptyPartialEmail(), signalsOf(table, model, utcZone()).deliveredIsSent);
  const [field, part, whole] = RATES[rate];
  const actual = numbers[field];
  const { sent, delivered, bounced, uniqueOpened, uniqueClicked, unsubscribed, spamReported } = numbers;
  const because = `${email.name}: ${String(sent)} sent, ${String(delivered)} delivered, ${String(bounced)} bounced, opened by ${String(uniqueOpened)}, clicked by ${String(uniqueClicked)}, ${String(unsubscribed)} unsubscribed, ${String(spamReported)} reported as spam.`;
  if (actual === null) return { passed: false, actual: 'no rate, as there is nothing to take it of', because: [because] };
  const passed = compareNumbers(actual, operator, target);
  return { passed, actual: `${percentText(actual)} (${String(numbers[part])} of ${String(numbers[whole])})`, because: passed ? [] : [because] };
}

/** With as many digits as tell it apart from a whole percentage nearby. */
const percentText = (rate: number): string => `${String(Number((rate * 100).toPrecision(6)))}%`;

const contactsText = (number: number): string => `${String(number)} contact${number === 1 ? '' : 's'}`;
