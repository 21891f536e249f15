import { MAX_DECOMPRESSED_BYTES, MAX_DECOMPRESSION_RATIO, SMALL_BYTES } from '../limits.ts';
import { ReadFailure } from '../read-failure.ts';
import type { Codecs } from './codecs.ts';
import { gunzip } from './gunzip.ts';
import { peeked } from './peeked.ts';

/** Compressed files by their first bytes: names lie. */
const CONTAINERS = [
  { name: 'gzip', magic: [0x1f, 0x8b, 0x08], decompress: (_codecs: Codecs) => gunzip },
  { name: 'zstd', magic: [0x28, 0xb5, 0x2f, 0xfd], decompress: ({ unzstd }: Codecs) => unzstd },
  // A frame to be passed over, with which what parallel compressors write begins.
  { name: 'zstd', magic: [0x50, 0x2a, 0x4d, 0x18], decompress: ({ unzstd }: Codecs) => unzstd },
] as const;

const MAGIC_LENGTH = 4;

export interface Decompressed {
  readonly chunks: AsyncIterable<Uint8Array>;
  /** The bytes are not those that the file has. */
  readonly compressed: boolean;
}

/**
 * A file's bytes, decompressed where its first bytes say that they are compressed. No more of the file is read than is asked
 * for. The bytes throw a ReadFailure where they are damaged, incomplete, or a decompression bomb; what `chunks` throws comes
 * out as it is.
 */
export async function decompressed(path: string, chunks: AsyncIterable<Uint8Array>, codecs: Codecs): Promise<Decompressed> {
  const file = await peeked(chunks, MAGIC_LENGTH);
  const container = CONTAINERS.find(({ magic }) => magic.every((byte, index) => file.head[index] === byte));
  if (container === undefined) return { chunks: file.chunks, compressed: false };
  return { chunks: limited(path, container.name, file.chunks, container.decompress(codecs)), compressed: true };
}

async function* limited(path: string, container: string, chunks: AsyncIterable<Uint8Array>, decompress: Codecs['unzstd']): AsyncGenerator<Uint8Array> {
  let taken = 0;
  let given = 0;
  let ofTheFile: { readonly error: unknown } | undefined;
  async function* counted(): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of chunks) {
        taken += chunk.length;
        yield chunk;
      }
    } catch (error) {
      ofTheFile = { error };
      throw error;
    }
  }
  const check = (bytes: Uint8Array): void => {
    given += bytes.length;
    if (given > MAX_DECOMPRESSED_BYTES) throw new ReadFailure('limit', `${path}: decompressed it is larger than 4 GiB. Split it, or use a smaller sample.`);
    if (given > SMALL_BYTES && given > taken * MAX_DECOMPRESSION_RATIO) {
      throw new ReadFailure(
        'limit',
        `${path}: it decompresses to more than ${MAX_DECOMPRESSION_RATIO} times its size, as a decompression bomb does. If you trust it, decompress it yourself and use the result.`,
      );
    }
  };
  try {
    yield* decompress(counted(), check);
  } catch (error) {
    if (ofTheFile !== undefined) throw ofTheFile.error;
    if (error instanceof ReadFailure) throw error;
    throw new ReadFailure('unreadable', `${path}: the ${container} data is damaged or incomplete. Copy or compress the file again.`);
  }
}
