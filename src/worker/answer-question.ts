import type { LoadedActivities } from '../activities/activity-table.ts';
import { diffBehaviour } from '../diff/diff-behaviour.ts';
import type { Model } from '../model/model.ts';
import { breakDown } from '../simulator/break-down.ts';
import { nearMisses } from '../simulator/near-misses.ts';
import { simulateCampaign } from '../simulator/simulate-campaign.ts';
import { simulateExperiment } from '../simulator/simulate-experiment.ts';
import type { SimulateFailure, SimulateOptions } from '../simulator/simulation.ts';
import type { Steps } from '../simulator/steps.ts';
import { traceContact } from '../simulator/trace-contact.ts';
import { learnTraffic } from '../synthesis/learn-traffic.ts';
import { shrinkTable } from '../synthesis/shrink-table.ts';
import { contactTest } from '../testing/contact-test.ts';
import type { Answer, Question } from './protocol.ts';

/** Answers a question about a model on a sample, in steps. */
export function* answerQuestion(
  question: Question,
  model: Model,
  loaded: LoadedActivities,
  options: SimulateOptions,
): Steps<{ readonly ok: true; readonly answer: Answer } | SimulateFailure> {
  switch (question.kind) {
    case 'breakdown': {
      const outcome = yield* breakDown(model, question.journey, question.by, loaded, options);
      return outcome.ok ? { ok: true, answer: { kind: 'breakdown', breakdown: outcome.breakdown } } : outcome;
    }
    case 'campaign': {
      const outcome = yield* simulateCampaign(model, question.campaign, loaded, options);
      return outcome.ok ? { ok: true, answer: { kind: 'campaign', result: outcome.result } } : outcome;
    }
    case 'experiment': {
      const outcome = yield* simulateExperiment(model, question.experiment, loaded, options);
      return outcome.ok ? { ok: true, answer: { kind: 'experiment', result: outcome.result } } : outcome;
    }
    case 'trace': {
      const outcome = yield* traceContact(model, question.journey, question.contact, loaded, options);
      return outcome.ok ? { ok: true, answer: { kind: 'trace', trace: outcome.trace } } : outcome;
    }
    case 'near-misses': {
      const outcome = yield* nearMisses(model, question.journey, question.stage, loaded, options);
      return outcome.ok ? { ok: true, answer: { kind: 'near-misses', result: outcome.result } } : outcome;
    }
    case 'contact-test': {
      const { kind, title, ...request } = question;
      const outcome = yield* contactTest(model, { ...request, ...(title === undefined ? {} : { title }) }, loaded, options);
      return outcome.ok ? { ok: true, answer: { kind, test: outcome.test } } : outcome;
    }
    case 'behaviour': {
      const outcome = yield* diffBehaviour(question.old, model, loaded, { ...options, listsContacts: question.listsContacts });
      return outcome.ok ? { ok: true, answer: { kind: 'behaviour', behaviour: outcome.behaviour } } : outcome;
    }
    case 'traffic':
      return { ok: true, answer: { kind: 'traffic', traffic: learnTraffic(loaded.table) } };
    case 'shrink': {
      const journeys = model.journeys.filter(({ name }) => question.journeys.includes(name));
      const outcome = yield* shrinkTable(loaded, model, journeys, options);
      return outcome.ok ? { ok: true, answer: { kind: 'shrink', shrunk: outcome.shrunk } } : outcome;
    }
  }
}
