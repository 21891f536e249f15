import { type Memento, Uri } from 'vscode';

/** Which sample the user chose for which journey file; kept by VS Code with the workspace, not in it. */
export class SampleChoices {
  readonly #memory: Memento;

  constructor(memory: Memento) {
    this.#memory = memory;
  }

  of(document: Uri): Uri | undefined {
    const chosen = this.#memory.get<unknown>(keyOf(document));
    return typeof chosen === 'string' ? Uri.parse(chosen, true) : undefined;
  }

  async set(document: Uri, sample: Uri): Promise<void> {
    await this.#memory.update(keyOf(document), sample.toString());
  }
}

function keyOf(document: Uri): string {
  return `journey.sample:${document.toString()}`;
}
