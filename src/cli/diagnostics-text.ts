import { visibleText } from '../drawing/visible-text.ts';
import { shownPath } from './paths.ts';
import type { Diagnostic } from './read-journeys.ts';
import type { Style } from './style.ts';

/** One line a diagnostic, `path:line:column` first, so that terminals and editors can lead there. */
export function diagnosticsText(diagnostics: readonly Diagnostic[], style: Style): string[] {
  return diagnostics.map(({ path, line, column, severity, code, message }) => {
    const place = `${visibleText(shownPath(path, process.cwd()))}:${String(line)}:${String(column)}`;
    const word = severity === 'error' ? style.red('error') : severity === 'warning' ? style.yellow('warning') : severity;
    return `${place}: ${word}: ${visibleText(message)} ${style.dim(`[${code}]`)}`;
  });
}

/** `2 errors and 1 warning in 3 files`. */
export function diagnosticsSummary(diagnostics: readonly Diagnostic[], files: number): string {
  const counted = (number: number, one: string): string => `${String(number)} ${one}${number === 1 ? '' : 's'}`;
  const of = (severity: Diagnostic['severity']): number => diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
  const parts = [counted(of('error'), 'error'), counted(of('warning'), 'warning')];
  return `${parts.join(' and ')} in ${counted(files, 'file')}`;
}
