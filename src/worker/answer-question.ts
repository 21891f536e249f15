import type { LoadedActivities } from '../activities/activity-table.ts';
import type { Model } from '../model/model.ts';
import { breakDown } from '../simulator/break-down.ts';
import { nearMisses } from '../simulator/near-misses.ts';
import { simulateCampaign } from '../simulator/simulate-campaign.ts';
import { simulateExperiment } from '../simulator/simulate-experiment.ts';
import type { SimulateFailure, SimulateOptions } from '../simulator/simulation.ts';
import { traceContact } from '../simulator/trace-contact.ts';
import type { Answer, Question } from './protocol.ts';

/** Answers a question about a model on a sample. */
export function answerQuestion(
  question: Question,
  model: Model,
  loaded: LoadedActivities,
  options: SimulateOptions,
): { readonly ok: true; readonly answer: Answer } | SimulateFailure {
  switch (question.kind) {
    case 'breakdown': {
      const outcome = breakDown(model, question.journey, question.by, loaded, options);
      return outcome.ok ? { ok: true, answer: { kind: 'breakdown', breakdown: outcome.breakdown } } : outcome;
    }
    case 'campaign': {
      const outcome = simulateCampaign(model, question.campaign, loaded, options);
      return outcome.ok ? { ok: true, answer: { kind: 'campaign', result: outcome.result } } : outcome;
    }
    case 'experiment': {
      const outcome = simulateExperiment(model, question.experiment, loaded, options);
      return outcome.ok ? { ok: true, answer: { kind: 'experiment', result: outcome.result } } : outcome;
    }
    case 'trace': {
      const outcome = traceContact(model, question.journey, question.contact, loaded, options);
      return outcome.ok ? { ok: true, answer: { kind: 'trace', trace: outcome.trace } } : outcome;
    }
    case 'near-misses': {
      const outcome = nearMisses(model, question.journey, question.stage, loaded, options);
      return outcome.ok ? { ok: true, answer: { kind: 'near-misses', result: outcome.result } } : outcome;
    }
  }
}
