/** What many seeds showed. Plain data, which crosses from the processes that take a share of the seeds each. */
export interface Figures {
  readonly seeds: number;
  readonly passed: number;
  readonly failed: number;
  /** By name, how often something was seen. */
  readonly counts: Readonly<Record<string, number>>;
  /** By name, what was measured of some of the seeds, in milliseconds. */
  readonly times: Readonly<Record<string, readonly number[]>>;
  /** The seed that took longest, in milliseconds of the processor. */
  readonly slowest: { readonly seed: number; readonly milliseconds: number };
  /** What the first failures were. */
  readonly failures: readonly string[];
  /** What else is worth a look, the first few. */
  readonly remarks: readonly string[];
}

/** Of failures, and of remarks: the others are only counted. */
const MOST_TOLD = 5;

/** Collects the figures of one process. */
export class Tally {
  failed = 0;
  #seeds = 0;
  #passed = 0;
  #slowest = { seed: 0, milliseconds: 0 };
  readonly #counts = new Map<string, number>();
  readonly #times = new Map<string, number[]>();
  readonly #failures: string[] = [];
  readonly #remarks: string[] = [];

  pass(number = 1): void {
    this.#passed += number;
  }

  /** One failure, or a few of which one is told. */
  fail(message: string, number = 1): void {
    this.failed += number;
    if (this.#failures.length < MOST_TOLD) this.#failures.push(message);
  }

  count(name: string, number = 1): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + number);
  }

  time(name: string, milliseconds: number): void {
    const times = this.#times.get(name);
    if (times) times.push(milliseconds);
    else this.#times.set(name, [milliseconds]);
  }

  remark(text: string): void {
    if (this.#remarks.length < MOST_TOLD) this.#remarks.push(text);
  }

  seed(seed: number, milliseconds: number): void {
    this.#seeds++;
    if (milliseconds > this.#slowest.milliseconds) this.#slowest = { seed, milliseconds };
  }

  figures(): Figures {
    return {
      seeds: this.#seeds,
      passed: this.#passed,
      failed: this.failed,
      counts: Object.fromEntries(this.#counts),
      times: Object.fromEntries(this.#times),
      slowest: this.#slowest,
      failures: this.#failures,
      remarks: this.#remarks,
    };
  }
}

/** The figures of several shares as those of one. */
export function sumOf(shares: readonly Figures[]): Figures {
  const total = (of: (figures: Figures) => number): number => shares.reduce((sum, share) => sum + of(share), 0);
  const names = [...new Set(shares.flatMap(({ counts }) => Object.keys(counts)))].sort();
  const timed = [...new Set(shares.flatMap(({ times }) => Object.keys(times)))].sort();
  return {
    seeds: total(({ seeds }) => seeds),
    passed: total(({ passed }) => passed),
    failed: total(({ failed }) => failed),
    counts: Object.fromEntries(names.map((name) => [name, total(({ counts }) => counts[name] ?? 0)])),
    times: Object.fromEntries(timed.map((name) => [name, shares.flatMap(({ times }) => times[name] ?? [])])),
    slowest: shares.map(({ slowest }) => slowest).reduce((one, other) => (other.milliseconds > one.milliseconds ? other : one), { seed: 0, milliseconds: 0 }),
    failures: shares.flatMap(({ failures }) => failures).slice(0, MOST_TOLD),
    remarks: shares.flatMap(({ remarks }) => remarks).slice(0, MOST_TOLD),
  };
}
