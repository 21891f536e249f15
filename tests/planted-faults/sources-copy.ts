import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const COPIED = ['src', 'language-server', 'tests', 'docs', 'examples', 'package.json', '.mocharc.json'];

/** A copy of the sources and tests in a folder of its own, in which faults can be planted. */
export class SourcesCopy {
  readonly folder = mkdtempSync(join(tmpdir(), 'journey-faults-'));

  constructor() {
    for (const path of COPIED) {
      cpSync(join(root, path), join(this.folder, path), { recursive: true, filter: (source) => !source.includes(join('tests', 'out')) });
    }
    symlinkSync(join(root, 'node_modules'), join(this.folder, 'node_modules'), 'junction');
  }

  /** What comes of `then` while a text that stands exactly once in a file is replaced. */
  planted<Outcome>(file: string, text: string, becomes: string, then: () => Outcome): Outcome {
    const path = join(this.folder, file);
    const source = readFileSync(path, 'utf8');
    if (source.split(text).length !== 2) throw new Error(`${file}: this does not stand there exactly once: ${text}`);
    writeFileSync(
      path,
      source.replace(text, () => becomes),
    );
    try {
      return then();
    } finally {
      writeFileSync(path, source);
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
