import type { Change, ModelDiff } from '../diff/model-diff.ts';
import { visibleText } from '../drawing/visible-text.ts';
import { changeText, lineText, subjectText } from './change-text.ts';
import type { DiffGroup } from './diff-groups.ts';
import { diffGroups, diffSummary } from './diff-groups.ts';
import { errorsText } from './diff-lines.ts';

/** A diff for a reviewer, as a comment on a change: the verdict first, then what matters, the rest folded. */
export function diffMarkdown(diff: ModelDiff): string {
  const { meaning, others } = diffGroups(diff.changes);
  const folded =
    others.length === 0
      ? []
      : ['', '<details><summary>What changes no number</summary>', ...others.flatMap(groupLines), '', '</details>'];
  return [
    `### Journeys: ${diffSummary(diff)}`,
    '',
    `${code(diff.old)} → ${code(diff.new)}`,
    ...(diff.incomplete.length === 0 ? [] : ['']),
    ...diff.incomplete.map(
      ({ side, file, errors }) => `> **Incomplete:** ${code(file)} (${side}) has ${errorsText(errors)}; what depends on it is not compared.`,
    ),
    ...meaning.flatMap(groupLines),
    ...folded,
    '',
  ].join('\n');
}

function groupLines({ title, file, touches, changes }: DiffGroup): string[] {
  return [
    '',
    `**${escaped(title)}**${file === undefined ? '' : ` · ${code(file)}`}${touches.length === 0 ? '' : ` · touches ${touches.map(escaped).join(', ')}`}`,
    '',
    ...changes.flatMap(changeLines),
  ];
}

function changeLines(change: Change): string[] {
  const line = `- ${subjectText(change, (text) => `**${escaped(text)}**`)}${changeText(change, escaped, code)}${lineText(change)}`;
  return change.says.length === 0 ? [line] : [line, '', '  ```text', ...change.says.map((said) => `  ${visibleText(said).replaceAll('`', "'")}`), '  ```'];
}

/** Text that stays text: no emphasis, no link, no tag, no mention. */
const escaped = (text: string): string => visibleText(text).replaceAll(/[\\`*_[\]<>|#@~&!]/g, (character) => `&#${String(character.charCodeAt(0))};`);

/** A code span, fenced by more backticks than it holds in a row. */
function code(text: string): string {
  const visible = visibleText(text);
  const longest = Math.max(0, ...[...visible.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const space = visible.startsWith('`') || visible.endsWith('`') ? ' ' : '';
  return `${fence}${space}${visible}${space}${fence}`;
}
