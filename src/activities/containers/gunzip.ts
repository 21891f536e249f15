import { Gunzip } from 'fflate/browser';
import { crc32 } from './crc32.ts';

/** The decompressor needs the end of what came before at hand, so small pieces are gathered. */
const GATHERED = 1 << 16;
/** At the end of each member: checksum and length, four bytes each, the lowest first (RFC 1952, section 2.3.1). */
const TRAILER = 8;

/**
 * Decompresses gzip data of any number of members, in steps: what one step gives is at most a thousand times a piece.
 * Unlike a platform's DecompressionStream it reads members that follow one another, as log collectors write them, and it
 * is the same everywhere. Throws an Error where the data is damaged or incomplete; calls `onPiece` before it throws.
 */
export async function* gunzip(chunks: AsyncIterable<Uint8Array>, onPiece: (bytes: Uint8Array) => void): AsyncGenerator<Uint8Array> {
  let given: Uint8Array[] = [];
  let crc = 0;
  let length = 0;
  const stream = new Gunzip((bytes) => {
    if (bytes.length === 0) return;
    crc = crc32(bytes, crc);
    length = (length + bytes.length) >>> 0;
    onPiece(bytes);
    given.push(bytes);
  });
  let before = new Uint8Array(0);
  let now = new Uint8Array(0);
  let taken = 0;
  const checkTrailer = (end: number): void => {
    const trailer = new Uint8Array(TRAILER);
    for (let index = 0; index < TRAILER; index++) {
      const place = end - TRAILER + index - (taken - now.length);
      trailer[index] = (place >= 0 ? now[place] : before[before.length + place]) ?? 0;
    }
    const view = new DataView(trailer.buffer);
    if (view.getUint32(0, true) !== crc || view.getUint32(4, true) !== length) throw new Error('its checksum is wrong');
    crc = 0;
    length = 0;
  };
  stream.onmember = checkTrailer;
  const push = (bytes: Uint8Array<ArrayBuffer>, final: boolean): Uint8Array[] => {
    if (bytes.length > 0) [before, now] = [now, bytes];
    taken += bytes.length;
    stream.push(bytes, final);
    if (final) checkTrailer(taken);
    const result = given;
    given = [];
    return result;
  };
  let gathered: Uint8Array[] = [];
  let waiting = 0;
  for await (const chunk of chunks) {
    gathered.push(chunk);
    waiting += chunk.length;
    if (waiting < GATHERED) continue;
    yield* push(joined(gathered, waiting), false);
    gathered = [];
    waiting = 0;
  }
  yield* push(joined(gathered, waiting), true);
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
