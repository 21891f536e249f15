/** A record's bytes, its line break excluded. Longer ones are rejected. */
export const MAX_RECORD_BYTES = 1024 * 1024;

/** Columns of one file. A file with more is not read. */
export const MAX_COLUMNS = 4096;

/** Records of all inputs together. */
export const MAX_RECORDS = 50_000_000;

/** Bytes of the different texts of one column. */
export const MAX_TEXT_BYTES = 2 ** 30;

/** Bytes that one compressed file may become, and that one column of a Parquet file may. */
export const MAX_DECOMPRESSED_BYTES = 4 * 2 ** 30;

/** How many times its size compressed data may become: text is squeezed to a twentieth, a decompression bomb to a thousandth. */
export const MAX_DECOMPRESSION_RATIO = 200;

/** The ratio is not looked at below so many bytes: a short file of one repeated line is no bomb. */
export const SMALL_BYTES = 1024 * 1024;

/** A file that has to be in memory as a whole, because it is read from its end but comes from its beginning. */
export const MAX_HELD_BYTES = 2 ** 30;
