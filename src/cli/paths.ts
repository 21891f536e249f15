import nodePath from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { URI } from 'langium';

/** Paths of one kind of platform: `path.posix` or `path.win32`, so that each can be tested on the other. */
export type PathKind = typeof nodePath.posix;

/** The URI of an absolute path, with the drive's letter as editors write it. */
export function uriOfPath(path: string, kind: PathKind = nodePath): URI {
  return URI.parse(pathToFileURL(path, { windows: kind.sep === '\\' }).href);
}

/** The absolute path of a `file:` URI. */
export function pathOfUri(uri: URI | string, kind: PathKind = nodePath): string {
  return fileURLToPath(uri.toString(), { windows: kind.sep === '\\' });
}

/** How a path is shown: relative to a folder, `/` between folders; as it is where it lies on another drive. */
export function shownPath(path: string, from: string, kind: PathKind = nodePath): string {
  const relative = kind.relative(from, path);
  const shown = relative === '' ? '.' : kind.isAbsolute(relative) ? path : relative;
  return kind.sep === '\\' ? shown.replaceAll('\\', '/') : shown;
}

/**
 * The folder that imports may not leave: the one given, else the root of the repository that holds the file, else the
 * file's folder. `exists` says whether a path is there.
 */
export function rootOf(file: string, given: string | undefined, exists: (path: string) => boolean, kind: PathKind = nodePath): string {
  if (given !== undefined) return given;
  const folder = kind.dirname(file);
  for (let at = folder; ; at = kind.dirname(at)) {
    if (exists(kind.join(at, '.git'))) return at;
    if (kind.dirname(at) === at) return folder;
  }
}
