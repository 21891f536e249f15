import type { Signal } from './signals.ts';

/** The signals that were asked for most recently, by a text each, as long as they hold no more than so many numbers together. */
export class FoundSignals {
  private readonly most: number;
  private readonly signals = new Map<string, Signal>();
  private numbers = 0;

  constructor(most: number) {
    this.most = most;
  }

  get(key: string): Signal | undefined {
    const signal = this.signals.get(key);
    if (signal === undefined) return undefined;
    // The order of a map is the order of use.
    this.signals.delete(key);
    this.signals.set(key, signal);
    return signal;
  }

  add(key: string, signal: Signal): Signal {
    this.signals.set(key, signal);
    this.numbers += numbersOf(signal);
    for (const [oldest, one] of this.signals) {
      if (this.numbers <= this.most || oldest === key) break;
      this.signals.delete(oldest);
      this.numbers -= numbersOf(one);
    }
    return signal;
  }
}

const numbersOf = ({ records, starts }: Signal): number => 3 * records.length + starts.length;
