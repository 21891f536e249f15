type NumberArray = Uint8Array | Uint32Array | Int32Array | Float64Array;

/** `array` itself where it holds `needed` numbers, else a copy of at least twice its length: filling stays linear. */
export function grown<A extends NumberArray>(array: A, needed: number): A {
  if (needed <= array.length) return array;
  const bigger = new (array.constructor as new (length: number) => A)(Math.max(needed, array.length * 2));
  bigger.set(array);
  return bigger;
}
