/** More letters nobody means to have typed right but for a few; and it keeps the work small on any text. */
const LONGEST = 200;
/** Beginnings of names looked at in one search: so many that a file has to be large before one is missed, and a search stays short. */
const MOST_LOOKED_AT = 20_000;

/** A beginning that some of the names share, in small letters, with the names that end there. */
interface Beginning {
  readonly longer: Map<number, Beginning>;
  readonly names: string[];
}

/** A name that is close to what was written: how many letters are to insert, delete or replace (Levenshtein). */
export interface NearName {
  readonly name: string;
  readonly distance: number;
}

/**
 * Names, to be searched for those close to what was written. Names that begin alike are compared as one as long as they do, and
 * left alone together once too many letters differ: so a file of many wrong names is not compared with all names for each.
 */
export class NameTree {
  private readonly root: Beginning = { longer: new Map(), names: [] };

  constructor(names: Iterable<string>) {
    for (const name of new Set(names)) if (name.length <= LONGEST + LONGEST / 3) this.add(name);
  }

  /** Up to `most` names of which at most a third of the letters written differ, the nearest first. */
  nearest(written: string, most: number): NearName[] {
    if (written.length > LONGEST) return [];
    return new Search(written, most).of(this.root);
  }

  private add(name: string): void {
    const small = name.toLowerCase();
    let at = this.root;
    for (let index = 0; index < small.length; index++) {
      const code = small.charCodeAt(index);
      let next = at.longer.get(code);
      if (!next) at.longer.set(code, (next = { longer: new Map(), names: [] }));
      at = next;
    }
    at.names.push(name);
  }
}

class Search {
  private readonly small: string;
  private readonly most: number;
  private limit: number;
  private looked = 0;
  private found: NearName[] = [];

  constructor(written: string, most: number) {
    this.small = written.toLowerCase();
    this.most = most;
    this.limit = Math.max(1, Math.floor(written.length / 3));
  }

  of(root: Beginning): NearName[] {
    this.visit(
      root,
      Array.from({ length: this.small.length + 1 }, (_, index) => index),
      0,
    );
    return this.found;
  }

  /** `row`: the distance of this beginning, of `length` letters, from each beginning of what was written. */
  private visit(at: Beginning, row: readonly number[], length: number): void {
    const distance = row[this.small.length]!;
    if (at.names.length > 0 && distance <= this.limit) this.take(at.names, distance);
    for (const [code, longer] of at.longer) {
      if (this.looked++ > MOST_LOOKED_AT) return;
      const next = this.nextRow(row, code, length + 1);
      if (next) this.visit(longer, next, length + 1);
    }
  }

  /** Undefined where whatever follows is further than the limit. */
  private nextRow(row: readonly number[], code: number, length: number): number[] | undefined {
    const { small, limit } = this;
    // Further than the limit from the diagonal the distance is larger than that.
    const [first, last] = [Math.max(1, length - limit), Math.min(small.length, length + limit)];
    const next = new Array<number>(small.length + 1).fill(limit + 1);
    next[0] = Math.min(length, limit + 1);
    let least = next[0];
    for (let index = first; index <= last; index++) {
      const replaced = row[index - 1]! + (small.charCodeAt(index - 1) === code ? 0 : 1);
      const here = Math.min(replaced, row[index]! + 1, next[index - 1]! + 1);
      next[index] = here;
      if (here < least) least = here;
    }
    return least > limit ? undefined : next;
  }

  private take(names: readonly string[], distance: number): void {
    this.found = [...this.found, ...names.map((name) => ({ name, distance }))].sort(byDistance).slice(0, this.most);
    // Those of the same distance still compete by name.
    if (this.found.length === this.most) this.limit = Math.min(this.limit, this.found.at(-1)!.distance);
  }
}

/** The nearest first, of equals in the order of the alphabet. */
export const byDistance = (a: NearName, b: NearName): number => a.distance - b.distance || (a.name < b.name ? -1 : 1);
