import type { ActivityTable } from '../activities/activity-table.ts';
import type { Signal } from './matching/signals.ts';

/**
 * The records of one contact up to a moment, as a part of the table: a *place* is a record's number there. One object serves all
 * contacts: {@link read} turns to another one.
 */
export class ContactHistory {
  contact = -1;
  /** The places of its records are `start` up to `end`, end excluded. */
  start = 0;
  end = 0;
  /** In microseconds, by place. */
  readonly times: Float64Array;
  private readonly starts: Uint32Array;

  constructor(table: ActivityTable) {
    this.times = table.time;
    this.starts = table.starts;
  }

  /** Turns to a contact's records up to `asOf`, that moment included. False where there is none. */
  read(contact: number, asOf: number): boolean {
    this.contact = contact;
    this.start = this.starts[contact]!;
    this.end = this.starts[contact + 1]!;
    while (this.end > this.start && this.times[this.end - 1]! > asOf) this.end--;
    return this.end > this.start;
  }

  /** When the contact became known: its first record's time. */
  known(): number {
    return this.times[this.start]!;
  }

  /** Where a signal's records of this contact begin among all of its records. */
  firstIndex(signal: Signal): number {
    return signal.starts[this.contact]!;
  }

  /** The index, among a signal's records, of the contact's first one at `place` or later. */
  indexAt(signal: Signal, place: number): number {
    const { records, starts } = signal;
    let low = starts[this.contact]!;
    let high = starts[this.contact + 1]!;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (records[middle]! < place) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The first place whose time is at least `time`. */
  firstAt(time: number): number {
    let low = this.start;
    let high = this.end;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.times[middle]! < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The first place whose time is after `time`. */
  firstAfter(time: number): number {
    let low = this.start;
    let high = this.end;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.times[middle]! <= time) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
