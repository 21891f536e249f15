import { statSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import type { DefaultSharedCoreModuleContext } from 'langium';
import { NodeFileSystem } from 'langium/node';
import { CommandFailure, EXIT } from './exit-code.ts';
import { findJourneyFiles, isLeftOut } from './find-files.ts';
import { GitRepository, HeldFiles } from './git-revision.ts';

/** What is compared with something. */
export interface DiffSide {
  readonly title: string;
  /** The `.journey` files, absolute. */
  readonly files: readonly string[];
  /** The folder from which they are called. */
  readonly base: string;
  /** What goes before the names of its files where they are not those on the disk: `main:`. */
  readonly prefix: string;
  readonly fileSystem: DefaultSharedCoreModuleContext;
}

export interface DiffSides {
  readonly before: DiffSide;
  readonly after: DiffSide;
}

const WORKING_TREE = 'working tree';

/**
 * What the words of a command line name: two files or folders, or one or two revisions or a range of them with the paths to
 * compare. `paths`: what stands after `--`, where that is written: all before it are revisions then.
 */
export function diffSides(words: readonly string[], paths: readonly string[] | undefined): DiffSides {
  const [first, second, ...further] = words;
  if (first === undefined) throw usage('What shall be compared?');
  if (paths === undefined && kindOf(first) !== undefined) {
    if (second === undefined) throw usage(`With what shall ${first} be compared?`);
    if (further.length > 0) throw usage(`Two files or folders can be compared, not ${String(words.length)}.`);
    return { before: onDisk(first), after: onDisk(second) };
  }
  const isRevision = (word: string, place: number): boolean => paths !== undefined || place === 0 || (place === 1 && kindOf(word) === undefined);
  const revisions = words.filter(isRevision);
  return inRepository(revisions, paths ?? words.slice(revisions.length));
}

function usage(problem: string): CommandFailure {
  return new CommandFailure(
    EXIT.usage,
    `${problem} Name two files or folders, or one or two revisions or a range of them, as in \`journey diff main..HEAD -- journeys\`.`,
  );
}

function kindOf(path: string): 'file' | 'folder' | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats && (stats.isDirectory() ? 'folder' : 'file');
}

function onDisk(path: string): DiffSide {
  const kind = kindOf(path);
  if (kind === undefined) throw new CommandFailure(EXIT.input, `${path}: there is no such file or folder.`);
  if (kind === 'file' && !path.endsWith('.journey')) throw new CommandFailure(EXIT.usage, `${path}: this is no .journey file.`);
  const absolute = resolve(path);
  return { title: path, files: findJourneyFiles([path]), base: kind === 'file' ? dirname(absolute) : absolute, prefix: '', fileSystem: NodeFileSystem };
}

// ---- revisions

function inRepository(revisions: readonly string[], paths: readonly string[]): DiffSides {
  const [first = '', second, ...further] = revisions;
  const repository = GitRepository.around(process.cwd());
  if (typeof repository === 'string') {
    throw new CommandFailure(EXIT.input, `${first}: this is no file or folder, and no revision can be looked up: ${repository}`);
  }
  const range = rangeOf(first);
  if (further.length > 0 || (range && second !== undefined)) throw usage('Two revisions can be compared.');
  const { from, dots, to } = range ?? { from: first, dots: '', to: second };
  const inside = (paths.length === 0 ? ['.'] : paths).map((path) => insidePath(path, repository));
  const ends = { from: commitOf(from, first, repository), to: to === undefined ? undefined : commitOf(to, to, repository) };
  const after = to === undefined || ends.to === undefined ? inWorkingTree(inside) : atRevision(to, ends.to, inside, repository);
  const base = dots === '...' && ends.to !== undefined ? repository.mergeBase(ends.from, ends.to) : ends.from;
  if (base === undefined) throw new CommandFailure(EXIT.input, `${first}: these revisions have no commit in common.`);
  const before = atRevision(dots === '...' ? base.slice(0, 10) : from, base, inside, repository);
  for (const path of inside) {
    if (![...before.files, ...after.files].some((file) => isIn(file, path))) {
      throw new CommandFailure(EXIT.input, `${path.written}: there is no .journey file here, neither in ${before.title} nor in ${after.title}.`);
    }
  }
  return { before, after };
}

/** `A..B`, or `A...B` for what B has done since the two parted. An end that is left out is HEAD. */
function rangeOf(word: string): { readonly from: string; readonly dots: '..' | '...'; readonly to: string } | undefined {
  const at = word.indexOf('..');
  if (at < 0) return undefined;
  const dots = word.startsWith('...', at) ? '...' : '..';
  return { from: word.slice(0, at) || 'HEAD', dots, to: word.slice(at + dots.length) || 'HEAD' };
}

function commitOf(revision: string, written: string, repository: GitRepository): string {
  const commit = repository.commit(revision);
  if (commit !== undefined) return commit;
  throw new CommandFailure(
    EXIT.input,
    `${written}: ${written === revision ? 'this' : revision} is no revision of this repository, and no such file or folder is there. Before the path of a file that is gone write \`--\`.`,
  );
}

interface InsidePath {
  readonly written: string;
  readonly absolute: string;
}

function insidePath(path: string, { top }: GitRepository): InsidePath {
  const absolute = resolve(path);
  if (relative(top, absolute).split(sep)[0] === '..') throw new CommandFailure(EXIT.usage, `${path}: this lies outside the repository.`);
  return { written: path, absolute };
}

/** Whether a file is one that was named, or would be found in a folder that was. */
function isIn(file: string, { absolute }: InsidePath): boolean {
  const [name = '', ...folders] = relative(absolute, file).split(sep).reverse();
  // `..` is left out like every name with a dot before it.
  return name === '' || (!name.startsWith('.') && !folders.some(isLeftOut));
}

function inWorkingTree(paths: readonly InsidePath[]): DiffSide {
  const there = paths.filter(({ absolute }) => kindOf(absolute) !== undefined).map(({ absolute }) => absolute);
  return {
    title: WORKING_TREE,
    files: findJourneyFiles(there).filter((file) => file.endsWith('.journey')),
    base: process.cwd(),
    prefix: '',
    fileSystem: NodeFileSystem,
  };
}

function atRevision(title: string, commit: string, paths: readonly InsidePath[], repository: GitRepository): DiffSide {
  const held = repository.journeyFiles(commit);
  return {
    title,
    files: [...held.keys()].filter((file) => paths.some((path) => isIn(file, path))).sort(),
    base: process.cwd(),
    prefix: `${title}:`,
    fileSystem: { fileSystemProvider: () => new HeldFiles(held) },
  };
}
