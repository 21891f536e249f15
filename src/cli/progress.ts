/** One line on a terminal that is written over; on anything else nothing. */
export interface ProgressLine {
  /** `done` of `total`; a total of 0 is not known. */
  show(what: string, done: number, total: number): void;
  clear(): void;
}

const ERASE = '\r\u001B[K';

export function progressLine(stream: NodeJS.WriteStream, wanted: boolean): ProgressLine {
  let shown = false;
  if (!wanted || !stream.isTTY) return { show: () => undefined, clear: () => undefined };
  return {
    show: (what, done, total) => {
      const share = total > 0 ? ` ${String(Math.floor((done / total) * 100))} %` : '';
      stream.write(`${ERASE}${what}${share}…`);
      shown = true;
    },
    clear: () => {
      if (shown) stream.write(ERASE);
      shown = false;
    },
  };
}
