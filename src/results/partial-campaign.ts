import type { PartialEmail } from './partial-result.ts';
import { addEmail, emptyPartialEmail } from './partial-result.ts';

/** What one part of the contacts says of a campaign. Parts of disjoint sets of contacts merge in any order. */
export interface PartialCampaign {
  audience: number;
  atStart: number;
  /** By the journey's stages. */
  readonly stages: { atStart: number; entered: number; atEnd: number }[];
  readonly moves: PartialShare;
  /** By the campaign's KPIs. */
  readonly kpis: PartialShare[];
  /** By the model's emails. */
  readonly emails: PartialEmail[];
  /** By the campaign's sends: contacts in all, and by day since 1970-01-01 in the journey's time zone. */
  readonly sends: PartialSend[];
}

/** So many contacts, of so many. */
export interface PartialShare {
  base: number;
  met: number;
}

export interface PartialSend {
  contacts: number;
  readonly days: Map<number, number>;
}

export function emptyPartialCampaign(sizes: {
  readonly stages: number;
  readonly kpis: number;
  readonly emails: number;
  readonly sends: number;
}): PartialCampaign {
  return {
    audience: 0,
    atStart: 0,
    stages: Array.from({ length: sizes.stages }, () => ({ atStart: 0, entered: 0, atEnd: 0 })),
    moves: { base: 0, met: 0 },
    kpis: Array.from({ length: sizes.kpis }, () => ({ base: 0, met: 0 })),
    emails: Array.from({ length: sizes.emails }, emptyPartialEmail),
    sends: Array.from({ length: sizes.sends }, () => ({ contacts: 0, days: new Map<number, number>() })),
  };
}

export function mergePartialCampaigns(parts: readonly PartialCampaign[]): PartialCampaign {
  const [first] = parts;
  if (!first) throw new Error('There is nothing to merge.');
  const merged = emptyPartialCampaign({ stages: first.stages.length, kpis: first.kpis.length, emails: first.emails.length, sends: first.sends.length });
  for (const part of parts) {
    merged.audience += part.audience;
    merged.atStart += part.atStart;
    merged.stages.forEach((into, stage) => {
      for (const count of ['atStart', 'entered', 'atEnd'] as const) into[count] += part.stages[stage]?.[count] ?? 0;
    });
    addShare(merged.moves, part.moves);
    part.kpis.forEach((kpi, place) => addShare(merged.kpis[place], kpi));
    part.emails.forEach((email, place) => {
      const into = merged.emails[place];
      if (into) addEmail(into, email);
    });
    part.sends.forEach(({ contacts, days }, place) => {
      const into = merged.sends[place];
      if (!into) return;
      into.contacts += contacts;
      for (const [day, number] of days) into.days.set(day, (into.days.get(day) ?? 0) + number);
    });
  }
  return merged;
}

function addShare(into: PartialShare | undefined, part: PartialShare): void {
  if (!into) return;
  into.base += part.base;
  into.met += part.met;
}
