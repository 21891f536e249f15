import { parquetHeader } from 'hyparquet/src/column.js';
import type { ColumnMetaData, PageHeader } from 'hyparquet';
import type { FileParts } from '../../file-bytes.ts';
import type { Codecs } from '../../containers/codecs.ts';
import { crc32 } from '../../containers/crc32.ts';
import { ReadFailure } from '../../read-failure.ts';
import type { CellBytes } from './cell-bytes.ts';
import { decompressPage } from './decompress-page.ts';
import { rawValues } from './raw-values.ts';
import { readHybrid } from './read-hybrid.ts';
import type { SchemaColumn } from './schema-columns.ts';
import type { Values } from './values.ts';
import { gatheredValues } from './values.ts';

/** Bytes of a chunk that are asked for at once, unless one page is larger. */
const WINDOW = 1 << 18;
/** A page's header is tried within so many bytes first: statistics in it can be long. */
const HEADER = 1 << 12;
const MAX_PAGE_BYTES = 2 ** 28;
const COMMA = 0x2c;

/** What all chunks of a file share. */
export interface ChunkContext {
  readonly path: string;
  readonly parts: FileParts;
  readonly codecs: Codecs;
  readonly cells: CellBytes;
  /** Called with what a page says it will be, before it is decompressed; may throw. */
  readonly onPage: (bytes: number) => void;
}

/** Where a row's cell is; equal where there is none. */
export interface CellPlaces {
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  /** From one row's cell to that of the next. */
  readonly stride: number;
}

/** One column's values in one row group, page by page. Methods throw an Error where the file is damaged, a ReadFailure where it is not read. */
export class ColumnChunk {
  readonly #column: SchemaColumn;
  readonly #metadata: ColumnMetaData;
  readonly #context: ChunkContext;
  readonly #end: number;
  /** The place in the file of what comes next. */
  #at: number;
  #window: Uint8Array = new Uint8Array(0);
  #windowStart = 0;
  /** Of the dictionary's texts, the places in the cells' bytes. */
  #dictionary: Pick<Values, 'starts' | 'ends'> | undefined;
  // The page at hand: its rows, which of them have a value, and the values or their places in the dictionary.
  #rows = 0;
  #row = 0;
  #present: Uint8Array | undefined;
  #value = 0;
  #values: Values | undefined;
  #codes: Uint32Array | undefined;

  constructor(column: SchemaColumn, metadata: ColumnMetaData, context: ChunkContext) {
    this.#column = column;
    this.#metadata = metadata;
    this.#context = context;
    const { dictionary_page_offset: dictionary, data_page_offset: data } = metadata;
    // Some writers say 0 where there is no dictionary.
    this.#at = Number(dictionary !== undefined && dictionary > 0n && dictionary < data ? dictionary : data);
    this.#end = this.#at + Number(metadata.total_compressed_size);
    if (!(this.#at >= 4 && this.#end >= this.#at && this.#end <= context.parts.size)) throw new Error('a chunk outside the file');
  }

  /** Reads the first page. Call it for all chunks of a row group before {@link fill}, and then fix the cells' bytes. */
  async open(): Promise<void> {
    await this.#nextPage();
  }

  /** Puts the places of the next rows' cells where they belong. */
  async fill(rows: number, first: number, { starts, ends, stride }: CellPlaces): Promise<void> {
    let cell = first;
    for (let left = rows; left > 0;) {
      while (this.#row === this.#rows) await this.#nextPage();
      const count = Math.min(left, this.#rows - this.#row);
      const present = this.#present;
      let value = this.#value;
      let there = count;
      if (present !== undefined) {
        there = 0;
        for (let row = this.#row; row < this.#row + count; row++) there += present[row]!;
      }
      const codes = this.#codes;
      const from = codes === undefined ? this.#values! : this.#dictionary!;
      const shift = codes === undefined ? this.#context.cells.add(this.#context.path, this.#values!, value, value + there) : 0;
      for (let row = this.#row; row < this.#row + count; row++, cell += stride) {
        if (present !== undefined && present[row] === 0) {
          starts[cell] = 0;
          ends[cell] = 0;
          continue;
        }
        const index = codes === undefined ? value : codes[value]!;
        starts[cell] = from.starts[index]! + shift;
        ends[cell] = from.ends[index]! + shift;
        value++;
      }
      this.#value = value;
      this.#row += count;
      left -= count;
    }
  }

  async #nextPage(): Promise<void> {
    for (;;) {
      if (this.#at >= this.#end) throw new Error('a chunk with too few rows');
      const header = await this.#readHeader();
      const compressed = header.compressed_page_size;
      const uncompressed = header.uncompressed_page_size;
      if (!(compressed >= 0 && uncompressed >= 0)) throw new Error('a page of a negative length');
      if (Math.max(compressed, uncompressed) > MAX_PAGE_BYTES) {
        throw new ReadFailure('limit', `${this.#context.path}: a page of it is larger than 256 MiB. Write the file with smaller pages.`);
      }
      this.#context.onPage(uncompressed);
      const bytes = await this.#bytes(compressed);
      if (bytes.length < compressed) throw new Error('a page beyond its chunk');
      this.#at += compressed;
      if (header.crc !== undefined && crc32(bytes, 0) !== header.crc >>> 0) throw new Error('a page with a wrong checksum');
      if (header.type === 'DICTIONARY_PAGE') {
        this.#takeDictionary(header, this.#decompressed(bytes, uncompressed));
      } else if (header.type === 'DATA_PAGE' && header.data_page_header !== undefined) {
        const { num_values: count, encoding } = header.data_page_header;
        this.#takeLevels(this.#decompressed(bytes, uncompressed), count, encoding);
        return;
      } else if (header.type === 'DATA_PAGE_V2' && header.data_page_header_v2 !== undefined) {
        this.#takePageV2(header, bytes);
        return;
      }
    }
  }

  async #readHeader(): Promise<PageHeader> {
    for (let length = HEADER; ; length *= 8) {
      const bytes = await this.#bytes(length);
      const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
      try {
        const header = parquetHeader(reader);
        this.#at += reader.offset;
        return header;
      } catch (error) {
        if (bytes.length < length) throw error;
      }
    }
  }

  /** The next bytes of the chunk, fewer where it ends. */
  async #bytes(length: number): Promise<Uint8Array> {
    const end = Math.min(this.#at + length, this.#end);
    if (this.#at < this.#windowStart || end > this.#windowStart + this.#window.length) {
      this.#window = await this.#context.parts.read(this.#at, Math.min(Math.max(end, this.#at + WINDOW), this.#end));
      this.#windowStart = this.#at;
    }
    return this.#window.subarray(this.#at - this.#windowStart, end - this.#windowStart);
  }

  #decompressed(bytes: Uint8Array, length: number): Uint8Array {
    const { codec } = this.#metadata;
    const page = decompressPage(bytes, length, codec, this.#context.codecs);
    if (page !== undefined) return page;
    throw new ReadFailure('unsupported', `${this.#context.path}: it is compressed with ${codec}, which is not read. Write it with zstd, snappy or gzip.`);
  }

  #takeDictionary(header: PageHeader, page: Uint8Array): void {
    const count = header.dictionary_page_header?.num_values ?? 0;
    const values = this.#asTexts(this.#valuesOf(page, 'PLAIN', count));
    const shift = this.#context.cells.add(this.#context.path, values, 0, values.starts.length);
    this.#dictionary = { starts: values.starts.map((start) => start + shift), ends: values.ends.map((end) => end + shift) };
  }

  /** A page of the first version: levels and values are compressed together, each kind of level after its length. */
  #takeLevels(page: Uint8Array, count: number, encoding: string): void {
    const { maxDefinition, maxRepetition } = this.#column;
    let at = 0;
    const levels = (most: number): Uint8Array | undefined => {
      if (most === 0) return undefined;
      if (at + 4 > page.length) throw new Error('levels without their length');
      const length = new DataView(page.buffer, page.byteOffset + at).getUint32(0, true);
      const all = levelsOf(page, at + 4, at + 4 + length, most, count);
      at += 4 + length;
      return all;
    };
    const repetition = levels(maxRepetition);
    const definition = levels(maxDefinition);
    this.#takeValues(page.subarray(at), encoding, count, repetition, definition);
  }

  #takePageV2(header: PageHeader, bytes: Uint8Array): void {
    const v2 = header.data_page_header_v2!;
    const { maxDefinition, maxRepetition } = this.#column;
    const repetitionEnd = v2.repetition_levels_byte_length;
    const definitionEnd = repetitionEnd + v2.definition_levels_byte_length;
    if (!(repetitionEnd >= 0 && definitionEnd >= repetitionEnd && definitionEnd <= bytes.length)) throw new Error('levels beyond their page');
    const repetition = maxRepetition === 0 ? undefined : levelsOf(bytes, 0, repetitionEnd, maxRepetition, v2.num_values);
    const definition = maxDefinition === 0 ? undefined : levelsOf(bytes, repetitionEnd, definitionEnd, maxDefinition, v2.num_values);
    const rest = bytes.subarray(definitionEnd);
    const page = v2.is_compressed === false || rest.length === 0 ? rest : this.#decompressed(rest, header.uncompressed_page_size - definitionEnd);
    this.#takeValues(page, v2.encoding, v2.num_values, repetition, definition);
  }

  #takeValues(page: Uint8Array, encoding: string, count: number, repetition: Uint8Array | undefined, definition: Uint8Array | undefined): void {
    let present: Uint8Array | undefined;
    let there = count;
    if (definition !== undefined) {
      const most = this.#column.maxDefinition;
      there = 0;
      for (let index = 0; index < count; index++) {
        const value = definition[index] === most ? 1 : 0;
        definition[index] = value;
        there += value;
      }
      if (there < count) present = definition;
    }
    this.#rows = count;
    this.#row = 0;
    this.#value = 0;
    this.#present = present;
    this.#codes = undefined;
    this.#values = undefined;
    if (encoding === 'RLE_DICTIONARY' || encoding === 'PLAIN_DICTIONARY') {
      const size = this.#dictionary?.starts.length;
      if (size === undefined) throw new Error('a page without its dictionary');
      const codes = new Uint32Array(there);
      if (there > 0) {
        if (page.length === 0) throw new Error('a page without its codes');
        readHybrid(page, 1, page.length, page[0]!, codes);
      }
      for (let index = 0; index < there; index++) if (codes[index]! >= size) throw new Error('a code that the dictionary does not have');
      this.#codes = codes;
    } else {
      this.#values = this.#asTexts(this.#valuesOf(page, encoding, there));
    }
    if (repetition !== undefined) this.#joinLists(repetition, count);
  }

  #valuesOf(page: Uint8Array, encoding: string, count: number): Values {
    const { type, type_length: length } = this.#column.element;
    const values = rawValues(page, encoding, count, type!, length);
    if (values !== undefined) return values;
    throw new ReadFailure(
      'unsupported',
      `${this.#context.path}: the column "${this.#column.name}" is encoded as ${encoding}, which is not read. Export the file again with other settings.`,
    );
  }

  #asTexts(values: Values): Values {
    return this.#column.toText === undefined ? values : this.#column.toText(values);
  }

  /** Makes each list one text, its values with commas between them. A list is taken to be within its page, where writers put it. */
  #joinLists(repetition: Uint8Array, count: number): void {
    if (count > 0 && repetition[0] !== 0) {
      throw new ReadFailure(
        'unsupported',
        `${this.#context.path}: a list of the column "${this.#column.name}" is in two pages. Export the file without it, or as NDJSON.`,
      );
    }
    const bytes = this.#values?.bytes ?? this.#context.cells.bytes;
    const { starts, ends } = this.#values ?? this.#dictionary!;
    const lists: number[][] = [];
    let value = 0;
    for (let index = 0; index < count; index++) {
      if (repetition[index] === 0) lists.push([]);
      if (this.#present !== undefined && this.#present[index] === 0) continue;
      const from = this.#codes === undefined ? value : this.#codes[value]!;
      const list = lists.at(-1)!;
      if (list.length > 0) list.push(COMMA);
      for (let at = starts[from]!; at < ends[from]!; at++) list.push(bytes[at]!);
      value++;
    }
    this.#values = gatheredValues(lists.map((list) => Uint8Array.from(list)));
    this.#codes = undefined;
    this.#present = undefined;
    this.#rows = lists.length;
  }
}

function levelsOf(bytes: Uint8Array, start: number, end: number, most: number, count: number): Uint8Array {
  if (end > bytes.length) throw new Error('levels beyond their page');
  const levels = new Uint8Array(count);
  readHybrid(bytes, start, end, 32 - Math.clz32(most), levels);
  return levels;
}
