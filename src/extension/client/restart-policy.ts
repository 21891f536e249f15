/** Says whether a server that ended by itself is started anew: yes, but not again and again within a short time. */
export class RestartPolicy {
  static readonly #mostEnds = 4;
  static readonly #withinMilliseconds = 3 * 60_000;
  #ends: number[] = [];

  /** `now`: milliseconds, by any clock that does not go back. */
  mayRestart(now: number): boolean {
    this.#ends = [...this.#ends.filter((end) => now - end < RestartPolicy.#withinMilliseconds), now];
    return this.#ends.length <= RestartPolicy.#mostEnds;
  }

  /** The user asked for a restart: what was before no longer counts. */
  forget(): void {
    this.#ends = [];
  }
}
