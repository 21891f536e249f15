import stringWidth from 'string-width';
import type { JourneyResult } from '../results/result.ts';
import { drawingTexts } from './drawing-texts.ts';
import { funnelLayout, type Shape } from './funnel-layout.ts';
import { visibleText } from './visible-text.ts';

export interface FunnelSvgOptions {
  /** Pixels. */
  readonly width: number;
  readonly palette: 'light' | 'dark';
  /** Draw the background too; without it the picture is transparent. */
  readonly background: boolean;
  readonly locale?: string;
}

interface Palette {
  readonly background: string;
  readonly text: string;
  readonly quiet: string;
  readonly bar: string;
  readonly gap: string;
  readonly side: string;
  readonly line: string;
  readonly met: string;
  readonly missed: string;
}

// Text reaches a contrast of at least 4.5 : 1 and marks of 3 : 1 on the background; tested.
const PALETTES: Record<FunnelSvgOptions['palette'], Palette> = {
  light: {
    background: '#ffffff',
    text: '#1f2328',
    quiet: '#57606a',
    bar: '#0969da',
    gap: '#8c959f',
    side: '#9a6700',
    line: '#8c959f',
    met: '#1a7f37',
    missed: '#b3261e',
  },
  dark: {
    background: '#1f1f1f',
    text: '#e6e6e6',
    quiet: '#a6a6a6',
    bar: '#3794ff',
    gap: '#7d7d7d',
    side: '#d7a33c',
    line: '#7d7d7d',
    met: '#5fbf77',
    missed: '#ff8080',
  },
};

const FONT_SIZE = 14;
const MARGIN = 16;

/** The funnel as a stand-alone SVG document, with a title and a description for those who do not see it. */
export function funnelSvg(result: JourneyResult, options: FunnelSvgOptions): string {
  const colours = PALETTES[options.palette];
  const texts = drawingTexts(options.locale);
  const layout = funnelLayout(result, { width: options.width - 2 * MARGIN, fontSize: FONT_SIZE, texts, measure: estimateWidth });
  const width = layout.width + 2 * MARGIN;
  const height = layout.height + 2 * MARGIN;
  const description = result.stages.map((stage) => `${visibleText(stage.label)}: ${texts.count(stage.reached ?? stage.entered)}`).join('; ');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${number(width)}" height="${number(height)}" viewBox="0 0 ${number(width)} ${number(height)}" role="img" aria-labelledby="title description" font-family="system-ui, sans-serif" unicode-bidi="plaintext">`,
    `<title id="title">${escape(visibleText(result.label))}</title>`,
    `<desc id="description">${escape(description)}</desc>`,
    ...(options.background ? [`<rect width="100%" height="100%" fill="${colours.background}"/>`] : []),
    `<g transform="translate(${MARGIN} ${MARGIN})">`,
    ...layout.shapes.map((shape) => shapeElement(shape, colours)),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

function shapeElement(shape: Shape, colours: Palette): string {
  switch (shape.kind) {
    case 'rect': {
      const place = `x="${number(shape.x)}" y="${number(shape.y)}" width="${number(shape.width)}" height="${number(shape.height)}"`;
      const paint = shape.role === 'gap' ? `fill="none" stroke="${colours.gap}" stroke-dasharray="3 3"` : `fill="${colours[shape.role]}"`;
      return `<rect ${place} ${paint}><title>${escape(shape.title)}</title></rect>`;
    }
    case 'line':
      return `<line x1="${number(shape.x1)}" y1="${number(shape.y1)}" x2="${number(shape.x2)}" y2="${number(shape.y2)}" stroke="${colours.line}"/>`;
    case 'text': {
      const colour = { stage: colours.text, count: colours.text, rate: colours.quiet, dropped: colours.quiet, heading: colours.quiet };
      const kpi = { 'kpi-met': colours.met, 'kpi-missed': colours.missed, 'kpi-unknown': colours.quiet };
      const style = `font-size="${number(shape.size)}" text-anchor="${shape.anchor}" fill="${{ ...colour, ...kpi }[shape.role]}"${shape.bold ? ' font-weight="bold"' : ''}`;
      const title = shape.text === shape.full ? '' : `<title>${escape(shape.full)}</title>`;
      return `<text x="${number(shape.x)}" y="${number(shape.y)}" ${style}>${title}${escape(shape.text)}</text>`;
    }
  }
}

/** Without fonts to ask, from the cells that a text takes in a terminal: slightly wide, so that nothing runs over. */
function estimateWidth(text: string, size: number, bold: boolean): number {
  return stringWidth(text) * size * (bold ? 0.64 : 0.6);
}

function number(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${String(character.charCodeAt(0))};`);
}
