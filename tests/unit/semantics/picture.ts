import type { Stay, Timeline } from '../../../src/drawing/timeline-svg.ts';
import { timelineSvg } from '../../../src/drawing/timeline-svg.ts';
import { ORIGIN, microseconds, timeText } from '../../support/worked-cases.ts';
import type { Example } from './examples.ts';

const HOUR = 3_600_000_000;
const DAY = 24 * HOUR;

/** GitHub shows a page's pictures about this wide. */
const WIDTH = 720;

/** The picture of an example: its records, and the moves that the page demands. */
export function picture(example: Example): string {
  const timelines = example.moves.map((moves) => timeline(moves, example));
  const times = timelines.flatMap(({ records, stays }) => [...records.map(({ time }) => time), ...stays.flatMap(({ from, until = from }) => [from, until])]);
  const end = Math.max(...times, ...example.windows.map(({ to }) => to), (example.asOf ?? ORIGIN) - ORIGIN) || DAY;
  const unit = end <= 2 * DAY && example.windows.some(({ from }) => from % DAY !== 0) ? { length: HOUR, name: 'h' } : { length: DAY, name: 'd' };
  return timelineSvg(timelines, { width: WIDTH, title: example.picture.says, end, unit, windows: example.windows });
}

function timeline(moves: string, { records, journey }: Example): Timeline {
  const [contact = ''] = moves.split(' ', 1);
  const way = moves.slice(contact.length + 1);
  const own = records
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter((record) => record['contact'] === contact);
  return {
    contact,
    records: own.map((record) => ({ time: Number(record['time']) - ORIGIN, label: label(record) })),
    stays: way.startsWith('–') ? [] : stays(way, journey),
    ...(way.startsWith('–') ? { note: way === '–' ? 'no pass' : `kept out: ${way.slice(2)}` } : {}),
  };
}

const NAMING = ['email', 'form', 'page', 'channel'];

/** The event with what it was about, and the time where it is none of whole hours. */
function label({ time, event, link, ...others }: Record<string, unknown>): string {
  const fields = Object.entries(others).filter(([field, value]) => field !== 'contact' && value !== undefined);
  const words = fields.map(([field, value]) => (NAMING.includes(field) ? String(value) : `${field}=${String(value)}`));
  if (typeof link === 'string') words[0] = `${words[0] ?? ''}${link.includes('/') ? ' ' : '.'}${link}`;
  const at = Number(time) - ORIGIN;
  return [event, ...words, ...(at % HOUR === 0 ? [] : [`(${timeText(at)})`])].join(' ');
}

function stays(way: string, journey: string): Stay[] {
  const overlapping = journey.includes('reentry overlapping');
  const passes = way.split('; ').map((pass) => pass.split(', ').map((move) => move.split(' ', 2) as [string, string]));
  return passes.flatMap((moves, number) => {
    const next = overlapping ? undefined : passes[number + 1]?.[0]?.[0];
    return moves.flatMap(([time, stage], place): Stay[] => {
      if (time === '✗') return [];
      const [after, closed] = moves[place + 1] ?? [next];
      const expired = after === '✗';
      const until = expired ? closed : after;
      return [
        {
          stage,
          isSide: journey.includes(`side stage ${stage} `),
          from: microseconds(time),
          ...(until === undefined ? {} : { until: microseconds(until) }),
          ...(expired ? { expired } : {}),
        },
      ];
    });
  });
}
