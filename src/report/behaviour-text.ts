import type { JourneyBehaviour, Outcome, StageBehaviour } from '../diff/behaviour-diff.ts';
import type { Change } from '../diff/model-diff.ts';
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

/** Everything about who moved, a sentence or two each. */
export function moveTexts(journey: JourneyBehaviour, changes: readonly Change[], marks: Marks): { readonly text: string; readonly ids: readonly string[] }[] {
  const edit = (place: number): string => editText(journey, place, changes, marks);
  const said = journey.moves.map(({ from, to, contacts, by, ids = [] }) => {
    const sets = by.map((set) => (set.length === 1 ? edit(set[0] ?? 0) : `only together: ${set.map(edit).join('; and ')}`));
    const reason =
      sets.length === 0
        ? 'only by three or more of the changes together'
        : sets.length === 1
          ? `by ${sets[0] ?? ''}`
          : `by each of these alone: ${sets.join('; or ')}`;
    return {
      text: `${contactsText(contacts)}: ${marks.plain(outcomeText(from))} → ${marks.plain(outcomeText(to))}, ${sets.length === 1 && by[0]?.length !== 1 ? (sets[0] ?? '') : reason}`,
      ids,
    };
  });
  const undone = journey.undone.map(({ edit: one, contacts, by }) => {
    const undoer = by.length === 0 ? 'the others together undo that' : `that is undone by ${by.map(edit).join('; or by ')}`;
    return { text: `${contactsText(contacts)} would be moved by ${edit(one)}, alone; ${undoer}`, ids: [] };
  });
  return [...said, ...undone];
}

export const kpiText = ({ stage, number: which, change }: JourneyBehaviour['kpis'][number]): string =>
  `KPI ${String(which)} of ${stage}: ${change === 'gained' ? 'now met' : 'no longer met'}`;

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
