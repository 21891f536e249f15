/** A file by what the user calls it, with its bytes. */
export interface FileBytes {
  readonly name: string;
  /** All bytes, in pieces of any size. An error that they throw means that the file cannot be read; its message says why. */
  readonly chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
  /** Any part of the bytes, where these can be had in any order. A Parquet file without it is held in memory as a whole. */
  readonly parts?: FileParts;
}

export interface FileParts {
  /** In bytes. */
  readonly size: number;
  /** The bytes from `start` to `end`, end excluded, both within the file. An error means that the file cannot be read. */
  read(start: number, end: number): Promise<Uint8Array>;
}
