import type { ContactWay, Stay } from './way.ts';

/** One contact's way in columns, filled anew for the next one: what is counted millions of times has no object for each stay. */
export class WayColumns {
  keptOut: ContactWay['keptOut'];
  /** How many stays there are, of all passes in their order; by stay its stage, the place of the rule that led to it, and when. */
  stays = 0;
  stage = new Int32Array(64);
  rule = new Int32Array(64);
  entered = new Float64Array(64);
  passes = 0;
  /** By pass: the first stay that is no longer of it, and when it expired, NaN if it did not. */
  passEnd = new Int32Array(16);
  expired = new Float64Array(16);

  clear(keptOut: ContactWay['keptOut']): void {
    this.keptOut = keptOut;
    this.stays = 0;
    this.passes = 0;
  }

  /** Makes room for so many stays more. */
  reserve(stays: number): void {
    if (this.stays + stays <= this.stage.length) return;
    const size = 2 * (this.stays + stays);
    this.stage = withSpace(this.stage, new Int32Array(size));
    this.rule = withSpace(this.rule, new Int32Array(size));
    this.entered = withSpace(this.entered, new Float64Array(size));
  }

  /** Ends a pass after `stays` more stays, whose columns were filled. */
  addPass(stays: number, expired: number): void {
    if (this.passes === this.passEnd.length) {
      this.passEnd = withSpace(this.passEnd, new Int32Array(2 * this.passes));
      this.expired = withSpace(this.expired, new Float64Array(2 * this.passes));
    }
    this.stays += stays;
    this.passEnd[this.passes] = this.stays;
    this.expired[this.passes++] = expired;
  }

  /** Takes over a way. */
  fill({ passes, keptOut }: ContactWay<Stay>): void {
    this.clear(keptOut);
    for (const { visits, expired } of passes) {
      this.reserve(visits.length);
      for (let index = 0; index < visits.length; index++) {
        const { stage, rule, entered } = visits[index]!;
        this.stage[this.stays + index] = stage;
        this.rule[this.stays + index] = rule;
        this.entered[this.stays + index] = entered;
      }
      this.addPass(visits.length, expired ?? NaN);
    }
  }

  /** The first stay of a pass. */
  startOf(pass: number): number {
    return pass === 0 ? 0 : this.passEnd[pass - 1]!;
  }
}

function withSpace<List extends Int32Array | Float64Array>(list: List, longer: List): List {
  longer.set(list);
  return longer;
}
