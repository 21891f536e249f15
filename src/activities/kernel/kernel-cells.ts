import type { Kernel } from './kernel.ts';
import { KernelBlock } from './kernel-block.ts';

/** One cell a row: its bytes, in the kernel's memory, are from the row's start to its end. */
export class KernelCells {
  readonly starts: KernelBlock;
  readonly ends: KernelBlock;

  constructor(kernel: Kernel) {
    this.starts = new KernelBlock(kernel);
    this.ends = new KernelBlock(kernel);
  }

  reserve(rows: number): void {
    this.starts.reserve(4 * rows);
    this.ends.reserve(4 * rows);
  }
}
