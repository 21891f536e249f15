import assert from 'node:assert/strict';
import type { LangiumDocument } from 'langium';
import { EmptyFileSystem } from 'langium';
import { isCode } from '../../language-server/checks/codes.ts';
import { createJourneyServices } from '../../language-server/core-services.ts';
import { formatText } from '../../language-server/formatting/format-text.ts';
import { lowerModel } from '../../language-server/lowering/lower-model.ts';
import { Random } from '../differential/random.ts';
import { messagesOf } from '../support/journeys.ts';
import { mutated, Mutator } from '../support/mutations.ts';
import { examples, uriOf, words } from './mutated-workspace.ts';
import type { SoakPart } from './soak-part.ts';

export const mutations: SoakPart = {
  name: 'mutations',
  says: 'a mutated file throws nothing, has a code for each diagnostic and is built at once',
  unit: 'inputs',
  whole: 1_000_000,
  sample: 2_000,
  limit: 1_000,
  start: async () => {
    const { shared, journey } = createJourneyServices(EmptyFileSystem);
    const { LangiumDocumentFactory, LangiumDocuments, DocumentBuilder } = shared.workspace;
    const read = async (name: string, text: string): Promise<LangiumDocument> => {
      const document = LangiumDocumentFactory.fromString(text, uriOf(name));
      LangiumDocuments.addDocument(document);
      await DocumentBuilder.build([document], { validation: true });
      return document;
    };
    for (const { name, text } of examples) await read(name, text);
    return async (seed, tally) => {
      const { name, text } = mutatedExample(new Random(seed));
      try {
        const document = await read(`mutated-${name}`, text);
        lowerModel(document, journey, (one) => one.uri.path);
        assert(formatText(text, journey, document.parseResult).text.length >= 0);
        for (const message of messagesOf(document)) assert.doesNotMatch(message, /An error occurred|\bundefined\b|\[object|NaN/);
        for (const { code, range, severity } of document.diagnostics ?? []) {
          assert(isCode(String(code)), String(code));
          assert(severity !== undefined && Number.isInteger(range.start.line) && Number.isInteger(range.end.character));
          assert(range.end.line <= document.textDocument.lineCount);
        }
        if ((document.diagnostics?.length ?? 0) > 0) tally.count('with a diagnostic');
        tally.pass();
      } catch (error) {
        throw new Error(`a mutation of ${name}:\n${text}`, { cause: error });
      } finally {
        await DocumentBuilder.update([], [uriOf(`mutated-${name}`)]);
      }
    };
  },
  doubts: ({ seeds, counts: { 'with a diagnostic': broken = 0 } }) => (broken > seeds / 2 ? [] : [`only ${broken} of ${seeds} have a diagnostic`]),
};

/** An example, or some lines of one, after a few mutations; sometimes after many. */
function mutatedExample(random: Random): { readonly name: string; readonly text: string } {
  const mutator = new Mutator(random, words);
  const { name, text: whole } = random.pick(examples);
  let text = random.chance(0.2) ? partOf(whole, random) : whole;
  for (let count = random.between(1, random.chance(0.1) ? 12 : 3); count > 0; count--) text = mutated(text, mutator.mutation(text));
  return { name, text };
}

/** Some lines of a text. */
function partOf(text: string, random: Random): string {
  const lines = text.split('\n');
  const first = random.between(0, lines.length - 1);
  return lines.slice(first, first + random.between(1, 30)).join('\n');
}
