/** The strips beside the columns in which ways run: left of the path, between path and side stages, right of those. */
export type Channel = 'left' | 'middle' | 'right';

/** A way of one stage or of several to an entry, `y` high. */
export interface Way {
  readonly channel: Channel;
  readonly to: string;
  readonly y: number;
  readonly title: string;
  /** The stages that it comes from, with where their boxes begin and end. */
  readonly ends: readonly { readonly stage: string; readonly top: number; readonly bottom: number }[];
}

export interface RoutedWay {
  readonly way: Way;
  /** How high it leaves each stage. */
  readonly ends: readonly { readonly stage: string; readonly y: number }[];
  /** How far from the columns it runs up or down. */
  readonly lane: number;
}

/** Two lines at least this far apart can be told from each other. */
const APART = 4;

/**
 * Gives each way a line of its own to run along in its channel: lines that share a height never share a place, and no two
 * leave a channel's boxes at one height while there is room. `step`: between two lines; `room`: before the first.
 */
export function routeWays(
  ways: readonly Way[],
  { step, room }: { readonly step: number; readonly room: number },
): { readonly ways: readonly RoutedWay[]; readonly widths: Readonly<Record<Channel, number>> } {
  const routed: RoutedWay[] = [];
  const widths: Record<Channel, number> = { left: 0, middle: 0, right: 0 };
  for (const [channel, inChannel] of Map.groupBy(ways, (way) => way.channel)) {
    const heights = leaveStages(inChannel);
    const spans = inChannel.map((way, index) => {
      const ends = heights[index] ?? [];
      const all = [way.y, ...ends.map(({ y }) => y)];
      return { way, ends, from: Math.min(...all), to: Math.max(...all) };
    });
    // Short ones next to the columns, so that they cross the fewest.
    const lanes: { from: number; to: number }[][] = [];
    for (const { way, ends, from, to } of spans.toSorted((a, b) => a.to - a.from - (b.to - b.from) || a.from - b.from)) {
      let lane = lanes.findIndex((taken) => taken.every((other) => other.to + APART < from || to + APART < other.from));
      if (lane < 0) lane = lanes.push([]) - 1;
      lanes[lane]!.push({ from, to });
      routed.push({ way, ends, lane: room + lane * step });
    }
    widths[channel] = 2 * room + (lanes.length - 1) * step;
  }
  return { ways: routed, widths };
}

/** Heights at which ways leave their stages: spread over each box, in the order of where they lead. */
function leaveStages(ways: readonly Way[]): { readonly stage: string; readonly y: number }[][] {
  const taken = ways.map(({ y }) => y);
  const heights = ways.map((): { stage: string; y: number }[] => []);
  const leaving = Map.groupBy(
    ways.flatMap((way, index) => way.ends.map((end) => ({ way, index, end }))),
    ({ end }) => end.stage,
  );
  for (const ends of leaving.values()) {
    for (const [place, { index, end }] of ends.toSorted((a, b) => a.way.y - b.way.y).entries()) {
      const wish = end.top + ((place + 1) / (ends.length + 1)) * (end.bottom - end.top);
      const y = freeHeight(wish, end.top + 2, end.bottom - 2, taken);
      taken.push(y);
      heights[index]!.push({ stage: end.stage, y });
    }
  }
  return heights;
}

/** The height next to the one wished for at which nothing runs yet; that one where there is no room. */
function freeHeight(wish: number, top: number, bottom: number, taken: readonly number[]): number {
  for (let away = 0; away <= bottom - top; away++) {
    for (const y of [wish + away, wish - away]) {
      if (y >= top && y <= bottom && taken.every((other) => Math.abs(other - y) >= APART)) return y;
    }
  }
  return wish;
}
