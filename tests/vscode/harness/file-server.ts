import { createReadStream, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

const contentTypes: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.cjs': 'text/javascript',
  '.json': 'application/json',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

/** Serves folders of this machine to pages of other origins. */
export class FileServer {
  /** `127.0.0.1:PORT`. */
  readonly authority: string;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    this.authority = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** The paths are those of files in the first of `folders` that has one. */
  static async start(folders: readonly string[]): Promise<FileServer> {
    const server = createServer((request, response) => {
      const wanted = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
      const file = folders.map((folder) => path.join(folder, wanted)).find((candidate) => statSync(candidate, { throwIfNoEntry: false })?.isFile());
      response.setHeader('Access-Control-Allow-Origin', '*');
      response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
      if (file === undefined) {
        response.writeHead(404).end();
        return;
      }
      response.setHeader('Content-Type', contentTypes[path.extname(file)] ?? 'application/octet-stream');
      createReadStream(file).pipe(response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new FileServer(server);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
