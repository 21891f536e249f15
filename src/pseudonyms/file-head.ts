import type { Codecs } from '../activities/containers/codecs.ts';
import { decompressed } from '../activities/containers/decompressed.ts';
import { peeked } from '../activities/containers/peeked.ts';
import type { FileBytes } from '../activities/file-bytes.ts';
import { isParquet } from '../activities/formats/detect-format.ts';

/** What a copy has to have of a file that its records do not show. */
export interface FileHead {
  readonly container: 'gzip' | 'zstd' | undefined;
  /** A byte-order mark of UTF-8. */
  readonly hasMark: boolean;
  readonly isParquet: boolean;
}

const MARK = [0xef, 0xbb, 0xbf];

/** Looks at a file's first bytes; the rest is not read. What its bytes throw comes out as it is. */
export async function headOf(path: string, chunks: FileBytes['chunks'], codecs: Codecs): Promise<FileHead> {
  const file = await peeked(asAsync(chunks), 1);
  const source = await decompressed(path, file.chunks, codecs);
  const { head, chunks: rest } = await peeked(source.chunks, 4);
  await rest.return(undefined);
  const container = source.compressed ? (file.head[0] === 0x1f ? 'gzip' : 'zstd') : undefined;
  return { container, hasMark: MARK.every((byte, index) => head[index] === byte), isParquet: isParquet(head) };
}

async function* asAsync(chunks: FileBytes['chunks']): AsyncGenerator<Uint8Array> {
  yield* chunks;
}
