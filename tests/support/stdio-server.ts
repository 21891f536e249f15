import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { ProtocolConnection } from 'vscode-languageserver-protocol/node';
import { createProtocolConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver-protocol/node';

const root = join(import.meta.dirname, '../..');

export interface StdioServer {
  readonly connection: ProtocolConnection;
  readonly stop: () => Promise<void>;
}

/** Starts a built server as an editor would: as a process, over standard input and output. */
export function startStdioServer(command: readonly string[] = [join(root, 'dist/node/server.cjs'), '--stdio']): StdioServer {
  const child = spawn(process.execPath, command, { stdio: ['pipe', 'pipe', 'inherit'] });
  const connection = createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  connection.listen();
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    connection,
    stop: async () => {
      await connection.sendRequest('shutdown');
      await connection.sendNotification('exit');
      await ended;
      connection.dispose();
    },
  };
}
