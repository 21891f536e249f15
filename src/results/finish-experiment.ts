import type { Experiment } from '../model/campaign.ts';
import type { Email } from '../model/catalogue.ts';
import type { ExperimentResult } from './experiment-result.ts';
import { EXPERIMENT_SCHEMA } from './experiment-result.ts';
import type { PartialExperiment } from './partial-experiment.ts';
import { differenceTest, newcombeInterval, share, wilsonInterval } from './statistics.ts';

/** What an experiment's result says beyond what contacts did. */
export type ExperimentFacts = Pick<ExperimentResult, 'journey' | 'stage' | 'asOf' | 'inputs' | 'warnings'>;

/** With fewer contacts in an arm a rate says too little to compare it. */
const FEWEST = 30;

/** Makes the finished result from the merged parts. */
export function finishExperiment(experiment: Experiment, emails: readonly Email[], partial: PartialExperiment, facts: ExperimentFacts): ExperimentResult {
  const { confidence, measure } = experiment;
  const [control] = partial.arms;
  const arms = experiment.variants.map((key, place): ExperimentResult['arms'][number] => {
    const arm = partial.arms[place] ?? { contacts: 0, notYet: 0, reached: 0 };
    const email = emails.find((one) => one.key === key);
    const difference = place === 0 || !control ? null : differenceTo(control, arm, confidence);
    return {
      email: email?.name ?? key,
      label: email?.label ?? key,
      control: place === 0,
      ...arm,
      rate: share(arm.reached, arm.contacts),
      interval: wilsonInterval(arm.reached, arm.contacts, confidence),
      difference,
      verdict: place === 0 ? 'control' : verdictOf(difference, Math.min(arm.contacts, control?.contacts ?? 0), confidence),
    };
  });
  return {
    schema: EXPERIMENT_SCHEMA,
    experiment: experiment.name,
    label: experiment.label,
    journey: facts.journey,
    stage: facts.stage,
    ...(measure?.within === undefined ? {} : { withinSeconds: measure.within }),
    confidence,
    asOf: facts.asOf,
    inputs: facts.inputs,
    severalVariants: partial.severalVariants,
    arms,
    warnings: facts.warnings,
  };
}

type Arm = PartialExperiment['arms'][number];
type Difference = NonNullable<ExperimentResult['arms'][number]['difference']>;

function differenceTo(control: Arm, arm: Arm, confidence: number): Difference | null {
  const [ours, theirs] = [arm, control].map(({ reached, contacts }) => ({ successes: reached, trials: contacts }));
  if (!ours || !theirs) return null;
  const test = differenceTest(ours, theirs);
  return test && { rate: ours.successes / ours.trials - theirs.successes / theirs.trials, interval: newcombeInterval(ours, theirs, confidence), ...test };
}

function verdictOf(difference: Difference | null, fewest: number, confidence: number): ExperimentResult['arms'][number]['verdict'] {
  if (!difference || fewest < FEWEST) return 'too-few';
  if (difference.pValue > 1 - confidence) return 'no-difference';
  return difference.rate > 0 ? 'higher' : 'lower';
}
