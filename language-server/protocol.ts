import type { Model } from '../src/model/model.ts';

/** Custom messages between the language server and any editor: names, parameters, results; nothing else. */

/** Asked of the server: the model of a file with its imports, once the file's last change is checked. */
export const MODEL_REQUEST = 'journey/model';

export interface ModelParams {
  readonly uri: string;
}

export interface ModelResult {
  /** The version of the document that the answer is about; null where the editor does not have it open. */
  readonly version: number | null;
  /** Errors in the file and in what it imports. With any, {@link model} is null: numbers from a broken file would mislead. */
  readonly errors: number;
  /** Where to look first. */
  readonly firstError?: { readonly uri: string; readonly line: number; readonly message: string };
  readonly model: Model | null;
}

/** Told to the client after each build: the models of these files may have changed; whoever shows them asks again. */
export const MODELS_CHANGED_NOTIFICATION = 'journey/modelsChanged';

export interface ModelsChangedParams {
  readonly uris: readonly string[];
}

/**
 * Asked of the client by a server without a file system of its own (a browser, a virtual workspace). A path is a URI;
 * a file that is not there is null.
 */
export const READ_FILE_REQUEST = 'journey/fs/readFile';
export const READ_DIRECTORY_REQUEST = 'journey/fs/readDirectory';
export const STAT_REQUEST = 'journey/fs/stat';

export interface FileParams {
  readonly uri: string;
}

export interface ReadFileResult {
  readonly text: string | null;
}

export interface ReadDirectoryResult {
  readonly entries: readonly { readonly uri: string; readonly isFile: boolean; readonly isDirectory: boolean }[];
}

export interface StatResult {
  readonly entry: { readonly isFile: boolean; readonly isDirectory: boolean } | null;
}

/** `initializationOptions`: how the server reads files that no editor has open. */
export interface ServerOptions {
  /** `client`: through the requests above; `own`: through the file system of its process. */
  readonly files: 'client' | 'own';
  /** A URI below which the editor can open the page of each diagnostic, `CODE.md`. */
  readonly diagnosticPages?: string;
}
