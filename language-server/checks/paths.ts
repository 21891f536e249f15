import { AstUtils } from 'langium';
import * as ast from '../generated/ast.ts';
import { stagesOf } from '../references/names.ts';
import { canBeginPass } from './conditions.ts';
import type { Report } from './report.ts';

const pathOf = (journey: ast.Journey): ast.Stage[] => stagesOf(journey).filter((stage) => !stage.side);

/** Contacts that a stage of the path is to be reached by grow fewer along it. */
export function checkKpiOrder(journey: ast.Journey, report: Report): void {
  let least: { readonly kpi: ast.KpiClause; readonly stage: ast.Stage; readonly target: number } | undefined;
  for (const stage of pathOf(journey)) {
    for (const kpi of stage.clauses.filter(ast.isKpiClause)) {
      const target = Number(kpi.target);
      if (!kpi.contacts || Number.isNaN(target)) continue;
      if (least && least.stage !== stage && target > least.target) {
        const message = `${String(target)} contacts are to reach \`${stage.name ?? ''}\`, but only ${String(least.target)} the stage \`${least.stage.name ?? ''}\` before it, and nobody gets here past it. Lower this one, or raise the other.`;
        report('kpi-increasing', message, { node: kpi, related: [{ node: least.kpi, message: 'The earlier target.' }] });
      } else {
        least = { kpi, stage, target };
      }
    }
  }
}

/** Whoever measures the stages before the goal wants to measure the goal. */
export function checkGoalKpi(journey: ast.Journey, report: Report): void {
  const path = pathOf(journey);
  const named = journey.clauses.find(ast.isGoalClause)?.stage;
  const goal = named ? named.ref : path.at(-1);
  const measured = path.find((stage) => stage !== goal && stage.clauses.some(ast.isKpiClause));
  if (!goal?.name || goal.side || !measured || goal.clauses.some(ast.isKpiClause)) return;
  const message = `\`${measured.name ?? ''}\` has a KPI, but the goal \`${goal.name}\` has none, so nothing says whether the journey worked. Add \`kpi …\` to it.`;
  report('no-goal-kpi', message, { node: goal, property: 'name', related: [{ node: measured, message: 'This stage has one.' }] });
}

/**
 * Two stages of the path to which contacts of one stage go, one or the other: neither leads to the other, so the later
 * one counts as having got past the earlier.
 */
export function checkBranches(journey: ast.Journey, report: Report): void {
  if (journey.clauses.some((clause) => ast.isOrderClause(clause) && clause.value === 'flexible')) return;
  const path = pathOf(journey);
  const places = new Map(path.map((stage, place) => [stage, place]));
  const sources = path.map((stage, place) => sourcesOf(stage, place, places));
  path.forEach((stage, place) => {
    const leading = leadingTo(place, sources);
    // Whatever is before it leads to it: the usual case.
    if (leading.size === place + 1) return;
    for (const source of sources[place] ?? []) {
      if (source >= place - 1) continue;
      const other = path.findIndex((_, between) => between > source && between < place && (sources[between]?.has(source) ?? false) && !leading.has(between));
      const earlier = path[other];
      if (!earlier) continue;
      const from = path[source]?.name ?? '';
      const message = `Contacts of \`${from}\` go to \`${earlier.name ?? ''}\` or to \`${stage.name ?? ''}\`, never to both, yet those here count as having got past \`${earlier.name ?? ''}\`. Make one of them a \`side stage\`, or a journey of its own.`;
      report('branch-on-path', message, { node: stage, property: 'name', related: [{ node: earlier, message: 'The other way leads here.' }] });
      return;
    }
  });
}

/** The places of the stages of the path from which a stage is entered. */
function sourcesOf(stage: ast.Stage, place: number, places: ReadonlyMap<ast.Stage, number>): Set<number> {
  const found = new Set<number>();
  for (const enter of stage.clauses.filter(ast.isEnterClause)) {
    if (!enter.from) found.add(place - 1);
    else if (enter.from.any) for (const other of places.values()) found.add(other);
    for (const reference of enter.from?.stages ?? []) {
      const source = reference.ref && places.get(reference.ref);
      if (source !== undefined) found.add(source);
    }
  }
  found.delete(place);
  return found;
}

/** The places from which a way along the path leads to a later one, itself included. */
function leadingTo(place: number, sources: readonly ReadonlySet<number>[]): ReadonlySet<number> {
  const leading = new Set([place]);
  for (let at = place; at > 0 && leading.size <= place; at--) {
    if (leading.has(at)) for (const source of sources[at] ?? []) if (source < at && source >= 0) leading.add(source);
  }
  return leading;
}

/** A pass that begins again with every email counts our mailings, not what contacts do. */
export function checkReentryBySending(clause: ast.ReentryClause, report: Report): void {
  const journey = clause.$container;
  if (!ast.isJourney(journey) || clause.value === undefined || clause.value === 'never' || clause.value === 'after') return;
  for (const stage of pathOf(journey)) {
    for (const enter of stage.clauses.filter(ast.isEnterClause)) {
      if (!canBeginPass(enter) || !enter.condition) continue;
      const patterns = AstUtils.streamAllContents(enter).filter(ast.isPattern).toArray();
      if (patterns.length === 0 || !patterns.every(isAnySending) || ast.isNotCondition(enter.condition)) continue;
      const message = `With \`reentry ${clause.value}\` every email begins a pass, whatever the contact does, so the funnel counts mailings. Begin with what contacts do, or write \`reentry after …\`.`;
      report('reentry-by-sending', message, { node: clause, related: [{ node: enter, message: 'A pass begins here.' }] });
      return;
    }
  }
}

/** What we send, whichever email it is: one that is named is sent on purpose. */
function isAnySending(pattern: ast.Pattern): boolean {
  return (
    ast.isEmailPattern(pattern) &&
    (pattern.verb === 'sent' || pattern.verb === 'delivered') &&
    (pattern.emails?.any === true || pattern.emails?.last !== undefined)
  );
}
