import { unzstd, unzstdBlock } from './unzstd.ts';

/** What a platform may have of its own and faster than what runs everywhere. */
export interface Codecs {
  /** As {@link unzstd} does. */
  readonly unzstd: (chunks: AsyncIterable<Uint8Array>, onPiece: (bytes: Uint8Array) => void) => AsyncIterable<Uint8Array>;
  /** As {@link unzstdBlock} does. */
  readonly unzstdBlock: (bytes: Uint8Array, length: number) => Uint8Array;
}

/** What runs everywhere. */
export const PORTABLE_CODECS: Codecs = { unzstd, unzstdBlock };
