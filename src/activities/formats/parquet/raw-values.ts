import { deltaBinaryUnpack, deltaByteArray, deltaLengthByteArray } from 'hyparquet/src/delta.js';
import { byteStreamSplit } from 'hyparquet/src/encoding.js';
import type { ParquetType } from 'hyparquet';
import { readHybrid } from './read-hybrid.ts';
import type { Values } from './values.ts';
import { evenValues, gatheredValues } from './values.ts';

/** Bytes of a value by its type; undefined where values have a length of their own. */
function widthOf(type: ParquetType, typeLength: number | undefined): number | undefined {
  switch (type) {
    case 'BOOLEAN':
      return 1;
    case 'INT32':
    case 'FLOAT':
      return 4;
    case 'INT64':
    case 'DOUBLE':
      return 8;
    case 'INT96':
      return 12;
    case 'FIXED_LEN_BYTE_ARRAY':
      return typeLength ?? 0;
    case 'BYTE_ARRAY':
      return undefined;
  }
}

/**
 * A page's values as the file has them, lowest byte first; flags as one byte each. Undefined where the encoding is not known
 * for the type. Throws an Error where the bytes are damaged.
 */
export function rawValues(page: Uint8Array, encoding: string, count: number, type: ParquetType, typeLength: number | undefined): Values | undefined {
  const reader = { view: new DataView(page.buffer, page.byteOffset, page.byteLength), offset: 0 };
  const width = widthOf(type, typeLength);
  switch (encoding) {
    case 'PLAIN':
      if (width === undefined) return plainTexts(page, count);
      return type === 'BOOLEAN' ? flags(page, count) : evenValues(page, count, width);
    case 'RLE':
      if (type !== 'BOOLEAN' || page.length < 4) return undefined;
      return runsOfFlags(page, count, reader.view.getUint32(0, true));
    case 'DELTA_BINARY_PACKED': {
      const numbers = type === 'INT32' ? new Int32Array(count) : new BigInt64Array(count);
      if (count > 0) deltaBinaryUnpack(reader, count, numbers);
      return evenValues(new Uint8Array(numbers.buffer), count, numbers.BYTES_PER_ELEMENT);
    }
    case 'DELTA_LENGTH_BYTE_ARRAY':
    case 'DELTA_BYTE_ARRAY': {
      const each: Uint8Array[] = [];
      if (count > 0) (encoding === 'DELTA_BYTE_ARRAY' ? deltaByteArray : deltaLengthByteArray)(reader, count, each);
      return gatheredValues(each);
    }
    case 'BYTE_STREAM_SPLIT': {
      if (width === undefined) return undefined;
      if (count === 0) return evenValues(page, 0, width);
      const split = byteStreamSplit(reader, count, type, typeLength);
      if (ArrayBuffer.isView(split)) return evenValues(new Uint8Array(split.buffer as ArrayBuffer), count, width);
      return gatheredValues(split as Uint8Array[]);
    }
    default:
      return undefined;
  }
}

function plainTexts(page: Uint8Array, count: number): Values {
  const starts = new Uint32Array(count);
  const ends = new Uint32Array(count);
  let at = 0;
  for (let index = 0; index < count; index++) {
    if (at + 4 > page.length) throw new Error('too few bytes');
    const length = (page[at]! | (page[at + 1]! << 8) | (page[at + 2]! << 16) | (page[at + 3]! << 24)) >>> 0;
    at += 4;
    starts[index] = at;
    at += length;
    ends[index] = at;
  }
  if (at > page.length) throw new Error('too few bytes');
  return { bytes: page, starts, ends };
}

function flags(page: Uint8Array, count: number): Values {
  if (count > page.length * 8) throw new Error('too few bytes');
  const bytes = new Uint8Array(count);
  for (let index = 0; index < count; index++) bytes[index] = (page[index >>> 3]! >>> (index & 7)) & 1;
  return evenValues(bytes, count, 1);
}

function runsOfFlags(page: Uint8Array, count: number, length: number): Values {
  const bytes = new Uint8Array(count);
  readHybrid(page, 4, Math.min(page.length, 4 + length), 1, bytes);
  return evenValues(bytes, count, 1);
}
