import type { Model } from '../model/model.ts';
import type { Source } from '../model/source.ts';

/** A part of a model that whole weeks would change the meaning of. */
export interface DateConflict {
  readonly file: string;
  readonly line: number;
  readonly what: string;
}

/**
 * Where a model names dates, so that moved records would no longer be what they were: windows and compares with dates, the
 * days of campaigns; and different days counted in a time zone with clock changes, since a record near midnight can change its day.
 */
export function dateConflicts(model: Model): DateConflict[] {
  const found: DateConflict[] = [];
  const add = ({ file, line }: Source, what: string): void => {
    found.push({ file: model.files[file] ?? '', line, what });
  };
  const withoutTests = { ...model, tests: [] };
  const look = (value: unknown, around: Source | undefined, zone: string): void => {
    if (typeof value !== 'object' || value === null) return;
    const part = value as Part;
    const source = part.source ?? around;
    const own = part.timezone ?? zone;
    if (source !== undefined) {
      if (part.window?.kind === 'dates') add(source, 'a window with dates');
      if (part.kind === 'compare' && part.type === 'date' && (part.value !== undefined || part.values !== undefined)) add(source, 'a compare with a date');
      if (part.runs !== undefined) add(source, 'the days on which a campaign runs');
      if (part.count?.of === 'days' && own !== 'UTC') add(source, `different days counted in ${own}`);
    }
    for (const inner of Object.values(value)) look(inner, source, own);
  };
  look(withoutTests, undefined, 'UTC');
  return found.filter((one, index) => found.findIndex(({ file, line, what }) => file === one.file && line === one.line && what === one.what) === index);
}

interface Part {
  readonly source?: Source;
  readonly kind?: unknown;
  readonly type?: unknown;
  readonly value?: unknown;
  readonly values?: unknown;
  readonly runs?: unknown;
  readonly timezone?: string;
  readonly window?: { readonly kind?: unknown };
  readonly count?: { readonly of?: unknown };
}
