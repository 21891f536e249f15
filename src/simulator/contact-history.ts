import type { ActivityTable } from '../activities/activity-table.ts';
import type { Program } from './program.ts';

/**
 * The records of one contact that a journey can notice, in the table's order, and for each signal which of them are it.
 * One object serves all contacts: {@link read} replaces its content.
 *
 * A *place* is an index among these records. `places[signal]` holds ascending places, `counts[signal]` of them.
 */
export class ContactHistory {
  contact = -1;
  length = 0;
  /** Whether it holds every record of the contact, noticed or not. */
  isComplete = false;
  /** Record numbers of the table, and their times in microseconds, by place. */
  records = new Int32Array(64);
  times = new Float64Array(64);
  readonly places: Int32Array[];
  readonly counts: Int32Array;
  private readonly table: ActivityTable;
  private readonly signals: Program['signals'];

  constructor(table: ActivityTable, program: Program) {
    this.table = table;
    this.signals = program.signals;
    this.places = Array.from({ length: program.signalCount }, () => new Int32Array(16));
    this.counts = new Int32Array(program.signalCount);
  }

  /** Reads the records of a contact up to `asOf`, that moment included; on demand also those that the journey cannot notice. False where there is none. */
  read(contact: number, asOf: number, complete: boolean): boolean {
    const { table, counts } = this;
    this.contact = contact;
    this.isComplete = complete;
    this.length = 0;
    counts.fill(0);
    const start = table.starts[contact] ?? 0;
    const end = table.starts[contact + 1] ?? start;
    for (let record = start; record < end; record++) {
      const time = table.time[record] ?? 0;
      if (time > asOf) break;
      // A contact's first record is when it becomes known: conditions can already be true then.
      let noticed = complete || record === start;
      for (const { signal, test } of this.signals[table.event[record] ?? 0] ?? []) {
        if (!test(record)) continue;
        noticed = true;
        this.addPlace(signal, this.length);
      }
      if (noticed) this.addRecord(record, time);
    }
    return this.length > 0;
  }

  /** How many places of a signal are below `place`. */
  countBelow(signal: number, place: number): number {
    const list = this.places[signal];
    let low = 0;
    let high = this.counts[signal] ?? 0;
    if (!list) return 0;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((list[middle] ?? 0) < place) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The first place whose time is at least `time`. */
  firstAt(time: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.times[middle] ?? 0) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The first place whose time is after `time`. */
  firstAfter(time: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.times[middle] ?? 0) <= time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private addPlace(signal: number, place: number): void {
    let list = this.places[signal] ?? new Int32Array(16);
    const count = this.counts[signal] ?? 0;
    if (count === list.length) {
      const longer = new Int32Array(count * 2);
      longer.set(list);
      this.places[signal] = list = longer;
    }
    list[count] = place;
    this.counts[signal] = count + 1;
  }

  private addRecord(record: number, time: number): void {
    if (this.length === this.records.length) {
      const records = new Int32Array(this.length * 2);
      const times = new Float64Array(this.length * 2);
      records.set(this.records);
      times.set(this.times);
      this.records = records;
      this.times = times;
    }
    this.records[this.length] = record;
    this.times[this.length] = time;
    this.length++;
  }
}
