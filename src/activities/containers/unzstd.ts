import { Decompress } from 'fzstd';

/**
 * Decompresses zstd data of any number of frames. In pieces of at most 128 KiB, of which `onPiece` is told at once: a few
 * bytes can be gigabytes, so it may throw to stop. Throws an Error where the data is damaged or incomplete.
 *
 * A frame's checksum of its content is not compared: the package does not do it.
 */
export async function* unzstd(chunks: AsyncIterable<Uint8Array>, onPiece: (bytes: Uint8Array) => void): AsyncGenerator<Uint8Array> {
  const pieces: Uint8Array[] = [];
  const stream = new Decompress((bytes) => {
    onPiece(bytes);
    pieces.push(bytes);
  });
  for await (const chunk of chunks) {
    stream.push(chunk);
    yield* pieces.splice(0);
  }
  stream.push(new Uint8Array(0), true);
  yield* pieces.splice(0);
}

/** Decompresses zstd data of a known length. Throws an Error where it is damaged or of another length. */
export function unzstdBlock(bytes: Uint8Array, length: number): Uint8Array {
  const all = new Uint8Array(length);
  let at = 0;
  const stream = new Decompress((piece) => {
    all.set(piece, at);
    at += piece.length;
  });
  stream.push(bytes, true);
  if (at !== length) throw new Error('it is shorter than it says');
  return all;
}
