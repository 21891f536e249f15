import type { ActivityTable } from '../activities/activity-table.ts';
import type { Journey } from '../model/journey.ts';
import type { Model } from '../model/model.ts';
import type { TimeZone } from '../time/time-zone.ts';
import { compileJourney } from './compile.ts';
import { ContactHistory } from './contact-history.ts';
import { Signals } from './matching/signals.ts';
import type { Program } from './program.ts';
import { replay } from './replay.ts';
import type { ContactWay } from './way.ts';

/** A journey compiled for a table, ready to replay its contacts. */
export interface JourneyReplay {
  readonly program: Program;
  /** True where `delivered` means `sent`, because the table has no delivery. */
  readonly deliveredIsSent: boolean;
  /** The way of a contact up to `asOf` (microseconds, that moment included); undefined where it has no record by then. */
  readonly wayOf: (contact: number, asOf: number) => ContactWay | undefined;
}

/** `zone` is the journey's; segments and scores are asked in UTC. */
export function replayJourney(journey: Journey, model: Model, table: ActivityTable, zone: TimeZone, utc: TimeZone): JourneyReplay {
  const signals = new Signals(table, model, zone);
  const program = compileJourney(journey, model, table, signals, zone, utc);
  const history = new ContactHistory(table, program);
  return {
    program,
    deliveredIsSent: signals.deliveredIsSent,
    wayOf: (contact, asOf) => {
      if (!history.read(contact, asOf, false)) return undefined;
      const way = replay(program, history, asOf);
      if (way) return way;
      history.read(contact, asOf, true);
      return replay(program, history, asOf) || undefined;
    },
  };
}
