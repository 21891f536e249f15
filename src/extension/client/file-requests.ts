import { type Disposable, FileType, Uri, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import * as z from 'zod/mini';
import { READ_DIRECTORY_REQUEST, READ_FILE_REQUEST, STAT_REQUEST } from '../../../language-server/protocol.ts';
import type { ReadDirectoryResult, ReadFileResult, StatResult } from '../../../language-server/protocol.ts';

const fileParams = z.strictObject({ uri: z.string() });

/** Reads files for a server that has no file system of its own. What is not there, or cannot be read, is null or empty. */
export function answerFileRequests(client: BaseLanguageClient): Disposable[] {
  const uriOf = (params: unknown): Uri => client.protocol2CodeConverter.asUri(fileParams.parse(params).uri);
  const decoder = new TextDecoder();
  return [
    client.onRequest(READ_FILE_REQUEST, async (params): Promise<ReadFileResult> => {
      const uri = uriOf(params);
      // The server reads journeys and nothing else.
      if (!uri.path.endsWith('.journey')) return { text: null };
      return { text: await orElse(async () => decoder.decode(await workspace.fs.readFile(uri)), null) };
    }),
    client.onRequest(READ_DIRECTORY_REQUEST, async (params): Promise<ReadDirectoryResult> => {
      const folder = uriOf(params);
      const entries = await orElse(async () => await workspace.fs.readDirectory(folder), []);
      return {
        entries: entries.map(([name, type]) => ({ uri: client.code2ProtocolConverter.asUri(Uri.joinPath(folder, name)), ...kindOf(type) })),
      };
    }),
    client.onRequest(STAT_REQUEST, async (params): Promise<StatResult> => {
      const uri = uriOf(params);
      return { entry: await orElse(async () => kindOf((await workspace.fs.stat(uri)).type), null) };
    }),
  ];
}

/** A link counts as what it leads to: VS Code gives both bits. */
function kindOf(type: FileType): { isFile: boolean; isDirectory: boolean } {
  return { isFile: (type & FileType.File) !== 0, isDirectory: (type & FileType.Directory) !== 0 };
}

async function orElse<Value>(read: () => Promise<Value>, otherwise: Value): Promise<Value> {
  try {
    return await read();
  } catch {
    return otherwise;
  }
}
