import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import type { FileSystemNode, URI } from 'langium';
import { EmptyFileSystemProvider } from 'langium';
import { CommandFailure, EXIT } from './exit-code.ts';
import { pathOfUri, uriOfPath } from './paths.ts';

/** The texts of a commit's files are held at once: `.journey` files alone, so this is far above any. */
const MOST_BYTES = 1 << 30;

type Answer = { readonly ok: true; readonly output: Buffer } | { readonly ok: false; readonly problem: string };

/** The git repository around a folder, read through the `git` of the machine. */
export class GitRepository {
  /** Its folder. */
  readonly top: string;
  private readonly folder: string;

  private constructor(folder: string, top: string) {
    this.folder = folder;
    this.top = top;
  }

  /** In words, why there is none that can be read. */
  static around(folder: string): GitRepository | string {
    const answer = git(folder, ['rev-parse', '--show-cdup']);
    return answer.ok ? new GitRepository(folder, resolve(folder, answer.output.toString().trim())) : answer.problem;
  }

  /** The id of a revision's commit; undefined where there is no such revision. */
  commit(revision: string): string | undefined {
    const answer = git(this.folder, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]);
    return answer.ok ? answer.output.toString().trim() : undefined;
  }

  /** Where two commits parted; undefined where they have nothing in common. */
  mergeBase(one: string, other: string): string | undefined {
    const answer = git(this.folder, ['merge-base', one, other]);
    return answer.ok ? answer.output.toString().trim() : undefined;
  }

  /** The `.journey` files of a commit, by absolute path. */
  journeyFiles(commit: string): ReadonlyMap<string, string> {
    const tree = this.must(['ls-tree', '-r', '-z', '--full-tree', commit]).toString();
    const entries = tree.split('\0').flatMap((line) => {
      const [, id, path] = /^100\d{3} blob ([0-9a-f]+)\t([^]*)$/.exec(line) ?? [];
      return id !== undefined && path?.endsWith('.journey') ? [{ id, path }] : [];
    });
    const texts = textsOf(this.must(['cat-file', '--batch'], entries.map(({ id }) => `${id}\n`).join('')));
    return new Map(entries.map(({ path }, index) => [join(this.top, path), texts[index] ?? '']));
  }

  private must(args: readonly string[], input = ''): Buffer {
    const answer = git(this.folder, args, input);
    if (!answer.ok) throw new CommandFailure(EXIT.input, `The repository cannot be read: ${answer.problem}`);
    return answer.output;
  }
}

/** Files that are held in memory, by absolute path. */
export class HeldFiles extends EmptyFileSystemProvider {
  private readonly files: ReadonlyMap<string, string>;

  constructor(files: ReadonlyMap<string, string>) {
    super();
    this.files = new Map([...files].map(([path, text]) => [uriOfPath(path).toString(), text]));
  }

  override stat(uri: URI): Promise<FileSystemNode> {
    const isFile = this.files.has(uri.toString());
    return isFile ? Promise.resolve({ uri, isFile, isDirectory: false }) : Promise.reject(new Error(`${pathOfUri(uri)} is not there.`));
  }

  override readFile(uri?: URI): Promise<string> {
    return Promise.resolve(this.files.get(String(uri)) ?? '');
  }
}

function git(folder: string, args: readonly string[], input = ''): Answer {
  // Else Windows would rather run a `git` that lies in the current folder.
  process.env['NoDefaultCurrentDirectoryInExePath'] = '1';
  const { error, status, stdout, stderr } = spawnSync('git', args, { cwd: folder, input, maxBuffer: MOST_BYTES });
  if ((error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT') return { ok: false, problem: 'there is no `git` on this machine.' };
  if (error) return { ok: false, problem: `git could not be run (${error.message}).` };
  if (status === 0) return { ok: true, output: stdout };
  return { ok: false, problem: `git says: ${stderr.toString().trim().split('\n', 1)[0] ?? ''}` };
}

/** What `cat-file --batch` prints: for each object a line with its length in bytes, its bytes, a line end. */
function textsOf(output: Buffer): string[] {
  const texts: string[] = [];
  for (let at = 0; at < output.length;) {
    const end = output.indexOf('\n', at);
    const length = Number(output.toString('utf8', at, end).split(' ')[2]);
    if (!Number.isInteger(length)) throw new CommandFailure(EXIT.input, 'The repository cannot be read: a file of this commit is not in it.');
    texts.push(output.toString('utf8', end + 1, end + 1 + length));
    at = end + 1 + length + 1;
  }
  return texts;
}
