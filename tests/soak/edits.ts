import assert from 'node:assert/strict';
import type { LangiumDocument } from 'langium';
import { EmptyFileSystem, TextDocument } from 'langium';
import type { JourneyServices } from '../../language-server/core-services.ts';
import { createJourneyServices } from '../../language-server/core-services.ts';
import { lowerModel } from '../../language-server/lowering/lower-model.ts';
import type { JourneyLspServices } from '../../language-server/lsp-services.ts';
import { createJourneyLspServices } from '../../language-server/lsp-services.ts';
import { Random } from '../differential/random.ts';
import type { Mutation } from '../support/mutations.ts';
import { mutated, Mutator } from '../support/mutations.ts';
import { examples, uriOf, words } from './mutated-workspace.ts';
import type { SoakPart } from './soak-part.ts';

/** How many edits follow one another before the workspace is opened anew. */
const EDITS = 50;

const originals: ReadonlyMap<string, string> = new Map(examples.map(({ name, text }) => [name, text]));

export const edits: SoakPart = {
  name: 'edits',
  says: 'after an edit, what is built on is what a fresh build makes, diagnostics included',
  unit: 'edits',
  whole: 100_000 / EDITS,
  sample: 10,
  start: () => {
    const editor = new Editor();
    const fresh = new FreshBuild();
    return async (seed, tally) => {
      const random = new Random(seed);
      const mutator = new Mutator(random, words);
      await editor.close();
      const texts = new Map<string, string>();
      for (const name of originals.keys()) await editor.add(name, originals, texts);
      for (let number = 1; number <= EDITS; number++) {
        const { name, text: original } = random.pick(examples);
        await someEdit(editor, texts, name, original, random, mutator);
        const [actual, expected] = [editor.states(), await fresh.states(texts)];
        const files = [...new Set([...actual.keys(), ...expected.keys()])];
        const differing = files.find((file) => actual.get(file) !== expected.get(file));
        if (differing !== undefined) {
          const [one, other] = [actual, expected].map((states) => JSON.parse(states.get(differing) ?? 'null') as unknown);
          assert.deepEqual(one, other, `after edit ${number}, of ${name}, ${differing} differs:\n${texts.get(differing) ?? ''}`);
          assert.fail(`after edit ${number}, of ${name}, the order in ${differing} differs`);
        }
        if (fresh.hasDiagnostics) tally.count('with a diagnostic');
        tally.pass();
      }
    };
  },
  doubts: ({ passed, counts: { 'with a diagnostic': broken = 0 } }) => (broken > passed / 4 ? [] : [`only ${broken} of ${passed} workspaces had a diagnostic`]),
};

async function someEdit(editor: Editor, texts: Map<string, string>, name: string, original: string, random: Random, mutator: Mutator): Promise<void> {
  const now = texts.get(name);
  if (now === undefined) return editor.add(name, originals, texts);
  const edit = random.weighted<() => Promise<void>>([
    // What is broken must be found to be whole again, too.
    [now === original ? 0 : 2, () => () => editor.edit(name, { start: 0, end: now.length, text: original }, texts)],
    [3, () => () => editor.edit(name, mutator.mutation(now), texts)],
    [0.2, () => () => editor.remove(name, texts)],
  ]);
  return edit();
}

/** The diagnostics and the model of a file, as one text. */
function stateOf(document: LangiumDocument, services: JourneyServices): string {
  const diagnostics = (document.diagnostics ?? []).map((diagnostic) => JSON.stringify(diagnostic)).sort();
  return JSON.stringify({ diagnostics, model: lowerModel(document, services, (one) => one.uri.path) });
}

/** Builds all files from nothing, each time. */
class FreshBuild {
  hasDiagnostics = false;
  private readonly services = createJourneyServices(EmptyFileSystem).journey;

  /** By name of the file. */
  async states(texts: ReadonlyMap<string, string>): Promise<Map<string, string>> {
    const { LangiumDocumentFactory, LangiumDocuments, DocumentBuilder } = this.services.shared.workspace;
    await DocumentBuilder.update([], LangiumDocuments.all.map(({ uri }) => uri).toArray());
    const documents = [...texts].map(([name, text]) => [name, LangiumDocumentFactory.fromString(text, uriOf(name))] as const);
    for (const [, document] of documents) LangiumDocuments.addDocument(document);
    await DocumentBuilder.build(
      documents.map(([, document]) => document),
      { validation: true },
    );
    this.hasDiagnostics = documents.some(([, { diagnostics = [] }]) => diagnostics.length > 0);
    return new Map(documents.map(([name, document]) => [name, stateOf(document, this.services)]));
  }
}

/** The server's services as an editor uses them: open texts, of which each change is told. Each edit is made in `texts` too. */
class Editor {
  private readonly services: JourneyLspServices;

  constructor() {
    // Nothing here sends or receives, so there is no connection.
    const context = { ...EmptyFileSystem, connection: undefined } as unknown as Parameters<typeof createJourneyLspServices>[0];
    this.services = createJourneyLspServices(context).journey;
    this.services.shared.workspace.DocumentBuilder.updateBuildOptions = { validation: true };
  }

  async close(): Promise<void> {
    const { TextDocuments, DocumentBuilder, LangiumDocuments } = this.services.shared.workspace;
    const uris = LangiumDocuments.all.map(({ uri }) => uri).toArray();
    for (const uri of uris) TextDocuments.delete(uri);
    await DocumentBuilder.update([], uris);
  }

  async add(name: string, from: ReadonlyMap<string, string>, texts: Map<string, string>): Promise<void> {
    const text = from.get(name) ?? '';
    texts.set(name, text);
    this.services.shared.workspace.TextDocuments.set(TextDocument.create(uriOf(name).toString(), 'journey', 1, text));
    await this.services.shared.workspace.DocumentBuilder.update([uriOf(name)], []);
  }

  async edit(name: string, { start, end, text }: Mutation, texts: Map<string, string>): Promise<void> {
    const { TextDocuments, DocumentBuilder } = this.services.shared.workspace;
    const document = TextDocuments.get(uriOf(name));
    assert(document);
    const range = { start: document.positionAt(start), end: document.positionAt(end) };
    // An editor's ranges do not part a line end.
    const [from, to] = [document.offsetAt(range.start), document.offsetAt(range.end)];
    const whole = mutated(document.getText(), { start, end, text });
    texts.set(name, whole);
    TextDocument.update(document, [from === start && to === end ? { range, text } : { text: whole }], document.version + 1);
    await DocumentBuilder.update([uriOf(name)], []);
  }

  async remove(name: string, texts: Map<string, string>): Promise<void> {
    texts.delete(name);
    this.services.shared.workspace.TextDocuments.delete(uriOf(name));
    await this.services.shared.workspace.DocumentBuilder.update([], [uriOf(name)]);
  }

  /** By name of the file. */
  states(): Map<string, string> {
    const documents = this.services.shared.workspace.LangiumDocuments.all.toArray();
    return new Map(documents.map((document) => [document.uri.path.replace('/workspace/', ''), stateOf(document, this.services as never)]));
  }
}
