import type { VNode } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import { fillIn } from '../../drawing/drawing-messages.ts';
import type { DrawingTexts } from '../../drawing/drawing-texts.ts';
import { funnelLayout, type Shape } from '../../drawing/funnel-layout.ts';
import { visibleText } from '../../drawing/visible-text.ts';
import type { JourneyResult } from '../../results/result.ts';
import { textMeasure } from '../measure-text.ts';
import type { ViewStrings } from '../protocol.ts';
import { useSize } from '../use-size.ts';

interface FunnelPictureProps {
  readonly result: JourneyResult;
  readonly texts: DrawingTexts;
  readonly strings: ViewStrings;
  readonly revealStage: (stage: string) => void;
}

/**
 * The shapes of src/drawing as SVG. For screen readers it is one named picture; the table below says the same in full,
 * and has the stages as buttons for the keyboard, which the names in the picture are for the mouse only.
 */
export function FunnelPicture({ result, texts, strings, revealStage }: FunnelPictureProps): VNode {
  const frame = useRef<HTMLElement>(null);
  const size = useSize(frame);
  const measure = useMemo(() => textMeasure(size.fontFamily), [size.fontFamily]);
  const layout = useMemo(
    () => (size.width === 0 ? null : funnelLayout(result, { width: size.width, fontSize: size.fontSize, texts, measure })),
    [result, texts, size, measure],
  );
  const summary = result.stages.map((stage) => fillIn(strings.pictureStage, visibleText(stage.label), texts.count(stage.reached ?? stage.entered)));
  return (
    <figure ref={frame} class="picture">
      {layout && (
        <svg
          role="img"
          aria-label={fillIn(strings.picture, visibleText(result.label), summary.join(', '))}
          width={layout.width}
          height={layout.height}
          viewBox={`0 0 ${String(layout.width)} ${String(layout.height)}`}
        >
          {layout.shapes.map((shape, index) => (
            <ShapeElement key={index} {...{ shape, strings, revealStage }} />
          ))}
        </svg>
      )}
    </figure>
  );
}

function ShapeElement({ shape, strings, revealStage }: { shape: Shape } & Pick<FunnelPictureProps, 'strings' | 'revealStage'>): VNode {
  switch (shape.kind) {
    case 'rect':
      return (
        <rect class={shape.role} x={shape.x} y={shape.y} width={shape.width} height={shape.height}>
          <title>{shape.title}</title>
        </rect>
      );
    case 'line':
      return <line class={shape.role} x1={shape.x1} y1={shape.y1} x2={shape.x2} y2={shape.y2} />;
    case 'text': {
      const { stage } = shape;
      const title = stage === undefined ? (shape.text === shape.full ? undefined : shape.full) : fillIn(strings.showStage, shape.full);
      return (
        <text
          class={`text ${shape.role}`}
          x={shape.x}
          y={shape.y}
          text-anchor={shape.anchor}
          font-size={shape.size}
          font-weight={shape.bold ? 'bold' : 'normal'}
          onClick={stage === undefined ? undefined : () => revealStage(stage)}
        >
          {title !== undefined && <title>{title}</title>}
          {shape.text}
        </text>
      );
    }
  }
}
