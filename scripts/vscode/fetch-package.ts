import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { PinnedPackage } from './editions.ts';
import { runCommand } from './run-command.ts';

/**
 * Puts the files of a package into `folder`, without its dependencies and without running any script of it.
 * Throws when what the registry sent is not the tarball that was pinned.
 */
export async function fetchPackage(pinned: PinnedPackage, folder: string, only = ''): Promise<void> {
  await mkdir(folder, { recursive: true });
  const name = `${pinned.name}@${pinned.version}`;
  const listing = await runCommand('npm', ['pack', name, '--json', '--pack-destination', folder, '--loglevel=error'], { cwd: folder });
  const [packed] = JSON.parse(listing) as { filename: string; integrity: string }[];
  if (packed === undefined) throw new Error(`npm pack ${name} fetched nothing`);
  if (packed.integrity !== pinned.integrity) throw new Error(`${name} is not what was pinned: its hash is ${packed.integrity}, expected ${pinned.integrity}`);
  const tarball = path.join(folder, packed.filename);
  const depth = only === '' ? 1 : only.split('/').length + 1;
  await runCommand('tar', ['-xzf', tarball, '-C', folder, `--strip-components=${depth}`, path.posix.join('package', only)], { cwd: folder });
  await rm(tarball);
}
