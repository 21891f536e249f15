import { execFile, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { compileFunction, createContext, runInContext } from 'node:vm';
import { Worker } from 'node:worker_threads';
import type { Bundle } from './bundles.ts';

const LIMIT_SECONDS = 30;

/** Starts a bundle just far enough to see that it holds together; gives what went wrong, in words. */
export async function startBundle(file: string, kind: Bundle['start']): Promise<readonly string[]> {
  try {
    await starts[kind](file);
    return [];
  } catch (error) {
    return [`${file} does not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`];
  }
}

const starts: Readonly<Record<Bundle['start'], (file: string) => void | Promise<void>>> = {
  extension(file) {
    const requireFromBundle = createRequire(file);
    const module = { exports: {} as Record<string, unknown> };
    const load = compileFunction(readFileSync(file, 'utf8'), ['exports', 'require', 'module'], { filename: file }) as (
      exports: unknown,
      require: (id: string) => unknown,
      module: unknown,
    ) => void;
    load(module.exports, (id) => (id === 'vscode' ? anything : requireFromBundle(id)), module);
    for (const name of ['activate', 'deactivate']) {
      if (typeof module.exports[name] !== 'function') throw new Error(`it exports no function ${name}`);
    }
  },

  async server(file) {
    const child = spawn(process.execPath, [file, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
    try {
      const request = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params: { processId: null, rootUri: null, capabilities: {} } });
      child.stdin.write(`Content-Length: ${Buffer.byteLength(request)}\r\n\r\n${request}`);
      let answer = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => (answer += text));
      await until('an answer to `initialize`', (done, failed) => {
        child.stdout.on('data', () => {
          if (answer.includes('"capabilities"')) done();
        });
        child.on('error', failed);
        child.on('exit', (code) => failed(new Error(`it ended with ${String(code)} after: ${answer}`)));
      });
    } finally {
      child.kill();
    }
  },

  async worker(file) {
    const worker = new Worker(file);
    try {
      await until('`ready`', (done, failed) => {
        worker.on('message', (message: { readonly type?: unknown }) => {
          if (message.type === 'ready') done();
        });
        worker.on('error', failed);
      });
    } finally {
      await worker.terminate();
    }
  },

  'browser-script'(file) {
    const onlyNode = new Set(['process', 'Buffer', 'global', 'globalThis', 'setImmediate', 'clearImmediate']);
    const shared = Object.getOwnPropertyNames(globalThis).filter((name) => !onlyNode.has(name) && !name.startsWith('navigator'));
    const scope: Record<string, unknown> = Object.fromEntries(shared.map((name) => [name, (globalThis as Record<string, unknown>)[name]]));
    Object.assign(scope, { self: scope, addEventListener() {}, postMessage() {} });
    runInContext(readFileSync(file, 'utf8'), createContext(scope), { filename: file });
  },

  async 'command-line'(file) {
    const { stdout } = await promisify(execFile)(process.execPath, [file, '--version'], { timeout: LIMIT_SECONDS * 1000 });
    if (!/^\d+\.\d+\.\d+\s*$/.test(stdout)) throw new Error(`--version printed ${JSON.stringify(stdout)} from ${dirname(file)}`);
  },

  page() {
    // Needs a page around it: tests/webview.
  },
};

/** Stands for VS Code's API: every part of it can be read, called, constructed and extended, and is again this. */
const anything: object = new Proxy(class {}, {
  get: (target, name): unknown => (name === 'prototype' ? target.prototype : name === Symbol.toPrimitive ? () => '' : anything),
  apply: () => anything,
  construct: () => ({}),
});

async function until(what: string, watch: (done: () => void, failed: (error: Error) => void) => void): Promise<void> {
  let limit: ReturnType<typeof setTimeout> | undefined;
  await new Promise<void>((resolve, reject) => {
    limit = setTimeout(() => reject(new Error(`${what} did not come within ${LIMIT_SECONDS} s`)), LIMIT_SECONDS * 1000);
    watch(resolve, reject);
  }).finally(() => clearTimeout(limit));
}
