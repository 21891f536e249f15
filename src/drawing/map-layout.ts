import { lengthText } from '../model/length-text.ts';
import { fillIn } from './drawing-messages.ts';
import type { DrawingTexts } from './drawing-texts.ts';
import { fitText, wrapText } from './fit-text.ts';
import type { JourneyMap, MapStage, MapWay } from './map-document.ts';
import type { MapMessages } from './map-messages.ts';
import { routeWays } from './route-ways.ts';
import type { Channel, Way } from './route-ways.ts';
import { visibleText } from './visible-text.ts';

/** Lengths are in pixels, from the upper left corner; a text's `y` is its baseline. */
export interface MapShapes {
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly MapShape[];
}

export type MapShape = MapBox | MapText | MapLine | MapStart;

export interface MapBox {
  readonly kind: 'box';
  /** `entry`: what lets contacts into the stage below it. */
  readonly role: 'path' | 'goal' | 'side' | 'entry';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly stage: string;
}

export interface MapText {
  readonly kind: 'text';
  readonly role: 'title' | 'fact' | 'stage' | 'note' | 'from' | 'rule' | 'count';
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'end';
  readonly size: number;
  readonly bold: boolean;
  readonly text: string;
  /** The whole text; longer than {@link text} where that was cut. */
  readonly full: string;
  readonly stage?: string;
}

/** A way of one stage or of several to an entry; the corners of each branch, the last one at its arrow. */
export interface MapLine {
  readonly kind: 'way';
  /** `on`: to a stage of the path from the one before. `path`, `side`: to a stage of that kind from elsewhere. */
  readonly role: 'on' | 'path' | 'side';
  readonly branches: readonly (readonly Point[])[];
  readonly title: string;
}

/** Where contacts come in. */
export interface MapStart {
  readonly kind: 'start';
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface MapLayoutOptions {
  readonly fontSize: number;
  readonly texts: DrawingTexts;
  readonly messages: MapMessages;
  /** The width in pixels of a text drawn in this size. */
  readonly measure: (text: string, size: number, bold: boolean) => number;
}

/** What is longer is cut, and whole in its title. */
const MOST_LINES = 8;

/**
 * A journey as a picture. The path runs down, side stages stand right of it, each near the stages that lead to it. What lets
 * contacts into a stage stands in boxes on top of it, so that no words lie on a line; ways that are not simply the next step
 * run beside the columns, each along a line of its own. Width and height follow from what there is to show.
 */
export function mapLayout(map: JourneyMap, options: MapLayoutOptions): MapShapes {
  const { fontSize } = options;
  const margin = fontSize;
  const path = map.stages.filter(({ kind }) => kind === 'path');
  const side = map.stages.filter(({ kind }) => kind === 'side');
  const cards = new Map(map.stages.map((stage) => [stage.name, drawCard(map, stage, options)]));
  const header = drawHeader(map, options, columnWidth(options) * (side.length > 0 ? 2 : 1.35));

  // From top to bottom: where each card stands.
  const gap = fontSize * 1.8;
  const top = margin + header.height + gap * 1.4;
  const tops = new Map<string, number>();
  let y = top;
  for (const stage of path) {
    tops.set(stage.name, y);
    y += cards.get(stage.name)!.height + gap;
  }
  const bottomOfPath = y - gap;
  const bottomOfSide = placeSideStages(map, side, cards, tops, top, gap);

  // From left to right: ways, the path, ways, side stages, ways.
  const routed = routeWays(
    map.ways.flatMap((way) => waysOf(map, way, cards, tops)),
    { step: fontSize * 0.7, room: fontSize * 1.2 },
  );
  const width = columnWidth(options);
  const pathX = margin + routed.widths.left;
  const sideX = pathX + width + Math.max(routed.widths.middle, fontSize * 2);
  const right = side.length === 0 ? pathX + width : sideX + width;
  const whole = Math.max(right + routed.widths.right, margin + header.width) + margin;

  const columnOf = (stage: MapStage): number => (stage.kind === 'path' ? pathX : sideX);
  const edges: Readonly<Record<Channel, { readonly from: number; readonly sign: 1 | -1 }>> = {
    left: { from: pathX, sign: -1 },
    middle: { from: pathX + width, sign: 1 },
    right: { from: sideX + width, sign: 1 },
  };
  const stageOf = (name: string): MapStage => map.stages.find((stage) => stage.name === name)!;
  const sideOf = (name: string, channel: Channel): number => {
    const left = columnOf(stageOf(name));
    const atLeft = channel === 'left' || (channel === 'middle' && stageOf(name).kind === 'side');
    return atLeft ? left : left + width;
  };
  const lines = routed.ways.map(({ way, ends, lane }): MapLine => {
    const { from, sign } = edges[way.channel];
    const x = from + sign * lane;
    const target = { x: sideOf(way.to, way.channel), y: way.y };
    return {
      kind: 'way',
      role: stageOf(way.to).kind,
      title: way.title,
      branches: ends.map((end) => [{ x: sideOf(end.stage, way.channel), y: end.y }, { x, y: end.y }, { x, y: target.y }, target]),
    };
  });
  return {
    width: whole,
    height: Math.max(bottomOfPath, bottomOfSide) + margin,
    shapes: [
      ...header.shapes.map((shape) => moved(shape, margin, margin)),
      ...lines,
      ...spine(map, path, cards, tops, pathX + width / 2),
      ...map.stages.flatMap((stage) => cards.get(stage.name)!.shapes.map((shape) => moved(shape, columnOf(stage), tops.get(stage.name) ?? 0))),
    ],
  };
}

const columnWidth = ({ fontSize }: MapLayoutOptions): number => fontSize * 24;

const moved = <Shape extends MapBox | MapText>(shape: Shape, x: number, y: number): Shape => ({ ...shape, x: shape.x + x, y: shape.y + y });

// ---- cards

/** A stage with its entries, from its own upper left corner. */
interface Card {
  readonly shapes: readonly (MapBox | MapText)[];
  readonly height: number;
  /** The middle of each entry, by the place of its way among all. */
  readonly entries: ReadonlyMap<MapWay, number>;
  /** Of the stage's own box. */
  readonly box: { readonly top: number; readonly bottom: number };
}

function drawCard(map: JourneyMap, stage: MapStage, options: MapLayoutOptions): Card {
  const { fontSize, texts, messages } = options;
  const width = columnWidth(options);
  const small = fontSize * 0.88;
  const padding = fontSize * 0.7;
  const shapes: (MapBox | MapText)[] = [];
  const entries = new Map<MapWay, number>();
  let y = 0;

  const write = (role: MapText['role'], whole: string, size: number, bold = false, room = width - 2 * padding): void => {
    const lines = wrapText(whole, room, (text) => options.measure(text, size, bold));
    const shown = lines.length > MOST_LINES ? [...lines.slice(0, MOST_LINES - 1), lines.slice(MOST_LINES - 1).join(' ')] : lines;
    for (const line of shown) {
      y += size * 1.35;
      const text = fitText(line, room, (candidate) => options.measure(candidate, size, bold));
      shapes.push({ kind: 'text', role, x: padding, y: y - size * 0.35, anchor: 'start', size, bold, text, full: whole, stage: stage.name });
    }
  };

  const waysIn = map.ways.filter(({ to }) => to === stage.name);
  // The next step enters at the top, so it stands there; rules of different ways are never tried for one contact at once.
  const isNext = (way: MapWay): boolean => isNextStep(map, way);
  for (const way of [...waysIn.filter(isNext), ...waysIn.filter((one) => !isNext(one))]) {
    const top = y;
    y += padding * 0.6;
    if (!isNext(way)) write('from', originText(map, way, messages), small);
    for (const { text, moves } of way.rules) {
      const count = moves === undefined ? '' : moves === 1 ? messages.oneMove : fillIn(messages.moves, texts.count(moves));
      write('rule', visibleText(text), small);
      if (count !== '') write('count', count, small, true);
    }
    y += padding * 0.6;
    shapes.unshift({ kind: 'box', role: 'entry', x: 0, y: top, width, height: y - top, stage: stage.name });
    entries.set(way, (top + y) / 2);
  }

  const top = y;
  y += padding * 0.7;
  const counted = stage.counts;
  const count = counted ? texts.count(counted.reached ?? counted.entered) : '';
  const taken = count === '' ? 0 : options.measure(count, fontSize, true) + padding;
  if (count !== '') {
    const place = { x: width - padding, y: y + fontSize, anchor: 'end', size: fontSize, bold: true } as const;
    shapes.push({ kind: 'text', role: 'count', ...place, text: count, full: count, stage: stage.name });
  }
  write('stage', visibleText(stage.label), fontSize, true, width - 2 * padding - taken);
  for (const note of notesOf(stage, options)) write('note', note, small);
  y += padding * 0.7;
  // Room for every way that leaves at a side.
  y = Math.max(y, top + map.ways.filter(({ from, stages }) => from === 'stages' && stages.includes(stage.name)).length * 4);
  shapes.unshift({ kind: 'box', role: stage.isGoal ? 'goal' : stage.kind, x: 0, y: top, width, height: y - top, stage: stage.name });
  return { shapes, height: y, entries, box: { top, bottom: y } };
}

function notesOf(stage: MapStage, { texts, messages }: MapLayoutOptions): string[] {
  const { counts } = stage;
  const now = counts
    ? [
        fillIn(messages.nowIn, texts.count(counts.current)),
        ...(counts.stalled === 0 ? [] : [fillIn(messages.stalled, texts.count(counts.stalled))]),
        ...(counts.expired === 0 ? [] : [fillIn(messages.expired, texts.count(counts.expired))]),
      ]
    : [];
  const facts = [
    ...(stage.isGoal ? [messages.goal] : []),
    ...(stage.kind === 'side' ? [messages.offThePath] : []),
    ...(stage.phase === undefined ? [] : [stage.phase]),
    ...(stage.stallsAfterSeconds === undefined ? [] : [fillIn(messages.stalls, lengthText(stage.stallsAfterSeconds))]),
  ];
  return [
    facts.join(' · '),
    now.join(' · '),
    ...stage.kpis.map((kpi) => fillIn(messages.kpi, kpi)),
    ...(stage.touchpoints.length === 0 ? [] : [fillIn(messages.touchpoints, stage.touchpoints.join(', '))]),
    ...(stage.owner === undefined ? [] : [fillIn(messages.owner, stage.owner)]),
    ...stage.sends.map(({ campaign, email, when }) => fillIn(messages.send, campaign, email, when)),
  ].flatMap((text) => (text === '' ? [] : [visibleText(text)]));
}

// ---- header

function drawHeader(map: JourneyMap, options: MapLayoutOptions, room: number): { shapes: MapText[]; width: number; height: number } {
  const { fontSize, measure } = options;
  const shapes: MapText[] = [];
  let y = 0;
  let width = 0;
  const write = (role: MapText['role'], whole: string, size: number, bold: boolean): void => {
    for (const text of wrapText(whole, room, (candidate) => measure(candidate, size, bold))) {
      y += size * 1.4;
      width = Math.max(width, measure(text, size, bold));
      shapes.push({ kind: 'text', role, x: 0, y: y - size * 0.35, anchor: 'start', size, bold, text, full: whole });
    }
  };
  write('title', visibleText(map.label), fontSize * 1.3, true);
  for (const fact of mapFacts(map, options)) write('fact', fact, fontSize * 0.88, false);
  return { shapes, width, height: y };
}

/** What holds for the whole journey, line by line. */
export function mapFacts(map: JourneyMap, { texts, messages }: Pick<MapLayoutOptions, 'texts' | 'messages'>): string[] {
  const { reentry, sample } = map;
  const again = {
    never: messages.reentryNever,
    after: fillIn(messages.reentryAfter, lengthText(reentry.seconds ?? 0)),
    always: messages.reentryAlways,
    overlapping: messages.reentryOverlapping,
  }[reentry.kind];
  return [
    ...(map.audience === undefined ? [] : [fillIn(messages.audience, map.audience)]),
    [
      ...(map.expiresAfterSeconds === undefined ? [] : [fillIn(messages.expires, lengthText(map.expiresAfterSeconds))]),
      again,
      ...(map.consentRequired ? [messages.consent] : []),
      ...(map.order === 'flexible' ? [messages.flexible] : []),
    ].join(' · '),
    ...map.sends.map(({ campaign, email, when }) => fillIn(messages.send, campaign, email, when)),
    ...(sample
      ? [
          [
            fillIn(messages.sample, sample.inputs.join(', ')),
            ...(sample.asOf === null ? [] : [fillIn(messages.asOf, texts.moment(sample.asOf))]),
            fillIn(messages.entered, texts.count(sample.entered)),
            ...(sample.expired === 0 ? [] : [fillIn(messages.expired, texts.count(sample.expired))]),
          ].join(' · '),
        ]
      : []),
  ].map(visibleText);
}

/** From where a way leads, for people. */
export function originText(map: JourneyMap, way: MapWay, messages: MapMessages): string {
  switch (way.from) {
    case 'any':
      return messages.fromAny;
    case 'earlier':
      return messages.fromEarlier;
    case 'outside':
      return messages.fromOutside;
    case 'stages':
      return fillIn(messages.from, way.stages.map((name) => visibleText(map.stages.find((stage) => stage.name === name)?.label ?? name)).join(', '));
  }
}

// ---- places and ways

/** The way that the path itself takes: from the stage before, or from outside into the first. */
function isNextStep(map: JourneyMap, { from, stages, to }: MapWay): boolean {
  const path = map.stages.filter(({ kind }) => kind === 'path').map(({ name }) => name);
  const place = path.indexOf(to);
  if (place < 0) return false;
  return place === 0 ? from === 'outside' : from === 'stages' && stages.length === 1 && stages[0] === path[place - 1];
}

/** Each side stage as near as it goes to the middle of the stages that lead to it and that it leads to, in that order. Gives where the last one ends. */
function placeSideStages(
  map: JourneyMap,
  side: readonly MapStage[],
  cards: ReadonlyMap<string, Card>,
  tops: Map<string, number>,
  first: number,
  gap: number,
): number {
  const middleOf = (name: string): number | undefined => {
    const top = tops.get(name);
    return top === undefined ? undefined : top + cards.get(name)!.height / 2;
  };
  const wishes = side.map((stage) => {
    const near = map.ways
      .flatMap(({ to, from, stages }) => (from !== 'stages' ? [] : to === stage.name ? stages : stages.includes(stage.name) ? [to] : []))
      .flatMap((name) => middleOf(name) ?? []);
    return { stage, wish: near.length === 0 ? first : near.reduce((sum, one) => sum + one, 0) / near.length - cards.get(stage.name)!.height / 2 };
  });
  let y = first;
  for (const { stage, wish } of wishes.toSorted((a, b) => a.wish - b.wish)) {
    y = Math.max(y, wish);
    tops.set(stage.name, y);
    y += cards.get(stage.name)!.height + gap;
  }
  return y - gap;
}

/** The straight lines of the path. */
function spine(map: JourneyMap, path: readonly MapStage[], cards: ReadonlyMap<string, Card>, tops: ReadonlyMap<string, number>, x: number): MapShape[] {
  return path.flatMap((stage, index): MapShape[] => {
    const way = map.ways.find((one) => one.to === stage.name && isNextStep(map, one));
    if (!way) return [];
    const end = tops.get(stage.name) ?? 0;
    const before = path[index - 1];
    const title = wayTitle(map, way);
    if (before) {
      const begin = (tops.get(before.name) ?? 0) + cards.get(before.name)!.height;
      return [
        {
          kind: 'way',
          role: 'on',
          title,
          branches: [
            [
              { x, y: begin },
              { x, y: end },
            ],
          ],
        },
      ];
    }
    const radius = 5;
    const begin = end - 26;
    return [
      {
        kind: 'way',
        role: 'on',
        title,
        branches: [
          [
            { x, y: begin },
            { x, y: end },
          ],
        ],
      },
      { kind: 'start', x, y: begin, radius },
    ];
  });
}

/** A way as one sentence for those who do not see it. */
export function wayTitle(map: JourneyMap, way: MapWay, messages?: MapMessages): string {
  const labelOf = (name: string): string => visibleText(map.stages.find((stage) => stage.name === name)?.label ?? name);
  const origin = way.from === 'stages' || messages === undefined ? way.stages.map(labelOf).join(', ') : originText(map, way, messages);
  return `${origin === '' ? '' : `${origin} `}→ ${labelOf(way.to)}: ${way.rules.map(({ text }) => visibleText(text)).join('; ')}`;
}

/** The ways that have to be led beside the columns: those of stages that a rule names. */
function waysOf(map: JourneyMap, way: MapWay, cards: ReadonlyMap<string, Card>, tops: ReadonlyMap<string, number>): Way[] {
  if (way.from !== 'stages' || isNextStep(map, way)) return [];
  const kindOf = (name: string): 'path' | 'side' => map.stages.find((stage) => stage.name === name)?.kind ?? 'path';
  const channelOf = (origin: string): Channel => (kindOf(origin) !== kindOf(way.to) ? 'middle' : kindOf(origin) === 'path' ? 'left' : 'right');
  const y = (tops.get(way.to) ?? 0) + (cards.get(way.to)!.entries.get(way) ?? 0);
  return [...Map.groupBy(way.stages, channelOf)].map(([channel, stages]) => ({
    channel,
    to: way.to,
    y,
    title: wayTitle(map, { ...way, stages }),
    ends: stages.map((stage) => {
      const { box } = cards.get(stage)!;
      const top = tops.get(stage) ?? 0;
      return { stage, top: top + box.top, bottom: top + box.bottom };
    }),
  }));
}
