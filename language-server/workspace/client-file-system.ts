import type { FileSystemNode, FileSystemProvider } from 'langium';
import { URI } from 'langium';
import type { Connection } from 'vscode-languageserver';
import type { FileParams, ReadDirectoryResult, ReadFileResult, StatResult } from '../protocol.ts';
import { READ_DIRECTORY_REQUEST, READ_FILE_REQUEST, STAT_REQUEST } from '../protocol.ts';

/** Reads files through the editor: for a server in a browser and for workspaces that are not on a disk. */
export class ClientFileSystem implements FileSystemProvider {
  private readonly connection: Connection;

  constructor(connection: Connection) {
    this.connection = connection;
  }

  async stat(uri: URI): Promise<FileSystemNode> {
    const { entry } = await this.ask<StatResult>(STAT_REQUEST, uri);
    if (!entry) throw new Error('There is no such file.');
    return { ...entry, uri };
  }

  async exists(uri: URI): Promise<boolean> {
    return (await this.ask<StatResult>(STAT_REQUEST, uri)).entry !== null;
  }

  async readFile(uri: URI): Promise<string> {
    const { text } = await this.ask<ReadFileResult>(READ_FILE_REQUEST, uri);
    if (text === null) throw new Error('There is no such file.');
    return text;
  }

  async readDirectory(uri: URI): Promise<FileSystemNode[]> {
    const { entries } = await this.ask<ReadDirectoryResult>(READ_DIRECTORY_REQUEST, uri);
    return entries.map((entry) => ({ ...entry, uri: URI.parse(entry.uri) }));
  }

  readBinary(): Promise<Uint8Array> {
    return Promise.reject(new Error('The language reads text files only.'));
  }

  statSync(): FileSystemNode {
    return unavailable();
  }

  existsSync(): boolean {
    return unavailable();
  }

  readBinarySync(): Uint8Array {
    return unavailable();
  }

  readFileSync(): string {
    return unavailable();
  }

  readDirectorySync(): FileSystemNode[] {
    return unavailable();
  }

  private ask<Result>(method: string, uri: URI): Promise<Result> {
    return this.connection.sendRequest<Result>(method, { uri: uri.toString() } satisfies FileParams);
  }
}

/** Langium itself never calls the synchronous members. */
function unavailable(): never {
  throw new Error('An editor can only be asked asynchronously.');
}
