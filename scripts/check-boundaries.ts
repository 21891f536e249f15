/** Fails on every import that the table of docs/architecture.md does not allow. */
import { join } from 'node:path';
import { readImports } from './boundaries.ts';

const { modules, violations } = await readImports(join(import.meta.dirname, '..'), ['src', 'language-server', 'scripts', 'bin', 'tests']);
for (const { rule, from, to, comment } of violations) console.error(`${from} → ${to}\n  ${rule}: ${comment}`);
console.log(`${String(modules.length)} files, ${String(violations.length)} forbidden imports`);
process.exitCode = violations.length > 0 ? 1 : 0;
