import type { ActivityTable } from '../activities/activity-table.ts';
import type { Journey } from '../model/journey.ts';
import type { Model } from '../model/model.ts';
import type { TimeZone } from '../time/time-zone.ts';
import { compileJourney } from './compile.ts';
import { ContactHistory } from './contact-history.ts';
import { signalsOf } from './matching/signals.ts';
import type { Program } from './program.ts';
import { Replay } from './replay.ts';
import { ReplayTogether } from './replay-together.ts';
import type { ContactWay } from './way.ts';

/** A journey compiled for a table, ready to replay its contacts. */
export interface JourneyReplay {
  readonly program: Program;
  /** True where `delivered` means `sent`, because the table has no delivery. */
  readonly deliveredIsSent: boolean;
  /** The way of a contact up to `asOf` (microseconds, that moment included); undefined where it has no record by then. */
  readonly wayOf: (contact: number, asOf: number) => ContactWay | undefined;
  /** The ways of many contacts, each good until the next one is handed on: {@link ReplayTogether.each}. */
  readonly together: ReplayTogether;
}

/** `zone` is the journey's; segments and scores are asked in UTC. */
export function replayJourney(journey: Journey, model: Model, table: ActivityTable, zone: TimeZone, utc: TimeZone): JourneyReplay {
  const signals = signalsOf(table, model, zone);
  const program = compileJourney(journey, model, table, signals, zone, utc);
  const history = new ContactHistory(table);
  const replay = new Replay(program, table, history);
  return {
    program,
    deliveredIsSent: signals.deliveredIsSent,
    together: new ReplayTogether(program, table, history, replay),
    wayOf: (contact, asOf) => (history.read(contact, asOf) ? replay.run(asOf) : undefined),
  };
}
