/** Thrown out of a reading whose signal was aborted, as platforms do with their AbortError. */
export class ReadingCancelled extends Error {
  constructor() {
    super('The reading was cancelled.');
    this.name = 'ReadingCancelled';
  }
}
