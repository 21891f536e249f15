import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkedCase } from '../../support/worked-cases.ts';
import { microseconds, workedCases } from '../../support/worked-cases.ts';

export const DOCS = join(import.meta.dirname, '../../../docs');
const PAGE = join(DOCS, 'semantics.md');

/** A stretch of time that an example is about; microseconds from the moment 0 of the example. */
export interface MarkedWindow {
  readonly from: number;
  readonly to: number;
  readonly label: string;
}

/** A worked case of docs/semantics.md with its picture. */
export interface Example extends WorkedCase {
  /** The line number of its heading. */
  readonly line: number;
  readonly picture: { readonly path: string; readonly says: string };
  readonly windows: readonly MarkedWindow[];
  /** `SUBJECT: NAME VALUE, …` a line; the subject is `contacts` or a stage. */
  readonly numbers: readonly string[];
}

const text = readFileSync(PAGE, 'utf8');

/** What all examples import. */
export const CATALOGUE = /^```journey\n([\s\S]*?)^```$/m.exec(text.slice(0, text.indexOf('\n### ')))?.[1] ?? '';

/** In the order of the page. */
export const EXAMPLES: readonly Example[] = readExamples();

function readExamples(): Example[] {
  const sections = [...text.matchAll(/^### [\s\S]*?(?=^###? |$(?![\s\S]))/gm)];
  return workedCases(PAGE, '###').map((one, index) => {
    const section = sections[index]?.[0] ?? '';
    const line = text.slice(0, sections[index]?.index).split('\n').length;
    const pictures = [...section.matchAll(/^!\[(.*)\]\((.*)\)$/gm)];
    const [, says, path] = pictures[0] ?? [];
    assert(pictures.length === 1 && says && path, `docs/semantics.md, line ${String(line)}: not one picture`);
    return { ...one, line, picture: { path, says }, windows: lines(section, 'window').map(readWindow), numbers: lines(section, 'numbers') };
  });
}

/** The lines of an optional block. */
function lines(section: string, name: string): string[] {
  const block = new RegExp(`^\`\`\`${name}\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(section)?.[1] ?? '';
  return block.split('\n').filter((line) => line !== '');
}

function readWindow(line: string): MarkedWindow {
  const [, from = '', to = '', label = ''] = /^(\S+) (\S+) (.+)$/.exec(line) ?? [];
  assert(label !== '', `"${line}" is not FROM TO LABEL.`);
  return { from: microseconds(from), to: microseconds(to), label };
}
