import type { RejectedRecord } from './activity-table.ts';

const KEPT = 100;

/** Records that could not be used: all are counted, the first are kept. */
export class Rejections {
  count = 0;
  readonly first: RejectedRecord[] = [];

  add(path: string, line: number, reason: string): void {
    this.count++;
    if (this.first.length < KEPT) this.first.push({ path, line, reason });
  }
}
