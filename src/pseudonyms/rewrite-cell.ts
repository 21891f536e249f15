import { ReadFailure } from '../activities/read-failure.ts';
import { fold } from '../simulator/matching/fold.ts';
import { TimeZone } from '../time/time-zone.ts';
import { isUrl } from '../urls/url.ts';
import type { ColumnRule } from './column-rules.ts';
import type { JourneyNeeds } from './journey-needs.ts';
import { NO_NEEDS } from './journey-needs.ts';
import { shiftTime } from './shift-time.ts';
import { standInAddress } from './stand-in-address.ts';
import { replacedBetween, standInFor } from './stand-in-text.ts';
import type { StandIns } from './stand-ins.ts';
import { isMailAddress } from './stand-ins.ts';

export type Outcome = 'kept' | 'replaced' | 'shifted' | 'dropped';

export interface Rewritten {
  readonly text: string;
  readonly outcome: Outcome;
}

/** How one file's cells are rewritten. */
export interface CellContext {
  readonly standIns: StandIns;
  readonly needs: JourneyNeeds;
  readonly weeks: number;
  readonly zone: TimeZone;
  /** Of JSON's contacts that are paths. */
  readonly contactAfter?: string;
}

const UTC = TimeZone.named('UTC')!;
const FLAG = /^(?:true|false)$/i;
const NUMBER = /^-?\d+(?:\.\d+)?$/;
/** What an address of mail can be within a text. */
const WORD = /[^\s<>()[\],;:"'=&?/#]+/g;

/** A cell that is not empty, as it is in the copy. Throws a ReadFailure where the journey asks more of it than a stand-in can answer. */
export function rewriteCell(written: string, rule: ColumnRule, context: CellContext, column: string): Rewritten {
  const { standIns, weeks } = context;
  const text = rule.trimmed ? written.trim() : written;
  if (text === '') return { text: '', outcome: 'kept' };
  switch (rule.kind) {
    case 'contact': {
      const id = context.contactAfter === undefined ? text : text.slice(text.lastIndexOf(context.contactAfter) + 1);
      return { text: id === '' ? '' : standIns.ofText(id), outcome: 'replaced' };
    }
    case 'id':
      return { text: standIns.ofText(text), outcome: 'replaced' };
    case 'dropped':
      return { text: '', outcome: 'dropped' };
    case 'time': {
      const shifted = shiftTime(text, weeks, rule.utc === true ? UTC : context.zone, rule.unit);
      return shifted === undefined ? { text: standIns.ofText(text), outcome: 'replaced' } : { text: shifted, outcome: 'shifted' };
    }
    case 'kept': {
      const scrubbed = text.replaceAll(WORD, (word) => (isMailAddress(word) ? standIns.ofText(word) : word));
      return { text: scrubbed, outcome: scrubbed === text ? 'kept' : 'replaced' };
    }
    case 'other':
      return rewriteOther(text, rule, context, column);
  }
}

function rewriteOther(text: string, rule: ColumnRule, context: CellContext, column: string): Rewritten {
  const { needs } = rule;
  const { standIns, weeks } = context;
  const ofEvent = rule.ofEvent?.(text);
  if (ofEvent !== undefined) return { text: ofEvent, outcome: ofEvent === text ? 'kept' : 'replaced' };
  if (needs.names.has(fold(text)) || FLAG.test(text)) return { text, outcome: 'kept' };
  if ((needs.asNumber && /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i.test(text)) || (needs.asFlag && /^(?:yes|no|1|0)$/i.test(text)))
    return { text, outcome: 'kept' };
  if (needs.asDate) {
    const shifted = shiftTime(text, weeks, UTC);
    if (shifted !== undefined && !NUMBER.test(text)) return { text: shifted, outcome: 'shifted' };
  }
  const replaced = isAddressIn(rule, text)
    ? standInAddress(text, needs, standIns, (name, value) => ofParameter(name, value, context))
    : standInFor(text, needs, (attempt, fragments) =>
        needs === NO_NEEDS && NUMBER.test(text) ? standIns.ofNumber(text) : replacedBetween(text, fragments, standIns, attempt),
      );
  if (replaced !== undefined) return { text: replaced, outcome: replaced === text ? 'kept' : 'replaced' };
  throw new ReadFailure(
    'unsupported',
    `the journey asks for parts of the texts in the column "${column}" that no stand-in can answer. If these texts say nothing of anybody, keep them with --keep.`,
  );
}

const isAddressIn = (rule: ColumnRule, text: string): boolean => rule.isAddress && (isUrl(text) || /[/?#]/.test(text) || text.startsWith('mailto:'));

/** What a journey takes from addresses: `utm_source` and its like. */
function ofParameter(name: string, value: string, context: CellContext): string | undefined {
  const needs = context.needs.properties.get(name);
  if (needs === undefined || value === '') return undefined;
  let text = value.replaceAll('+', ' ');
  try {
    text = decodeURIComponent(text);
  } catch {
    // It is read as it stands, too.
  }
  const rule: ColumnRule = { kind: 'other', isAddress: false, needs, trimmed: false };
  const rewritten = rewriteCell(text, rule, context, name).text;
  return rewritten === text ? value : encodeURIComponent(rewritten);
}
