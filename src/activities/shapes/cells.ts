/** One cell a record of a batch: where its bytes are. Missing where its start is its end. */
export interface Cells {
  starts: Uint32Array;
  ends: Uint32Array;
}
