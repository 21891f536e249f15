#!/usr/bin/env node
// Only syntax that Node 14 reads: an older Node has to get as far as saying that it is too old.
import { existsSync } from 'fs';
import { fileURLToPath } from 'url';

const major = Number(process.versions.node.split('.')[0]);
const program = new URL('../dist/cli/cli.mjs', import.meta.url);

if (major < 22) {
  console.error('journey needs Node 22 or newer and this is Node ' + process.versions.node + '; a newer one is at https://nodejs.org.');
  process.exitCode = 2;
} else if (!existsSync(fileURLToPath(program))) {
  console.error('journey is not built yet in this checkout: run npm run build.');
  process.exitCode = 2;
} else {
  void import(program.href);
}
