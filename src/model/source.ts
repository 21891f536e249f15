/**
 * Where a part of the model stands in the text it was written in.
 *
 * `file` is an index into {@link Model.files}. `offset` and `end` count UTF-16 code units from the start of the file;
 * `line` and `column` count from 1. Two models that differ only in their sources mean the same.
 */
export interface Source {
  readonly file: number;
  readonly offset: number;
  readonly end: number;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Every part that a reader could be led back to. */
export interface Sourced {
  readonly source: Source;
}
