import type { Change, ModelDiff } from '../diff/model-diff.ts';
import { visibleText } from '../drawing/visible-text.ts';
import { behaviourMarkdown } from './behaviour-markdown.ts';
import { testText } from './behaviour-text.ts';
import { changeText, lineText, subjectText } from './change-text.ts';
import type { DiffGroup } from './diff-groups.ts';
import { diffGroups, diffSummary } from './diff-groups.ts';
import { errorsText } from './diff-lines.ts';
import { codeSpan } from './code-span.ts';
import { markdownText } from './markdown-text.ts';

/** Code hosts cut comments off at 65,536 characters. */
const MOST_CHARACTERS = 60_000;

/** A diff for a reviewer, as a comment on a change: the verdict first, then what matters, the rest folded. What would be too much is left out by the declaration, and said. */
export function diffMarkdown(diff: ModelDiff): string {
  const { meaning, others } = diffGroups(diff.changes);
  const head = [`### Journeys: ${diffSummary(diff)}`, '', `${codeSpan(diff.old)} → ${codeSpan(diff.new)}`];
  const warnings = diff.incomplete.map(
    ({ side, file, errors }) => `> **Incomplete:** ${codeSpan(file)} (${side}) has ${errorsText(errors)}; what could not be read of it is not compared.`,
  );
  if (warnings.length > 0) head.push('', ...warnings);
  if (diff.behaviour) head.push(...behaviourMarkdown(diff.behaviour, diff.changes));
  if (diff.tests && diff.tests.length > 0) head.push('', ...diff.tests.map((test) => `- ${testText(test, { plain: markdownText, quote: codeSpan })}`));
  const room = { left: MOST_CHARACTERS - head.join('\n').length };
  return [
    ...head,
    ...(diff.behaviour && meaning.length > 0
      ? ['', '<details><summary>Changes of meaning</summary>', ...sections(meaning, room), '', '</details>']
      : sections(meaning, room)),
    ...(others.length === 0 ? [] : ['', '<details><summary>What changes no number</summary>', ...sections(others, room), '', '</details>']),
    '',
  ].join('\n');
}

function sections(groups: readonly DiffGroup[], room: { left: number }): string[] {
  const lines: string[] = [];
  for (const [index, group] of groups.entries()) {
    const section = groupLines(group);
    room.left -= section.join('\n').length + 1;
    if (room.left < 0) {
      const declarations = groups.length - index;
      return [
        ...lines,
        '',
        `… and changes of ${String(declarations)} more ${declarations === 1 ? 'declaration' : 'declarations'}, which \`journey diff\` shows.`,
      ];
    }
    lines.push(...section);
  }
  return lines;
}

function groupLines({ title, file, touches, changes }: DiffGroup): string[] {
  return [
    '',
    `**${markdownText(title)}**${file === undefined ? '' : ` · ${codeSpan(file)}`}${touches.length === 0 ? '' : ` · touches ${touches.map(markdownText).join(', ')}`}`,
    '',
    ...changes.flatMap(changeLines),
  ];
}

function changeLines(change: Change): string[] {
  const line = `- ${subjectText(change, (text) => `**${markdownText(text)}**`)}${changeText(change, markdownText, codeSpan)}${lineText(change)}`;
  return change.says.length === 0 ? [line] : [line, '', '  ```text', ...change.says.map((said) => `  ${visibleText(said).replaceAll('`', "'")}`), '  ```'];
}
