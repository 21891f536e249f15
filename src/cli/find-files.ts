import { globSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CommandFailure, EXIT } from './exit-code.ts';

const NOT_SOURCES: ReadonlySet<string> = new Set(['node_modules', 'dist', 'out', 'bin', 'obj']);

/** Whether a folder of that name is not looked into. */
export const isLeftOut = (name: string): boolean => name.startsWith('.') || NOT_SOURCES.has(name);

/** The `.journey` files among files and in folders, however deep, as absolute paths in order. */
export function findJourneyFiles(paths: readonly string[]): string[] {
  const found = new Set<string>();
  for (const path of paths) {
    const absolute = resolve(path);
    if (isFolder(absolute, path)) for (const file of filesBelow(absolute)) found.add(file);
    else found.add(absolute);
  }
  return [...found].sort();
}

/**
 * The files that paths and patterns (`*`, `?`, `[…]`, `{…}`, `**` for folders however deep) name, as absolute paths: each once,
 * those of a pattern in order. A path is taken as it is, whether there is such a file or not: reading it will say. They are
 * relative to `folder`. A pattern that no file fits is a failure unless `mayBeNone`.
 */
export function findDataFiles(patterns: readonly string[], folder = process.cwd(), mayBeNone = false): string[] {
  const found = new Set<string>();
  for (const pattern of patterns) {
    if (!/[*?[{]/.test(pattern) || statSync(resolve(folder, pattern), { throwIfNoEntry: false }) !== undefined) {
      found.add(resolve(folder, pattern));
      continue;
    }
    const matches = globSync(pattern, { cwd: folder, withFileTypes: true }).filter((entry) => !entry.isDirectory());
    if (matches.length === 0 && !mayBeNone) throw new CommandFailure(EXIT.input, `${pattern}: no file has a name like this. Name a file, or mend the pattern.`);
    for (const path of matches.map(({ parentPath, name }) => resolve(folder, parentPath, name)).sort()) found.add(path);
  }
  return [...found];
}

function isFolder(absolute: string, path: string): boolean {
  try {
    return statSync(absolute).isDirectory();
  } catch {
    throw new CommandFailure(EXIT.input, `${path}: there is no such file or folder.`);
  }
}

function* filesBelow(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name.startsWith('.')) continue;
    if (entry.isDirectory() && !isLeftOut(entry.name)) yield* filesBelow(join(folder, entry.name));
    else if (entry.isFile() && entry.name.endsWith('.journey')) yield join(folder, entry.name);
  }
}
