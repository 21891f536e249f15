/** A record's bytes, its line break excluded. Longer ones are rejected. */
export const MAX_RECORD_BYTES = 1024 * 1024;

/** Columns of one file. A file with more is not read. */
export const MAX_COLUMNS = 4096;

/** Records of all inputs together. */
export const MAX_RECORDS = 50_000_000;

/** Bytes of the different texts of one column. */
export const MAX_TEXT_BYTES = 2 ** 30;
