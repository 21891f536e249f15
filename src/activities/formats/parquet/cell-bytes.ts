import { grown } from '../../grown.ts';
import { MAX_TEXT_BYTES } from '../../limits.ts';
import { ReadFailure } from '../../read-failure.ts';
import type { Values } from './values.ts';

/**
 * What the cells of a batch point into: first the dictionaries of the row group, which stay where they are, then the values of
 * the batch that are in no dictionary.
 */
export class CellBytes {
  bytes: Uint8Array = new Uint8Array(1 << 16);
  /** Where the values end, and those that stay where they are. */
  end = 0;
  fixed = 0;

  /** Forgets everything: another row group begins. */
  clear(): void {
    this.end = 0;
    this.fixed = 0;
  }

  /** Keeps what is there now until {@link clear}. */
  fix(): void {
    this.fixed = this.end;
  }

  /** Forgets all but what was fixed. */
  rewind(): void {
    this.end = this.fixed;
  }

  /** Copies the values from `first` to `last`, end excluded; returns what is to be added to their places. */
  add(path: string, { bytes, starts, ends }: Values, first: number, last: number): number {
    if (first === last) return 0;
    const from = starts[first]!;
    const to = ends[last - 1]!;
    const needed = this.end + to - from;
    if (needed > MAX_TEXT_BYTES) {
      throw new ReadFailure('limit', `${path}: the different texts of a row group are more than 1 GiB. Write the file with smaller row groups.`);
    }
    this.bytes = grown(this.bytes, needed);
    this.bytes.set(bytes.subarray(from, to), this.end);
    const shift = this.end - from;
    this.end = needed;
    return shift;
  }
}
