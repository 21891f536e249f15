import type { TextColumn } from '../../activities/activity-table.ts';
import { fold } from './fold.ts';

/** Something that records can name: by any of its ids, its name or its label, without regard to case. */
export interface Nameable {
  readonly name: string;
  readonly label: string;
  readonly ids: readonly string[];
}

const namesOf = (thing: Nameable): string[] => [...thing.ids, thing.name, thing.label].map(fold);

/** For each code of a column whether its text names one of the things. */
export function codesNaming(column: TextColumn, things: readonly Nameable[]): Uint8Array {
  const names = new Set(things.flatMap(namesOf));
  return codesWhere(column, (text) => names.has(fold(text)));
}

/** For each code of a column whether its text passes the test; a missing text never does. */
function codesWhere(column: TextColumn, test: (text: string) => boolean): Uint8Array {
  return Uint8Array.from(column.dictionary, (text, code) => (code !== 0 && test(text) ? 1 : 0));
}

/** For each code of a column the place of the thing that its text names (the first of several), or -1. */
export function indicesNamed(column: TextColumn, things: readonly Nameable[]): Int32Array {
  const places = new Map<string, number>();
  things.forEach((thing, index) => {
    for (const name of namesOf(thing)) if (!places.has(name)) places.set(name, index);
  });
  return Int32Array.from(column.dictionary, (text, code) => (code === 0 ? -1 : (places.get(fold(text)) ?? -1)));
}
