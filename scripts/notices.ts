/**
 * Writes THIRD-PARTY-NOTICES.txt from what the last build put into the bundles: `node scripts/notices.ts`. With `--check` it writes nothing
 * and fails when the file is not what it would be now.
 */
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bundledFolders, readPackage, thirdPartyNotices, type Metafile } from './third-party-notices.ts';

const root = path.join(import.meta.dirname, '..');
const file = path.join(root, 'THIRD-PARTY-NOTICES.txt');

const metafiles = globSync('dist/meta/*.json', { cwd: root }).map((name) => JSON.parse(readFileSync(path.join(root, name), 'utf8')) as Metafile);
if (metafiles.length === 0) fail('There are no bundles. Run: npm run build');
const notices = thirdPartyNotices(bundledFolders(metafiles).map((folder) => readPackage(path.join(root, folder))));
if (!notices.ok) fail(...notices.problems);

if (!process.argv.includes('--check')) writeFileSync(file, notices.text);
else if (!existsSync(file) || readFileSync(file, 'utf8') !== notices.text) {
  fail('THIRD-PARTY-NOTICES.txt is not what the bundles hold. Run: node scripts/notices.ts');
}

function fail(...problems: readonly string[]): never {
  for (const problem of problems) console.error(problem);
  process.exit(1);
}
