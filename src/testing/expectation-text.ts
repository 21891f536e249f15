import type { Key } from '../model/catalogue.ts';
import type { StageName } from '../model/campaign.ts';
import type { Expectation, JourneyTest } from '../model/journey-test.ts';
import type { Model } from '../model/model.ts';
import { lengthText } from '../model/length-text.ts';
import { momentText } from './test-clock.ts';

/** What is expected, in the words of the language, without `expect`. */
export function expectationText(expectation: Expectation, test: JourneyTest, model: Model): string {
  const stage = (name: StageName): string => stageText(name, test, model);
  switch (expectation.kind) {
    case 'in-stage':
      return `${expectation.contact} ${notText(expectation)}in ${stage(expectation.stage)} on ${momentText(expectation.moment)}`;
    case 'reached-by':
      return `${expectation.contact} ${notText(expectation)}reached ${stage(expectation.stage)}`;
    case 'in-segment':
      return `${expectation.contact} ${notText(expectation)}in segment ${nameOf(expectation.segment, model.segments)} on ${momentText(expectation.moment)}`;
    case 'score':
      return `${expectation.contact} score ${nameOf(expectation.score, model.scores)} ${expectation.operator} ${String(expectation.points)} on ${momentText(expectation.moment)}`;
    case 'stage-count': {
      const target = expectation.unit === 'share' ? percentText(expectation.target) : `${String(expectation.target)} contacts`;
      return `${expectation.count} ${stage(expectation.stage)} ${expectation.operator} ${target}`;
    }
    case 'time':
      return `${expectation.quantile} time from ${stage(expectation.from)} to ${stage(expectation.to)} ${expectation.operator} ${lengthText(expectation.seconds)}`;
    case 'rate':
      return `${expectation.rate} of ${nameOf(expectation.email, model.emails)} ${expectation.operator} ${percentText(expectation.target)}`;
  }
}

/** Of a test in a journey the stage's name alone. */
function stageText({ journey, stage }: StageName, test: JourneyTest, model: Model): string {
  return test.journey === journey ? stage : `${nameOf(journey, [...model.journeys, ...model.importedJourneys])}.${stage}`;
}

const notText = ({ negated }: { readonly negated: boolean }): string => (negated ? 'not ' : '');

/** A percentage as one would write it: 0.07 is not quite 7 / 100. */
const percentText = (share: number): string => `${String(Number((share * 100).toPrecision(12)))}%`;

const nameOf = (key: Key, declarations: readonly { readonly key: string; readonly name: string }[]): string =>
  declarations.find((one) => one.key === key)?.name ?? key;
