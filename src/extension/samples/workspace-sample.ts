import { type Uri, workspace } from 'vscode';
import type { Platform } from '../platform.ts';
import type { Sample } from '../simulation/simulation-service.ts';

/** A sample behind a URI, read by the worker itself where that can. */
export function workspaceSample(uri: Uri, platform: Platform): Sample {
  return {
    key: uri.toString(),
    version: async () => {
      const { mtime, size } = await workspace.fs.stat(uri);
      return `${mtime} ${size}`;
    },
    file: async () => {
      const name = workspace.asRelativePath(uri);
      if (platform.hasFileSystem && uri.scheme === 'file') return { name, path: uri.fsPath };
      // VS Code's bytes are never shared with another thread, though their type allows it.
      return { name, bytes: (await workspace.fs.readFile(uri)) as Uint8Array<ArrayBuffer> };
    },
  };
}
