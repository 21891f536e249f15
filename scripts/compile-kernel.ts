import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const OPTIONS = ['-O3', '--runtime', 'stub', '--noAssert', '--enable', 'simd', '--use', 'abort='];

/** The text of `src/activities/kernel/kernel-code.ts`: what the AssemblyScript in `kernel` is compiled to. */
export function compileKernel(root: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'journey-kernel-'));
  try {
    const file = join(folder, 'kernel.wasm');
    // As a program: its types as a library declare a console of their own.
    const compiler = fileURLToPath(import.meta.resolve('assemblyscript/bin/asc.js'));
    const { status, stderr } = spawnSync(process.execPath, [compiler, 'kernel/index.ts', '--baseDir', root, '--outFile', file, ...OPTIONS], {
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`The kernel does not compile: ${stderr}`);
    const code = readFileSync(file).toString('base64');
    return `// Written by \`npm run generate\` from the folder kernel.\n\n/** WebAssembly, as Base64. */\nexport const KERNEL_CODE =\n  '${code}';\n`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
