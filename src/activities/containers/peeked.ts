/** The first bytes of a file (all of a shorter one), and all of its bytes, those included. */
export interface Peeked {
  readonly head: Uint8Array;
  readonly chunks: AsyncGenerator<Uint8Array>;
}

/** Reads no more pieces than it needs for so many bytes. What `chunks` throws comes out as it is. */
export async function peeked(chunks: AsyncIterable<Uint8Array>, bytes: number): Promise<Peeked> {
  const rest = chunks[Symbol.asyncIterator]();
  const pieces: Uint8Array[] = [];
  let length = 0;
  while (length < bytes) {
    const step = await rest.next();
    if (step.done === true) break;
    pieces.push(step.value);
    length += step.value.length;
  }
  const head = Uint8Array.from(pieces.flatMap((piece) => [...piece.subarray(0, bytes)]).slice(0, bytes));
  return { head, chunks: continued(pieces, rest) };
}

async function* continued(pieces: readonly Uint8Array[], rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* pieces;
    for (;;) {
      const step = await rest.next();
      if (step.done === true) return;
      yield step.value;
    }
  } finally {
    await rest.return?.();
  }
}
