import { dirname, relative, resolve } from 'node:path';
import { EmptyFileSystem } from 'langium';
import { createJourneyServices } from '../../language-server/core-services.ts';
import { formatText } from '../../language-server/formatting/format-text.ts';
import type { JourneyTest } from '../model/journey-test.ts';
import type { Model } from '../model/model.ts';
import { quoted } from '../model/words.ts';
import { testText } from '../testing/test-text.ts';

/**
 * A test as a file of its own, in canonical layout, with imports of the files that declare what it names. `out`: where it will
 * be, from the current folder; beside the journey's file where it is not given.
 */
export function testFile(test: JourneyTest, model: Model, out: string | undefined): string {
  const [entry = ''] = model.files;
  const folder = dirname(resolve(out ?? entry));
  const imports = filesNamed(test, model).map((file) => `import ${quoted(relative(folder, resolve(model.files[file] ?? '')).replaceAll('\\', '/'))}`);
  const text = [...imports, '', testText(test, model)].join('\n');
  return formatText(text, createJourneyServices(EmptyFileSystem).journey).text;
}

/** The files, by their places in the model, in which something stands that the test names. */
function filesNamed(test: JourneyTest, model: Model): number[] {
  const { journeys, importedJourneys, emails, channels, forms, pages, activities } = model;
  const declared = [journeys, importedJourneys, emails, channels, forms, pages, activities].flat();
  const named = new Set<string>();
  collectTexts(test, named);
  const files = declared.filter(({ key }) => named.has(key)).map(({ source }) => source.file);
  const usesAttributes = test.contacts.some(
    ({ attributes, records }) => Object.keys(attributes).length > 0 || records.some(({ sets }) => Object.keys(sets).length > 0),
  );
  const ofAttributes = usesAttributes ? model.attributes.map(({ source }) => source.file) : [];
  return [...new Set([...files, ...ofAttributes])].sort((a, b) => a - b);
}

function collectTexts(value: unknown, texts: Set<string>): void {
  if (typeof value === 'string') texts.add(value);
  else if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) collectTexts(inner, texts);
}
