import type { JourneyResult } from '../results/result.ts';
import type { DrawingTexts } from './drawing-texts.ts';
import { drawingTexts } from './drawing-texts.ts';
import { estimateWidth } from './estimate-width.ts';
import { funnelLayout, type Shape } from './funnel-layout.ts';
import { markupText } from './markup-text.ts';
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
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${number(width)}" height="${number(height)}" viewBox="0 0 ${number(width)} ${number(height)}" role="img" aria-labelledby="title description" font-family="system-ui, sans-serif" unicode-bidi="plaintext">`,
    `<title id="title">${markupText(result.label)}</title>`,
    `<desc id="description">${markupText(funnelDescription(result, texts))}</desc>`,
    ...(options.background ? [`<rect width="100%" height="100%" fill="${colours.background}"/>`] : []),
    `<g transform="translate(${MARGIN} ${MARGIN})">`,
    ...funnelElements(layout.shapes, (role) => attributesOf(role, colours)),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

/** The shapes of a funnel as elements of SVG; `paint` gives the attributes that colour what plays a role. */
export function funnelElements(shapes: readonly Shape[], paint: (role: Shape['role']) => string): string[] {
  return shapes.map((shape) => {
    switch (shape.kind) {
      case 'rect': {
        const place = `x="${number(shape.x)}" y="${number(shape.y)}" width="${number(shape.width)}" height="${number(shape.height)}"`;
        return `<rect ${place} ${paint(shape.role)}><title>${markupText(shape.title)}</title></rect>`;
      }
      case 'line':
        return `<line x1="${number(shape.x1)}" y1="${number(shape.y1)}" x2="${number(shape.x2)}" y2="${number(shape.y2)}" ${paint(shape.role)}/>`;
      case 'text': {
        const style = `font-size="${number(shape.size)}" text-anchor="${shape.anchor}" ${paint(shape.role)}${shape.bold ? ' font-weight="bold"' : ''}`;
        const title = shape.text === shape.full ? '' : `<title>${markupText(shape.full)}</title>`;
        return `<text x="${number(shape.x)}" y="${number(shape.y)}" ${style}>${title}${markupText(shape.text)}</text>`;
      }
    }
  });
}

/** The funnel's stages in one sentence, for those who do not see it. */
export function funnelDescription(result: JourneyResult, texts: DrawingTexts): string {
  return result.stages.map((stage) => `${visibleText(stage.label)}: ${texts.count(stage.reached ?? stage.entered)}`).join('; ');
}

function attributesOf(role: Shape['role'], colours: Palette): string {
  switch (role) {
    case 'gap':
      return `fill="none" stroke="${colours.gap}" stroke-dasharray="3 3"`;
    case 'bar':
    case 'side':
      return `fill="${colours[role]}"`;
    case 'step':
    case 'rule':
      return `stroke="${colours.line}"`;
    case 'stage':
    case 'count':
      return `fill="${colours.text}"`;
    case 'kpi-met':
      return `fill="${colours.met}"`;
    case 'kpi-missed':
      return `fill="${colours.missed}"`;
    case 'rate':
    case 'dropped':
    case 'heading':
    case 'kpi-unknown':
      return `fill="${colours.quiet}"`;
  }
}

function number(value: number): string {
  return String(Math.round(value * 100) / 100);
}
