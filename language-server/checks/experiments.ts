import * as ast from '../generated/ast.ts';
import { hasName } from '../references/names.ts';
import type { Report } from './report.ts';

export function checkVariants(experiment: ast.Experiment, report: Report): void {
  const clause = experiment.clauses.find(ast.isVariantsClause);
  const variants = clause?.variants ?? [];
  if (variants.length < 2 && hasName(experiment)) {
    const message = `The experiment \`${experiment.name}\` compares ${variants.length === 1 ? 'one email with nothing' : 'nothing'}. Name two or more emails: \`variants CONTROL, OTHER\`.`;
    report('too-few-variants', message, clause ? { node: clause } : { node: experiment, property: 'name' });
  }
  variants.forEach((variant, index) => {
    const first = variants.findIndex((other) => other.ref && other.ref === variant.ref);
    if (!clause || first < 0 || first === index) return;
    const message = `\`${variant.$refText}\` is among the variants already, so a contact would be in both arms. Remove it, or name another email.`;
    report('duplicate-clause', message, { node: clause, property: 'variants', index });
  });
}

export function checkConfidence(clause: ast.ConfidenceClause, report: Report): void {
  const percent = Number(clause.percent);
  if (clause.percent === undefined || Number.isNaN(percent) || (percent > 0 && percent < 100)) return;
  report('invalid-number', 'A confidence lies between 0% and 100%; 95% is usual.', { node: clause, property: 'percent' });
}
