import type { JourneyResult, KpiResult, StageResult } from '../results/result.ts';
import type { DrawingTexts } from './drawing-texts.ts';
import { fillIn } from './drawing-messages.ts';
import { fitText, wrapText } from './fit-text.ts';
import { visibleText } from './visible-text.ts';

/** Lengths are in pixels, from the upper left corner; a text's `y` is its baseline. */
export interface FunnelShapes {
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
}

export type Shape = RectShape | LineShape | TextShape;

export interface RectShape {
  readonly kind: 'rect';
  /** `bar`: who got this far. `gap`: who got as far as the stage before and no further. `side`: who was ever in a side stage. */
  readonly role: 'bar' | 'gap' | 'side';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly title: string;
}

export interface LineShape {
  readonly kind: 'line';
  /** `step`: from a stage to the next. `rule`: between the path and what is off it. */
  readonly role: 'step' | 'rule';
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

export interface TextShape {
  readonly kind: 'text';
  readonly role: 'stage' | 'count' | 'rate' | 'dropped' | 'heading' | 'kpi-met' | 'kpi-missed' | 'kpi-unknown';
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'end';
  readonly size: number;
  readonly bold: boolean;
  readonly text: string;
  /** The whole text; longer than {@link text} where that was cut. */
  readonly full: string;
  /** The stage that the text names. */
  readonly stage?: string;
}

export interface FunnelLayoutOptions {
  readonly width: number;
  readonly fontSize: number;
  readonly texts: DrawingTexts;
  /** The width in pixels of a text drawn in this size. */
  readonly measure: (text: string, size: number, bold: boolean) => number;
}

/**
 * A result as a picture: one bar a stage of the path, as long as its `reached`; between two bars the rate of the step
 * and who was lost on it; below them the side stages. All lengths share one scale, so bars compare across the picture.
 */
export function funnelLayout(result: JourneyResult, options: FunnelLayoutOptions): FunnelShapes {
  const { fontSize, texts, measure } = options;
  const width = Math.max(options.width, fontSize * 8);
  const small = fontSize * 0.9;
  const barHeight = fontSize * 1.5;
  const line = fontSize * 1.5;
  const indent = fontSize * 1.1;
  const gap = fontSize * 0.8;

  const path = result.stages.filter((stage) => stage.kind === 'path');
  const side = result.stages.filter((stage) => stage.kind === 'side');
  const most = Math.max(1, ...result.stages.map((stage) => stage.reached ?? stage.entered));
  // A stage that one contact of a million reached is still to be seen.
  const lengthOf = (contacts: number): number => (contacts === 0 ? 0 : Math.max(1, (contacts * width) / most));

  const shapes: Shape[] = [];
  let y = 0;

  const addText = (role: TextShape['role'], text: string, place: Partial<TextShape> & { room?: number } = {}): number => {
    const { room = width, ...rest } = place;
    const size = rest.size ?? fontSize;
    const bold = rest.bold ?? false;
    const fitted = fitText(text, room, (candidate) => measure(candidate, size, bold));
    shapes.push({ kind: 'text', role, x: 0, y, anchor: 'start', size, bold, full: text, ...rest, text: fitted });
    return measure(fitted, size, bold);
  };

  const addNameAndCount = (stage: StageResult, contacts: number): void => {
    y += line;
    const taken = addText('count', texts.count(contacts), { x: width, anchor: 'end', bold: true });
    addText('stage', visibleText(stage.label), { room: width - taken - gap, stage: stage.name });
    y += fontSize * 0.45;
  };

  const addKpi = (kpi: KpiResult): void => {
    const role = kpi.met === null ? 'kpi-unknown' : kpi.met ? 'kpi-met' : 'kpi-missed';
    for (const part of wrapText(texts.kpi(kpi, result), width, (text) => measure(text, small, false))) {
      y += line * 0.95;
      addText(role, part, { size: small });
    }
    y += fontSize * 0.3;
  };

  const droppedText = (from: StageResult): string => (from.dropped === null ? '' : fillIn(texts.messages.dropped, texts.count(from.dropped)));
  const rateText = (to: StageResult): string => texts.rateWithInterval(to.rateFromPrevious, to.rateInterval);
  const rateAndMedianText = (to: StageResult): string => {
    const median = to.secondsFromPrevious?.p50 ?? null;
    return median === null ? rateText(to) : `${rateText(to)} · ${fillIn(texts.messages.median, texts.duration(median))}`;
  };
  const fitsBeside = (left: string, right: string): boolean => indent + measure(left, small, false) + gap + measure(right, small, false) <= width;
  // One answer for the whole picture, so that its steps read alike; what is left out is in the table.
  const steps = path.slice(1).map((to, index) => ({ to, dropped: path[index] ? droppedText(path[index]) : '' }));
  const withMedian = steps.every(({ to, dropped }) => fitsBeside(rateAndMedianText(to), dropped));
  const droppedBelow = !steps.every(({ to, dropped }) => fitsBeside(rateText(to), dropped));

  const addStep = (from: StageResult, to: StageResult): void => {
    const top = y;
    y += line;
    addText('rate', withMedian ? rateAndMedianText(to) : rateText(to), { x: indent, size: small, room: width - indent });
    if (droppedBelow) {
      y += line * 0.85;
      addText('dropped', droppedText(from), { x: indent, size: small, room: width - indent });
    } else addText('dropped', droppedText(from), { x: width, anchor: 'end', size: small });
    y += fontSize * 0.35;
    shapes.push({ kind: 'line', role: 'step', x1: indent / 2, y1: top + fontSize * 0.4, x2: indent / 2, y2: y });
  };

  for (const [index, stage] of path.entries()) {
    const previous = path[index - 1];
    if (previous) addStep(previous, stage);
    const reached = stage.reached ?? 0;
    addNameAndCount(stage, reached);
    const length = lengthOf(reached);
    const before = lengthOf(previous?.reached ?? reached);
    const label = visibleText(stage.label);
    if (length > 0) shapes.push({ kind: 'rect', role: 'bar', x: 0, y, width: length, height: barHeight, title: `${label}: ${texts.count(reached)}` });
    if (before > length && previous?.dropped) {
      shapes.push({ kind: 'rect', role: 'gap', x: length, y, width: before - length, height: barHeight, title: droppedText(previous) });
    }
    y += barHeight;
    stage.kpis.forEach(addKpi);
  }

  if (side.length > 0) {
    y += line;
    shapes.push({ kind: 'line', role: 'rule', x1: 0, y1: y, x2: width, y2: y });
    y += line;
    addText('heading', texts.messages.offThePath, { size: small });
    for (const stage of side) {
      addNameAndCount(stage, stage.entered);
      const length = lengthOf(stage.entered);
      const title = `${visibleText(stage.label)}: ${texts.count(stage.entered)}`;
      if (length > 0) shapes.push({ kind: 'rect', role: 'side', x: 0, y, width: length, height: barHeight * 0.6, title });
      y += barHeight * 0.6;
      stage.kpis.forEach(addKpi);
    }
  }

  return { width, height: y + fontSize * 0.5, shapes };
}
