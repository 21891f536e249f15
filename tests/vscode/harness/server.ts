import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, rmSync } from 'node:fs';
import { cp, glob, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Installation } from '../../../scripts/vscode/install.ts';
import { runCommand } from '../../../scripts/vscode/run-command.ts';
import { quietSettings, type Settings } from './settings.ts';

export interface ServerOptions {
  /** The folder to open; the server works on a copy of it. */
  readonly workspace: string;
  /** A packaged extension to install first. */
  readonly vsix?: string;
  /** On top of the quiet ones. */
  readonly settings?: Settings;
  /** False: the folder is not trusted, as every folder is at its first opening (Restricted Mode). Default true. */
  readonly trusted?: boolean;
  /** Lets the page run tests in the extension host; VS Code hides its notifications then. Default false. */
  readonly testDriver?: boolean;
}

const startLimitSeconds = 60;

/** A VS Code server with folders of its own, gone without a trace after `stop`. */
export class VSCodeServer {
  /** `http://127.0.0.1:PORT`. */
  readonly address: string;
  /** The copy of the workspace that is open. */
  readonly workspace: string;
  readonly #folder: string;
  readonly #process: ChildProcess;
  readonly #killAtExit: () => void;
  #settings: Settings;

  private constructor(address: string, folder: string, process_: ChildProcess, settings: Settings) {
    this.address = address;
    this.workspace = workspaceIn(folder);
    this.#folder = folder;
    this.#process = process_;
    this.#settings = settings;
    this.#killAtExit = () => {
      this.#signal('SIGKILL');
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    };
    process.on('exit', this.#killAtExit);
  }

  static async start(installation: Installation, options: ServerOptions): Promise<VSCodeServer> {
    // Short, since the server's sockets lie in it and their paths may have 108 bytes.
    const folder = await mkdtemp(path.join(os.tmpdir(), 'journey-'));
    const trust = { 'security.workspace.trust.enabled': options.trusted === false, 'security.workspace.trust.startupPrompt': 'never' };
    const settings = { ...quietSettings, ...trust, ...options.settings };
    await cp(options.workspace, workspaceIn(folder), { recursive: true });
    await writeSettings(folder, settings);
    const folders = [
      '--accept-server-license-terms',
      `--server-data-dir=${folder}/server`,
      `--user-data-dir=${folder}/user`,
      `--extensions-dir=${folder}/extensions`,
    ];
    if (options.vsix !== undefined) {
      await runCommand(installation.node, [installation.server, ...folders, '--install-extension', options.vsix], {
        cwd: folder,
        env: noGallery,
        timeoutSeconds: startLimitSeconds,
      });
    }
    const port = await freePort();
    const log = openSync(logIn(folder), 'a');
    const child = spawn(
      installation.node,
      [
        installation.server,
        ...folders,
        '--host=127.0.0.1',
        `--port=${port}`,
        '--without-connection-token',
        '--telemetry-level=off',
        ...(options.trusted === false ? [] : ['--disable-workspace-trust']),
        ...(options.testDriver === true ? ['--enable-smoke-test-driver'] : []),
      ],
      // A process group of its own: the server has children that outlive it otherwise.
      { cwd: folder, detached: true, stdio: ['ignore', log, log], env: { ...process.env, ...noGallery } },
    );
    closeSync(log);
    const server = new VSCodeServer(`http://127.0.0.1:${port}`, folder, child, settings);
    await server.#untilReady();
    return server;
  }

  /** Changes user settings; a window takes them over when it is loaded anew. */
  async changeSettings(changes: Settings): Promise<void> {
    this.#settings = { ...this.#settings, ...changes };
    await writeSettings(this.#folder, this.#settings);
  }

  async log(): Promise<string> {
    return await readFile(logIn(this.#folder), 'utf8');
  }

  /** What extensions wrote into the output channel of that name, in this run. */
  async outputChannel(name: string): Promise<string> {
    let text = '';
    for await (const file of glob(`user/logs/**/*${name}.log`, { cwd: this.#folder })) text += await readFile(path.join(this.#folder, file), 'utf8');
    return text;
  }

  async stop(): Promise<void> {
    this.#signal('SIGTERM');
    for (let waited = 0; this.#isAlive() && waited < 10_000; waited += 100) await sleep(100);
    this.#signal('SIGKILL');
    process.off('exit', this.#killAtExit);
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }

  async #untilReady(): Promise<void> {
    for (let waited = 0; waited < startLimitSeconds * 1000; waited += 100) {
      if (this.#process.exitCode !== null) break;
      const answers = await fetch(`${this.address}/version`).then(
        (response) => response.ok,
        () => false,
      );
      if (answers) return;
      await sleep(100);
    }
    const log = await this.log();
    await this.stop();
    throw new Error(`The VS Code server did not start within ${startLimitSeconds} s:\n${log.slice(-4000)}`);
  }

  #isAlive(): boolean {
    return this.#signal(0);
  }

  #signal(signal: NodeJS.Signals | 0): boolean {
    if (this.#process.pid === undefined) return false;
    try {
      return process.kill(-this.#process.pid, signal);
    } catch {
      return false;
    }
  }
}

/** Without it the server and the page look for a marketplace on the network. */
const noGallery = { EXTENSIONS_GALLERY: '{"serviceUrl":""}' };

function workspaceIn(folder: string): string {
  return path.join(folder, 'workspace');
}

function logIn(folder: string): string {
  return path.join(folder, 'server.log');
}

async function writeSettings(folder: string, settings: Settings): Promise<void> {
  await mkdir(path.join(folder, 'user/User'), { recursive: true });
  await writeFile(path.join(folder, 'user/User/settings.json'), JSON.stringify(settings, null, 2));
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
