import { attributeHeldSince, quietSince, segmentView } from './ask.ts';
import { viewsAfter, chainStart } from './chain.ts';
import { countedBy } from './counting.ts';
import type { LastEmails, ProgramCondition, ProgramOccurrence } from './program.ts';
import type { Moment, View } from './view.ts';

const NEVER = Infinity;

/**
 * The next deadline of a condition: the earliest time, later than the moment, just after whose records the answer can
 * differ though no record came. It may name a time at which nothing changes, never miss one at which something does.
 */
export function nextChange(condition: ProgramCondition, view: View): number {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.operands.reduce((soonest, operand) => Math.min(soonest, nextChange(operand, view)), NEVER);
    case 'not':
      return nextChange(condition.operand, view);
    case 'occurrence':
      return nextOfOccurrence(condition, view);
    case 'chain':
      return nextOfChain(condition.links, 0, view);
    case 'last-emails':
      return nextOfLastEmails(condition, view);
    case 'segment':
      return nextChange(condition.condition, segmentView(view));
    case 'attribute': {
      const since = condition.heldFor === undefined ? undefined : attributeHeldSince(condition, view);
      return since === undefined ? NEVER : ahead(since + (condition.heldFor ?? 0), view.moment);
    }
    case 'score':
    case 'word':
      return NEVER;
  }
}

/** A deadline that has not taken effect yet. */
const ahead = (deadline: number, { time, late }: Moment): number => (deadline > time || (deadline === time && !late) ? deadline : NEVER);

function nextOfOccurrence({ signal, window }: ProgramOccurrence, view: View): number {
  const { history, moment, anchor } = view;
  switch (window.kind) {
    case 'none':
    case 'since-stage':
    case 'ever':
      return NEVER;
    case 'within': {
      const from = window.stage === undefined ? anchor : view.stageAnchors[window.stage];
      return from ? ahead(from.time + window.length, moment) : NEVER;
    }
    case 'in-last': {
      // The oldest record that still counts is the next one to stop counting.
      const counted = countedBy(window, view);
      const index = counted ? history.indexAt(signal, counted.from) : 0;
      if (!counted || index >= history.indexAt(signal, counted.to)) return NEVER;
      return ahead(history.times[signal.records[index]!]! + window.length, moment);
    }
    case 'dates':
      return Math.min(ahead(window.since, moment), window.until < Infinity ? ahead(window.until, moment) : NEVER);
    case 'for':
      return ahead(quietSince(signal, view) + window.length, moment);
  }
}

type Links = Extract<ProgramCondition, { kind: 'chain' }>['links'];

function nextOfChain(links: Links, index: number, view: View): number {
  const occurrence = links[index]?.occurrence;
  if (!occurrence) return NEVER;
  let soonest = nextOfOccurrence(occurrence, view);
  if (index === links.length - 1) return soonest;
  const start = chainStart(occurrence, view);
  if (!start) return soonest;
  for (const next of viewsAfter(occurrence, start, view, index === 0)) {
    soonest = Math.min(soonest, nextOfChain(links, index + 1, next));
  }
  return soonest;
}

function nextOfLastEmails({ delivery, within }: LastEmails, { history, moment }: View): number {
  if (within === undefined) return NEVER;
  // Deliveries ascend in time, so the first one whose time is not over yet is the next.
  const end = history.indexAt(delivery, moment.high);
  for (let index = history.indexAt(delivery, history.firstAt(moment.time - within)); index < end; index++) {
    const deadline = ahead(history.times[delivery.records[index]!]! + within, moment);
    if (deadline < NEVER) return deadline;
  }
  return NEVER;
}
