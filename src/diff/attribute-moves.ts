import type { Steps } from '../simulator/steps.ts';

/** Edits by their numbers, ascending. */
export type EditSet = readonly number[];

/** All subsets of so many edits are tried, of more only single ones and pairs, of still more only single ones. */
const MOST_FOR_ALL = 8;
const MOST_FOR_PAIRS = 32;

export interface Attribution {
  /** Each contact that moved, with the smallest sets of edits that alone put it where all of them do; none where more than two are needed and not all sets were tried. */
  readonly moved: readonly { readonly contact: number; readonly by: readonly EditSet[] }[];
  /** By edit: how many contacts it moves when it is made alone. */
  readonly alone: readonly number[];
  /** Contacts that stay where they were but that one edit alone would move, with each other edit that alone undoes that. */
  readonly undone: readonly { readonly edit: number; readonly contact: number; readonly by: EditSet }[];
}

/**
 * Which of the `edits` edits move which contacts. `before` and `after` hold what becomes of each contact with none of them and with
 * all; `outcomesOf` tells it of some, undefined where these cannot be made without others. The order of the edits means nothing.
 */
export function* attributeMoves(
  edits: number,
  before: Int32Array,
  after: Int32Array,
  outcomesOf: (made: EditSet) => Steps<Int32Array | undefined>,
): Steps<Attribution> {
  const unexplained = new Set<number>();
  before.forEach((outcome, contact) => {
    if (outcome !== after[contact]) unexplained.add(contact);
  });
  const by = new Map([...unexplained].map((contact): [number, EditSet[]] => [contact, []]));
  const alone: number[] = [];
  const undone = new Map<number, Map<number, number[]>>();
  const most = edits <= MOST_FOR_ALL ? edits : edits <= MOST_FOR_PAIRS ? 2 : 1;
  for (let size = 1; size <= most; size++) {
    for (const made of setsOf(edits, size)) {
      const candidates = size === 2 ? made.flatMap((edit) => [...(undone.get(edit) ?? [])].map((one) => ({ edit, one }))) : [];
      if (size > 1 && unexplained.size === 0 && candidates.length === 0) continue;
      const outcomes = yield* outcomesOf(made);
      if (size === 1) alone.push(outcomes ? countMoved(before, outcomes) : 0);
      if (!outcomes) continue;
      for (const contact of unexplained) if (outcomes[contact] === after[contact]) by.get(contact)?.push(made);
      if (size === 1) {
        const wouldMove = new Map<number, number[]>();
        outcomes.forEach((outcome, contact) => {
          if (outcome !== before[contact] && before[contact] === after[contact]) wouldMove.set(contact, []);
        });
        if (wouldMove.size > 0) undone.set(made[0]!, wouldMove);
      }
      for (const { edit, one } of candidates) {
        const [contact, others] = one;
        const other = made.find((each) => each !== edit)!;
        if (outcomes[contact] === before[contact]) others.push(other);
      }
    }
    for (const contact of unexplained) if (by.get(contact)!.length > 0) unexplained.delete(contact);
  }
  return {
    moved: [...by].map(([contact, sets]) => ({ contact, by: sets })),
    alone,
    undone: [...undone].flatMap(([edit, contacts]) => [...contacts].map(([contact, others]) => ({ edit, contact, by: others }))),
  };
}

function countMoved(before: Int32Array, outcomes: Int32Array): number {
  let moved = 0;
  for (let contact = 0; contact < before.length; contact++) if (before[contact] !== outcomes[contact]) moved++;
  return moved;
}

/** All sets of so many of the numbers up to `count`. */
function* setsOf(count: number, size: number, first = 0): Generator<number[]> {
  if (size === 0) yield [];
  else for (let one = first; one <= count - size; one++) for (const rest of setsOf(count, size - 1, one + 1)) yield [one, ...rest];
}
