import stringWidth from 'string-width';
import { fillIn } from './drawing-messages.ts';
import { drawingTexts } from './drawing-texts.ts';
import { wrapText } from './fit-text.ts';
import type { JourneyMap, MapStage, MapWay } from './map-document.ts';
import { originText } from './map-layout.ts';
import { ENGLISH_MAP } from './map-messages.ts';
import { visibleText } from './visible-text.ts';

/** What the languages of graphs show in a stage and on a way, line by line, before it is escaped for one of them. */

const LONGEST_LINE = 44;

const texts = drawingTexts();

export function stageLines(stage: MapStage): string[] {
  const { counts } = stage;
  return [
    ...wrapped(stage.label),
    ...[stage.isGoal ? ENGLISH_MAP.goal : '', stage.phase ?? ''].filter((text) => text !== ''),
    ...(counts ? [`${texts.count(counts.reached ?? counts.entered)} contacts, ${fillIn(ENGLISH_MAP.nowIn, texts.count(counts.current))}`] : []),
    ...stage.sends.flatMap(({ campaign, email, when }) => wrapped(fillIn(ENGLISH_MAP.send, campaign, email, when))),
  ];
}

export function wayLines({ rules }: MapWay): string[] {
  return rules.flatMap(({ text, moves }) => [...wrapped(text), ...(moves === undefined ? [] : [movesText(moves)])]);
}

/** What stands for where a way leads from that is no stage. */
export function originLine(map: JourneyMap, way: MapWay): string {
  return originText(map, way, ENGLISH_MAP).replace(/^from /, '');
}

function movesText(moves: number): string {
  return moves === 1 ? ENGLISH_MAP.oneMove : fillIn(ENGLISH_MAP.moves, texts.count(moves));
}

const wrapped = (text: string): string[] => wrapText(visibleText(text), LONGEST_LINE, stringWidth);
