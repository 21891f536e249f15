/** How the nested values of a shape's JSON become columns. A path is the keys on the way to a value, with dots between them. */
export interface JsonLayout {
  /** The column that values at a path go to. */
  columnOf(path: string): string;
  /** Left aside with all that is below it. */
  isAside(path: string): boolean;
  /** Objects, or texts that hold one, whose fields are read as if they stood outside. */
  readonly envelopes: ReadonlySet<string>;
  /** Texts that hold an object, read as if it stood there itself. Envelopes can be such texts too. */
  readonly embedded: ReadonlySet<string>;
  /**
   * Lists of which each element becomes a record of its own, with all else of the record. Of each group one list is taken
   * apart: the first here that is not empty. Of two groups every pair of their elements becomes a record.
   */
  readonly exploded: readonly (readonly string[])[];
  /** Lists of `{"key": …, "value": …}` objects: a column for each key. */
  readonly pairs: ReadonlySet<string>;
  /** Lists of plain values whose first one has the column `PATH[0]` too. */
  readonly firsts: ReadonlySet<string>;
}

/** Nothing but dotted names. `columnOf` gives the column that a path means. */
export function plainLayout(columnOf: (path: string) => string): JsonLayout {
  const none: ReadonlySet<string> = new Set();
  return { columnOf, isAside: () => false, envelopes: none, embedded: none, exploded: [], pairs: none, firsts: none };
}
