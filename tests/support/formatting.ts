import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EmptyFileSystem } from 'langium';
import { createJourneyServices } from '../../language-server/core-services.ts';
import type { FormattedText } from '../../language-server/formatting/format-text.ts';
import { formatText } from '../../language-server/formatting/format-text.ts';

const root = join(import.meta.dirname, '../..');

export const { journey: services } = createJourneyServices(EmptyFileSystem);

export const format = (text: string): FormattedText => formatText(text, services);

export interface NamedText {
  readonly name: string;
  readonly text: string;
}

const filesBelow = (folder: string, ending: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name))
    .sort();

export const textOfFile = (name: string): string => readFileSync(join(root, name), 'utf8');

/** The example workspace. */
export const exampleTexts = (): NamedText[] => filesBelow('examples', '.journey').map((name) => ({ name, text: textOfFile(name) }));

/** Every `journey` block of the documentation, right and wrong ones. */
export const documentedTexts = (): NamedText[] =>
  filesBelow('docs', '.md').flatMap((name) =>
    [...textOfFile(name).matchAll(/^```journey[^\n]*\n([^]*?)^```$/gm)].map(({ 1: text = '' }, index) => ({ name: `${name} ${String(index + 1)}`, text })),
  );
