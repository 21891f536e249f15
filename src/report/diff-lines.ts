import stringWidth from 'string-width';
import type { Change, ModelDiff } from '../diff/model-diff.ts';
import { wrapText } from '../drawing/fit-text.ts';
import { visibleText } from '../drawing/visible-text.ts';
import { behaviourLines } from './behaviour-lines.ts';
import { testText } from './behaviour-text.ts';
import { changeText, lineText, subjectText } from './change-text.ts';
import type { DiffGroup } from './diff-groups.ts';
import { diffGroups, diffSummary } from './diff-groups.ts';

const SIGNS: Readonly<Record<Change['kind'], string>> = { added: '+', removed: '-', renamed: '=', moved: '↕', changed: '~' };

/** A diff as lines of at most `columns` cells. `dim` marks what is beside the point. */
export function diffLines(diff: ModelDiff, columns: number, dim: (text: string) => string): string[] {
  const { meaning, others } = diffGroups(diff.changes);
  const wrapped = (text: string, first: string, further: string): string[] =>
    wrapText(visibleText(text), columns - Math.max(stringWidth(first), further.length), stringWidth).map(
      (line, index) => `${index === 0 ? first : further}${line}`,
    );
  const group = ({ title, file, touches, changes }: DiffGroup): string[] => [
    '',
    ...wrapped(file === undefined ? title : `${title} · ${file}`, '', '  '),
    ...(touches.length === 0 ? [] : wrapped(`touches ${touches.join(', ')}`, '  ', '  ').map(dim)),
    ...changes.flatMap((change) => {
      const text = `${subjectText(change, asItIs)}${changeText(change, asItIs, asItIs)}${lineText(change)}`;
      return [
        ...wrapped(text, `  ${SIGNS[change.kind]} `, '      '),
        ...change.says.flatMap((line) => wrapped(line.trimStart(), `      ${' '.repeat(line.length - line.trimStart().length)}`, '        ')).map(dim),
      ];
    }),
  ];
  return [
    ...wrapped(`${diff.old} → ${diff.new}: ${diffSummary(diff)}`, '', '  '),
    ...diff.incomplete.flatMap(({ side, file, errors }) =>
      wrapped(`${file} (${side}) has ${errorsText(errors)}: what could not be read of it is not compared`, '! ', '  '),
    ),
    ...(diff.behaviour ? behaviourLines(diff.behaviour, diff.changes, columns) : []),
    ...(diff.tests === undefined || diff.tests.length === 0
      ? []
      : ['', ...diff.tests.flatMap((test) => wrapped(testText(test, { plain: asItIs, quote: asItIs }), '! ', '  '))]),
    ...meaning.flatMap(group),
    ...(others.length === 0 ? [] : ['', 'Changes no number:', ...others.flatMap(group)]),
  ];
}

const asItIs = (text: string): string => text;

export const errorsText = (errors: number): string => `${String(errors)} ${errors === 1 ? 'error' : 'errors'}`;
