import type { LastEmails } from './program.ts';
import type { View } from './view.ts';
import { hasPassed } from './view.ts';

/** One of the last emails (or campaigns), with the delivery that its time runs from. */
export interface DeliveredGroup {
  readonly identity: number;
  readonly place: number;
  readonly time: number;
}

/** The N most recently delivered ones whose time is over, fewer where there are not so many. */
export function lastGroups(condition: LastEmails, view: View): DeliveredGroup[] {
  const { history, moment } = view;
  const places = history.places[condition.delivery] ?? new Int32Array(0);
  const end = history.countBelow(condition.delivery, moment.high);
  const over = (time: number): boolean => condition.within === undefined || hasPassed(time + condition.within, moment);
  if (condition.from === 'latest') {
    const groups = new Map<number, DeliveredGroup>();
    for (let index = end - 1; index >= 0 && groups.size < condition.last; index--) {
      const group = deliveryAt(places[index] ?? 0, condition, view);
      if (over(group.time) && !groups.has(group.identity)) groups.set(group.identity, group);
    }
    return [...groups.values()];
  }
  const first = new Map<number, DeliveredGroup>();
  const latest = new Map<number, number>();
  for (let index = 0; index < end; index++) {
    const group = deliveryAt(places[index] ?? 0, condition, view);
    if (!first.has(group.identity)) first.set(group.identity, group);
    latest.set(group.identity, index);
  }
  return [...first.values()]
    .filter((group) => over(group.time))
    .sort((a, b) => (latest.get(b.identity) ?? 0) - (latest.get(a.identity) ?? 0))
    .slice(0, condition.last);
}

/** The visible places of the pattern that are about one of the groups, in its time, latest first. */
export function* matchesOfGroups(condition: LastEmails, groups: readonly DeliveredGroup[], { history, moment }: View): Generator<number> {
  for (let index = history.countBelow(condition.signal, moment.high) - 1; index >= 0; index--) {
    const place = history.places[condition.signal]?.[index] ?? 0;
    const time = history.times[place] ?? 0;
    const identity = condition.identity(history.records[place] ?? 0);
    const group = groups.find((one) => one.identity === identity);
    if (!group || place === group.place || time < group.time || time > group.time + (condition.within ?? Infinity)) continue;
    yield place;
  }
}

function deliveryAt(place: number, condition: LastEmails, { history }: View): DeliveredGroup {
  return { identity: condition.identity(history.records[place] ?? 0), place, time: history.times[place] ?? 0 };
}
