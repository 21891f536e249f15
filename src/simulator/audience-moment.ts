import type { ActivityTable } from '../activities/activity-table.ts';
import type { Condition } from '../model/condition.ts';
import type { Journey } from '../model/journey.ts';
import type { Model } from '../model/model.ts';
import type { TimeZone } from '../time/time-zone.ts';
import { conditionAt } from './condition-at.ts';
import { overlappingJourney } from './overlapping-journey.ts';
import { replayJourney } from './replay-journey.ts';

/** When a contact comes into an audience: the first moment from `from` to `to` (both included) at which the condition is true. */
export type AudienceMoment = (contact: number, from: number, to: number) => number | undefined;

/** `condition` is asked without an anchor; without one every contact is in the audience as soon as it is known. */
export function audienceMoment(
  condition: Condition | undefined,
  journey: Journey,
  model: Model,
  table: ActivityTable,
  zone: TimeZone,
  utc: TimeZone,
): AudienceMoment {
  if (!condition) {
    return (contact, from, to) => {
      const start = table.starts[contact] ?? 0;
      if (start === table.starts[contact + 1]) return undefined;
      const moment = Math.max(from, table.time[start] ?? Infinity);
      return moment <= to ? moment : undefined;
    };
  }
  const replay = replayJourney(overlappingJourney(journey, journey.timezone, [{ when: condition }]), model, table, zone, utc);
  const holdsAt = conditionAt(condition, journey, model, table, zone, utc);
  return (contact, from, to) => {
    // Just before the period, so that its first moment is within.
    if (holdsAt(contact, from - 1)) return from;
    // A pass begins whenever the condition becomes true.
    return replay.wayOf(contact, to)?.passes.find(({ began }) => began >= from)?.began;
  };
}
