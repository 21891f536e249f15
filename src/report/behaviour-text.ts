import type { JourneyBehaviour, Outcome, StageBehaviour } from '../diff/behaviour-diff.ts';
import type { Change, TestChange } from '../diff/model-diff.ts';
import { changeText, declarationText, subjectText } from './change-text.ts';

/** How what is said is marked up. */
export interface Marks {
  readonly plain: (text: string) => string;
  /** The words of the language. */
  readonly quote: (text: string) => string;
}

/** `12 of 1,000 contacts move`. */
export function verdictText({ moved }: JourneyBehaviour, contacts: number): string {
  if (moved === 0) return `none of ${contactsText(contacts)} moves`;
  return `${number(moved)} of ${contactsText(contacts)} ${moved === 1 ? 'moves' : 'move'}`;
}

/** The stages as cells: label, contacts, their difference, rate from the stage before, its difference in points with the interval, and whether that could be noise. */
export function stageCells({ label, old, new: now, contacts, rate }: StageBehaviour): readonly [string, string, string, string, string, boolean] {
  const size = (side: StageBehaviour['old']): string => (side === null ? '–' : number(side.reached ?? side.entered));
  const share = (side: StageBehaviour['old']): string => {
    const rate = side?.rateFromPrevious ?? null;
    return rate === null ? '–' : `${(rate * 100).toFixed(1)} %`;
  };
  const rates = (old?.rateFromPrevious ?? null) === null && (now?.rateFromPrevious ?? null) === null ? '' : `${share(old)} → ${share(now)}`;
  const difference = rate === null ? '' : `${signed(rate.difference * 100, 1)} (${signed(rate.interval[0] * 100, 1)} to ${signed(rate.interval[1] * 100, 1)})`;
  return [label, `${size(old)} → ${size(now)}`, signed(contacts, 0), rates, difference, rate?.isNoise === true];
}

/** Contacts that move for one reason, and the ways they take for it, most contacts first. */
export interface MoveGroup {
  readonly reason: string;
  readonly ways: readonly { readonly text: string; readonly ids: readonly string[] }[];
}

/** Who moved, by the edit or the edits that move them, most contacts first; last what an edit would do if the others did not undo it. */
export function moveGroups(journey: JourneyBehaviour, changes: readonly Change[], marks: Marks): MoveGroup[] {
  const edit = (place: number): string => editText(journey, place, changes, marks);
  const groups = new Map<string, JourneyBehaviour['moves'][number][]>();
  for (const move of journey.moves) {
    const reason = reasonText(move.by, edit);
    groups.set(reason, [...(groups.get(reason) ?? []), move]);
  }
  const moved = [...groups].map(([reason, moves]) => ({ reason, moves, contacts: moves.reduce((sum, { contacts }) => sum + contacts, 0) }));
  const said = moved
    .toSorted((a, b) => b.contacts - a.contacts)
    .map(({ reason, moves, contacts }) => ({
      reason: `${contactsText(contacts)} ${reason}`,
      ways: moves.map(({ from, to, contacts: those, ids = [] }) => ({
        text: `${number(those)}: ${marks.plain(outcomeText(from))} → ${marks.plain(outcomeText(to))}`,
        ids,
      })),
    }));
  const undone = journey.undone.map(({ edit: one, contacts, by }) => {
    const undoer = by.length === 0 ? 'the others together undo that' : `that is undone by ${by.map(edit).join('; or by ')}`;
    return { reason: `${contactsText(contacts)} would be moved by ${edit(one)}, alone; ${undoer}`, ways: [] };
  });
  return [...said, ...undone];
}

function reasonText(by: JourneyBehaviour['moves'][number]['by'], edit: (place: number) => string): string {
  const sets = by.map((set) => (set.length === 1 ? edit(set[0] ?? 0) : `only together: ${set.map(edit).join('; and ')}`));
  if (sets.length === 0) return 'only by three or more of the changes together';
  if (sets.length > 1) return `by each of these alone: ${sets.join('; or ')}`;
  return by[0]?.length === 1 ? `by ${sets[0] ?? ''}` : (sets[0] ?? '');
}

export const kpiText = ({ stage, number: which, change }: JourneyBehaviour['kpis'][number]): string =>
  `KPI ${String(which)} of ${stage}: ${change === 'gained' ? 'now met' : 'no longer met'}`;

const STATUS: Readonly<Record<TestChange['old'], string>> = { passed: 'passed', failed: 'failed', error: 'could not be run' };
const STATUS_NOW: Readonly<Record<TestChange['new'], string>> = { passed: 'passes', failed: 'fails', error: 'cannot be run' };

export const testText = ({ name, old, new: now, line }: TestChange, { plain }: Marks): string =>
  `test ${plain(name)}: ${STATUS[old]}, now ${STATUS_NOW[now]} (line ${String(line)})`;

function editText({ edits }: JourneyBehaviour, place: number, changes: readonly Change[], { plain, quote }: Marks): string {
  const said = (edits[place]?.changes ?? []).flatMap((each) => changes[each] ?? []);
  const [first] = said;
  const declaration = first?.path[0];
  if (!first || !declaration) return '';
  const of = declaration.kind === 'journey' ? '' : `${plain(declarationText(declaration))}: `;
  return `${of}${subjectText(first, plain)}${said.map((change) => changeText(change, plain, quote)).join(', ')}`;
}

function outcomeText({ furthest, last, isExpired }: Outcome): string {
  if (furthest === null || last === null) return 'never entered';
  if (isExpired) return `expired in ${last}${last === furthest ? '' : `, got to ${furthest}`}`;
  return last === furthest ? `in ${last}` : `in ${last}, got to ${furthest}`;
}

const contactsText = (contacts: number): string => `${number(contacts)} ${contacts === 1 ? 'contact' : 'contacts'}`;

const number = (count: number): string => count.toLocaleString('en-GB');

/** With its sign; 0 has none. */
function signed(value: number, digits: number): string {
  const text = Math.abs(value).toLocaleString('en-GB', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  if (!/[1-9]/.test(text)) return text;
  return `${value < 0 ? '−' : '+'}${text}`;
}
