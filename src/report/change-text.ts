import type { Change, ChangePath } from '../diff/model-diff.ts';

type Step = ChangePath[number];

/** What changed, without where: `window 14 days → 10 days`. `quote` marks what is in the words of the language. */
export function changeText({ about, what, before, after }: Change, plain: (text: string) => string, quote: (text: string) => string): string {
  const values = before !== undefined && after !== undefined ? `${quote(before)} → ${quote(after)}` : quote(before ?? after ?? '');
  return `${about === undefined ? '' : `${quote(about)}: `}${[plain(what), before === undefined && after === undefined ? '' : values].filter((text) => text !== '').join(' ')}`;
}

/** Where below its declaration, with a colon: `Interested, rule 2: `; empty for the declaration itself. The only rule of a stage goes without saying. */
export function subjectText({ kind, path }: Change, mark: (text: string) => string): string {
  const steps = path.slice(1).filter((step) => kind !== 'changed' || step.kind !== 'rule' || step.number !== undefined);
  return steps.length === 0 ? '' : `${mark(steps.map(stepText).join(', '))}: `;
}

/** In which line that stands now, or stood. */
export function lineText(change: Change): string {
  if (change.new) return ` (line ${String(change.new.line)})`;
  return change.old ? ` (was line ${String(change.old.line)})` : '';
}

/** A declaration with its kind: `journey Lead nurturing`. */
export const declarationText = (step: Step): string => (step.kind === 'provider' ? 'provider' : `${step.kind} ${step.label ?? step.name ?? ''}`);

function stepText({ kind, name, label, number }: Step): string {
  if (name === undefined) return number === undefined ? kind : `${kind} ${String(number)}`;
  return kind === 'stage' ? (label ?? name) : `${kind} ${label ?? name}`;
}
