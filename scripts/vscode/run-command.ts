import { spawn } from 'node:child_process';

export interface CommandOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutSeconds?: number;
}

/**
 * Runs a program to its end and gives its standard output.
 * Throws with the tail of what it wrote when it fails or takes longer than the limit (default 600 s).
 */
export async function runCommand(program: string, args: readonly string[], options: CommandOptions): Promise<string> {
  const child = spawn(program, args, { cwd: options.cwd, env: { ...process.env, ...options.env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let everything = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    everything += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (everything += text));
  const limit = setTimeout(() => child.kill('SIGKILL'), (options.timeoutSeconds ?? 600) * 1000);
  const outcome = await new Promise<string>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(code === null ? `was ended by ${String(signal)}` : code === 0 ? '' : `ended with ${code}`));
  }).finally(() => clearTimeout(limit));
  if (outcome !== '') throw new Error(`\`${[program, ...args].join(' ')}\` ${outcome}:\n${everything.slice(-4000)}`);
  return output;
}
