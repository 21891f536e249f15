import { gunzipSync } from 'fflate/browser';
import { snappyUncompress } from 'hyparquet/src/snappy.js';
import { decompressBrotli, decompressLz4, decompressLz4Raw } from 'hyparquet-compressors';
import type { Codecs } from '../../containers/codecs.ts';

/** A page's bytes, decompressed to the length that its header says. Undefined where the codec is not known. Throws an Error where they are damaged. */
export function decompressPage(bytes: Uint8Array, length: number, codec: string, codecs: Codecs): Uint8Array | undefined {
  switch (codec) {
    case 'UNCOMPRESSED':
      if (bytes.length !== length) throw new Error('a page of another length');
      return bytes;
    case 'SNAPPY': {
      const page = new Uint8Array(length);
      snappyUncompress(bytes, page);
      return page;
    }
    case 'GZIP': {
      // Given the room there is, it does not make more.
      const page = gunzipSync(bytes, { out: new Uint8Array(length) });
      if (page.length !== length) throw new Error('a page of another length');
      return page;
    }
    case 'ZSTD':
      return codecs.unzstdBlock(bytes, length);
    case 'BROTLI':
      return decompressBrotli(bytes, length);
    case 'LZ4':
      return decompressLz4(bytes, length);
    case 'LZ4_RAW':
      return decompressLz4Raw(bytes, length);
    default:
      return undefined;
  }
}
