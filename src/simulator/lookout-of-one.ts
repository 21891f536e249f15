import type { ActivityTable } from '../activities/activity-table.ts';
import type { ContactHistory } from './contact-history.ts';
import type { Standpoint, Standpoints } from './lookout.ts';
import { Anchors, Lookout, deadlineAt } from './lookout.ts';
import type { Outlook } from './outlook.ts';
import type { Program } from './program.ts';
import type { Anchor } from './view.ts';

const FIRST = new Int32Array([0]);

/** A {@link Lookout} for one contact at a time: the one that its history is turned to. */
export class LookoutOfOne {
  private readonly lookout: Lookout;
  private readonly history: ContactHistory;
  private readonly contact = new Int32Array(1);
  private readonly inside: Standpoints;
  private readonly outside: Standpoints;
  private readonly at = new Float64Array(1);
  private standpoint: Standpoint = { anchor: undefined, stageAnchors: [] };

  constructor({ stages, signals }: Program, table: ActivityTable, history: ContactHistory) {
    this.lookout = new Lookout(table, history, signals, 1);
    this.history = history;
    const shared = { contact: this.contact, anchors: new Anchors(1), isUnanchored: false, standpointOf: () => this.standpoint };
    this.inside = { ...shared, outside: false, stages: stages.map(() => new Anchors(1)) };
    this.outside = { ...shared, outside: true, stages: [] };
  }

  /** Asks as of a stay in a stage. */
  standIn(anchor: Anchor | undefined, stageAnchors: readonly (Anchor | undefined)[], asOf: number): void {
    for (let stage = 0; stage < this.inside.stages.length; stage++) put(stageAnchors[stage], this.inside.stages[stage]!);
    this.standAt(this.inside, { anchor, stageAnchors }, asOf);
  }

  /** Asks as of being in no stage; the anchor is where the pass before was over. */
  standOutside(anchor: Anchor | undefined, asOf: number): void {
    this.standAt(this.outside, { anchor, stageAnchors: [] }, asOf);
  }

  private standAt(standpoints: Standpoints, standpoint: Standpoint, asOf: number): void {
    this.standpoint = standpoint;
    this.contact[0] = this.history.contact;
    put(standpoint.anchor, standpoints.anchors);
    this.lookout.standAt(standpoints, asOf);
  }

  /** The first moment, `from` or later, at which the answer can be true; all records up to `from` have been offered. Infinity if never. */
  nextTrue(outlook: Outlook, from: number): number {
    this.at[0] = from;
    this.lookout.nextTrue(outlook, FIRST, 1, this.at);
    return this.at[0];
  }

  /** The first time, `time` or later, at which something happens that the answer can depend on. */
  nextTouch(outlook: Outlook, time: number): number {
    return this.lookout.nextTouch(outlook, 0, time);
  }
}

function put(anchor: Anchor | undefined, into: Anchors): void {
  into.start[0] = anchor === undefined ? -1 : anchor.start;
  into.excluded = anchor === undefined ? [] : anchor.excluded;
  into.moment[0] = anchor === undefined ? NaN : anchor.entry < 0 ? deadlineAt(anchor.time) : anchor.time;
}
