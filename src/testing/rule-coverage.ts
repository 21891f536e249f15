import type { Model } from '../model/model.ts';
import { share } from '../results/statistics.ts';
import type { FiredRules, TestRun } from './test-result.ts';

/** The journeys that a file declares, none of whose rules has fired yet. */
export function declaredRules(model: Model): FiredRules[] {
  const fileOf = ({ file }: { readonly file: number }): string => model.files[file] ?? '';
  return model.journeys.map(({ name, label, source, stages }) => ({
    journey: name,
    label,
    file: fileOf(source),
    line: source.line,
    rules: stages.flatMap((stage) =>
      stage.rules.map((rule, index) => ({ stage: stage.name, index, text: rule.text, file: fileOf(rule.source), line: rule.source.line, fired: 0 })),
    ),
  }));
}

/** Adds up how often each rule fired. The same journey can be there many times: once for each test that replayed it. */
export function ruleCoverage(parts: readonly FiredRules[]): NonNullable<TestRun['coverage']> {
  const journeys = new Map<string, FiredRules>();
  for (const part of parts) {
    const key = `${part.file}:${String(part.line)}`;
    const known = journeys.get(key);
    journeys.set(key, known ? { ...known, rules: known.rules.map((rule, place) => ({ ...rule, fired: rule.fired + (part.rules[place]?.fired ?? 0) })) } : part);
  }
  const sorted = [...journeys.values()].sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
  const rules = sorted.flatMap((journey) => journey.rules);
  const fired = rules.filter((rule) => rule.fired > 0).length;
  return { rules: rules.length, fired, share: share(fired, rules.length), journeys: sorted };
}
