import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LangiumDocument } from 'langium';
import { EmptyFileSystem, TextDocument, URI } from 'langium';
import { isCode } from '../../../language-server/checks/codes.ts';
import { createJourneyServices } from '../../../language-server/core-services.ts';
import { formatText } from '../../../language-server/formatting/format-text.ts';
import { lowerModel } from '../../../language-server/lowering/lower-model.ts';
import type { JourneyLspServices } from '../../../language-server/lsp-services.ts';
import { createJourneyLspServices } from '../../../language-server/lsp-services.ts';
import { keywordsOf } from '../../../scripts/text-mate-grammar.ts';
import { Random } from '../../differential/random.ts';
import { exampleTexts } from '../../support/formatting.ts';
import { messagesOf } from '../../support/journeys.ts';
import type { Mutation } from '../../support/mutations.ts';
import { mutated, Mutator, tokensOf } from '../../support/mutations.ts';

const SOAK = process.env['JOURNEY_SOAK'] === '1';
const INPUTS = SOAK ? 1_000_000 : 2_000;
const EDITS = SOAK ? 100_000 : 300;

/** Milliseconds of the processor, since the machine may be busy: far more than any takes. */
const SLOW = 1_000;
const processorTime = (): number => process.cpuUsage().user / 1000;

const root = join(import.meta.dirname, '../../..');
const examples = exampleTexts().map(({ name, text }) => ({ name: name.replace(/^.*[\\/]/, ''), text }));
const words = [
  ...new Set([
    ...keywordsOf(readFileSync(join(root, 'language-server/generated/grammar.ts'), 'utf8')),
    ...examples.flatMap(({ text }) => tokensOf(text).map((token) => token.text)),
  ]),
].filter((word) => word.length < 60);
const uriOf = (name: string): URI => URI.file(`/workspace/${name}`);

describe('mutated files', () => {
  it(`${INPUTS.toLocaleString('en')} inputs: no exception, a code for everything, none slow`, async function () {
    this.timeout(0);
    const { shared, journey } = createJourneyServices(EmptyFileSystem);
    const { LangiumDocumentFactory, LangiumDocuments, DocumentBuilder } = shared.workspace;
    const random = new Random(20_261_101);
    const mutator = new Mutator(random, words);
    const read = async ({ name, text }: { name: string; text: string }): Promise<LangiumDocument> => {
      if (LangiumDocuments.hasDocument(uriOf(name))) await DocumentBuilder.update([], [uriOf(name)]);
      const document = LangiumDocumentFactory.fromString(text, uriOf(name));
      LangiumDocuments.addDocument(document);
      await DocumentBuilder.build([document], { validation: true });
      return document;
    };
    for (const example of examples) await read(example);
    let [broken, slowest] = [0, 0];
    for (let input = 0; input < INPUTS; input++) {
      const { name, text: whole } = random.pick(examples);
      let text = random.chance(0.2) ? partOf(whole, random) : whole;
      for (let count = random.between(1, random.chance(0.1) ? 12 : 3); count > 0; count--) text = mutated(text, mutator.mutation(text));
      const where = `input ${String(input)}, a mutation of ${name}:\n${text}`;
      const begin = processorTime();
      const document = await read({ name: `mutated-${name}`, text }).catch((error: unknown) => {
        throw new Error(where, { cause: error });
      });
      const formatted = orThrow(where, () => {
        lowerModel(document, journey, (one) => one.uri.path);
        return formatText(text, journey, document.parseResult);
      });
      const took = processorTime() - begin;
      slowest = Math.max(slowest, took);
      assert(took < SLOW, `${where}\nit took ${String(took)} ms`);
      assert(formatted.text.length >= 0);
      for (const message of messagesOf(document)) assert.doesNotMatch(message, /An error occurred|\bundefined\b|\[object|NaN/, where);
      for (const { code, range, severity } of document.diagnostics ?? []) {
        assert(isCode(String(code)), `${String(code)} in ${where}`);
        assert(severity !== undefined && Number.isInteger(range.start.line) && Number.isInteger(range.end.character), where);
        assert(range.end.line <= document.textDocument.lineCount, where);
      }
      if ((document.diagnostics?.length ?? 0) > 0) broken++;
    }
    assert(broken > INPUTS / 2, `only ${String(broken)} of the inputs have a diagnostic`);
    if (SOAK) console.log(`      ${broken.toLocaleString('en')} with a diagnostic; the slowest took ${slowest.toFixed(0)} ms`);
  });
});

describe('edits', () => {
  it(`${EDITS.toLocaleString('en')} edits: what is built on is what a fresh build makes`, async function () {
    this.timeout(0);
    const random = new Random(20_261_102);
    const mutator = new Mutator(random, words);
    const editor = new Editor();
    const fresh = createJourneyServices(EmptyFileSystem);
    const texts = new Map(examples.map(({ name, text }) => [name, text]));
    await editor.open(texts);
    let differing = 0;
    for (let edit = 0; edit < EDITS; edit++) {
      const { name, text: original } = random.pick(examples);
      const now = texts.get(name);
      const isOriginal = now === original;
      const what = random.weighted<() => Promise<void>>([
        [
          now === undefined || isOriginal ? 0 : 2,
          () => async () => {
            // What is broken must be found to be whole again, too.
            texts.set(name, original);
            await editor.edit(name, { start: 0, end: (now ?? '').length, text: original });
          },
        ],
        [
          now === undefined ? 0 : 3,
          () => async () => {
            const mutation = mutator.mutation(now ?? '');
            texts.set(name, mutated(now ?? '', mutation));
            await editor.edit(name, mutation);
          },
        ],
        [
          now === undefined ? 0 : 0.2,
          () => async () => {
            texts.delete(name);
            await editor.remove(name);
          },
        ],
        [
          now === undefined ? 3 : 0,
          () => async () => {
            texts.set(name, original);
            await editor.add(name, original);
          },
        ],
      ]);
      await what();
      const expected = await stateOf(fresh, texts);
      const actual = editor.state();
      for (const [file, state] of expected) {
        assert.deepEqual(actual.get(file), state, `edit ${String(edit)} (seed fixed), of ${name}; ${file} differs:\n${texts.get(file) ?? ''}`);
      }
      assert.deepEqual([...actual.keys()].sort(), [...expected.keys()].sort());
      if ([...expected.values()].some(({ diagnostics }) => diagnostics.length > 0)) differing++;
    }
    assert(differing > EDITS / 4);
  });
});

interface State {
  readonly diagnostics: readonly string[];
  readonly model: unknown;
}

function stateOfDocument(document: LangiumDocument, services: Parameters<typeof lowerModel>[1]): State {
  const model: unknown = JSON.parse(JSON.stringify(lowerModel(document, services, (one) => one.uri.path)));
  return { diagnostics: (document.diagnostics ?? []).map((diagnostic) => JSON.stringify(diagnostic)).sort(), model };
}

async function stateOf({ shared, journey }: ReturnType<typeof createJourneyServices>, texts: ReadonlyMap<string, string>): Promise<Map<string, State>> {
  const { LangiumDocumentFactory, LangiumDocuments, DocumentBuilder } = shared.workspace;
  await DocumentBuilder.update([], LangiumDocuments.all.map(({ uri }) => uri).toArray());
  const documents = [...texts].map(([name, text]) => [name, LangiumDocumentFactory.fromString(text, uriOf(name))] as const);
  for (const [, document] of documents) LangiumDocuments.addDocument(document);
  await DocumentBuilder.build(
    documents.map(([, document]) => document),
    { validation: true },
  );
  return new Map(documents.map(([name, document]) => [name, stateOfDocument(document, journey)]));
}

/** The server's services as an editor uses them: open texts, of which each change is told. */
class Editor {
  private readonly services: JourneyLspServices;

  constructor() {
    // Nothing here sends or receives, so there is no connection.
    const context = { ...EmptyFileSystem, connection: undefined } as unknown as Parameters<typeof createJourneyLspServices>[0];
    this.services = createJourneyLspServices(context).journey;
    this.services.shared.workspace.DocumentBuilder.updateBuildOptions = { validation: true };
  }

  async open(texts: ReadonlyMap<string, string>): Promise<void> {
    for (const [name, text] of texts) await this.add(name, text);
  }

  async add(name: string, text: string): Promise<void> {
    this.services.shared.workspace.TextDocuments.set(TextDocument.create(uriOf(name).toString(), 'journey', 1, text));
    await this.services.shared.workspace.DocumentBuilder.update([uriOf(name)], []);
  }

  async edit(name: string, { start, end, text }: Mutation): Promise<void> {
    const { TextDocuments, DocumentBuilder } = this.services.shared.workspace;
    const document = TextDocuments.get(uriOf(name));
    assert(document);
    const range = { start: document.positionAt(start), end: document.positionAt(end) };
    // An editor's ranges do not part a line end.
    const [from, to] = [document.offsetAt(range.start), document.offsetAt(range.end)];
    const whole = from === start && to === end ? { range, text } : { text: mutated(document.getText(), { start, end, text }) };
    TextDocument.update(document, [whole], document.version + 1);
    await DocumentBuilder.update([uriOf(name)], []);
  }

  async remove(name: string): Promise<void> {
    this.services.shared.workspace.TextDocuments.delete(uriOf(name));
    await this.services.shared.workspace.DocumentBuilder.update([], [uriOf(name)]);
  }

  state(): Map<string, State> {
    const documents = this.services.shared.workspace.LangiumDocuments.all.toArray();
    return new Map(documents.map((document) => [document.uri.path.replace('/workspace/', ''), stateOfDocument(document, this.services as never)]));
  }
}

/** Some lines of a text. */
function partOf(text: string, random: Random): string {
  const lines = text.split('\n');
  const first = random.between(0, lines.length - 1);
  return lines.slice(first, first + random.between(1, 30)).join('\n');
}

function orThrow<Value>(where: string, make: () => Value): Value {
  try {
    return make();
  } catch (error) {
    throw new Error(where, { cause: error });
  }
}
