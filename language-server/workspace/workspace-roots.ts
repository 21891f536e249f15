import type { URI } from 'langium';
import { UriUtils } from 'langium';

/** The folders that imports and samples may not leave. */
export class WorkspaceRoots {
  private roots: readonly URI[] = [];

  /** A file outside every root has its own folder as its root. */
  set(roots: readonly URI[]): void {
    this.roots = roots;
  }

  /** The innermost root that holds the file, else the file's folder. */
  rootOf(file: URI): URI {
    let best: URI | undefined;
    for (const root of this.roots) {
      if (holds(root, file) && (!best || root.path.length > best.path.length)) best = root;
    }
    return best ?? UriUtils.dirname(file);
  }

  /** Whether `target` lies in the root of `file`. */
  contains(file: URI, target: URI): boolean {
    return holds(this.rootOf(file), target);
  }
}

const holds = (folder: URI, file: URI): boolean => {
  if (folder.scheme !== file.scheme || folder.authority.toLowerCase() !== file.authority.toLowerCase()) return false;
  const parent = comparablePath(folder);
  return comparablePath(file).startsWith(parent.endsWith('/') ? parent : `${parent}/`);
};

/** Editors write a drive's letter in either case: `/C:/x` and `/c:/x` are one path. */
const comparablePath = (uri: URI): string => uri.path.replace(/^\/[A-Z]:/, (drive) => drive.toLowerCase());
