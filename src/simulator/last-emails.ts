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
  const { records } = condition.delivery;
  const first = history.firstIndex(condition.delivery);
  const end = history.indexAt(condition.delivery, moment.high);
  const over = (time: number): boolean => condition.within === undefined || hasPassed(time + condition.within, moment);
  if (condition.from === 'latest') {
    const groups = new Map<number, DeliveredGroup>();
    for (let index = end - 1; index >= first && groups.size < condition.last; index--) {
      const group = deliveryAt(records[index]!, condition, view);
      if (over(group.time) && !groups.has(group.identity)) groups.set(group.identity, group);
    }
    return [...groups.values()];
  }
  const earliest = new Map<number, DeliveredGroup>();
  const latest = new Map<number, number>();
  for (let index = first; index < end; index++) {
    const group = deliveryAt(records[index]!, condition, view);
    if (!earliest.has(group.identity)) earliest.set(group.identity, group);
    latest.set(group.identity, index);
  }
  return [...earliest.values()]
    .filter((group) => over(group.time))
    .sort((a, b) => (latest.get(b.identity) ?? 0) - (latest.get(a.identity) ?? 0))
    .slice(0, condition.last);
}

/** The visible places of the pattern that are about one of the groups, in its time, latest first. */
export function* matchesOfGroups(condition: LastEmails, groups: readonly DeliveredGroup[], { history, moment }: View): Generator<number> {
  const first = history.firstIndex(condition.signal);
  for (let index = history.indexAt(condition.signal, moment.high) - 1; index >= first; index--) {
    const place = condition.signal.records[index]!;
    const time = history.times[place]!;
    const identity = condition.identity(place);
    const group = groups.find((one) => one.identity === identity);
    if (!group || place === group.place || time < group.time || time > group.time + (condition.within ?? Infinity)) continue;
    yield place;
  }
}

function deliveryAt(place: number, condition: LastEmails, { history }: View): DeliveredGroup {
  return { identity: condition.identity(place), place, time: history.times[place]! };
}
