import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CommandFailure, EXIT } from './exit-code.ts';

const NOT_SOURCES: ReadonlySet<string> = new Set(['node_modules', 'dist', 'out', 'bin', 'obj']);

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
    if (entry.isDirectory() && !NOT_SOURCES.has(entry.name)) yield* filesBelow(join(folder, entry.name));
    else if (entry.isFile() && entry.name.endsWith('.journey')) yield join(folder, entry.name);
  }
}
