import assert from 'node:assert/strict';
import { drawingTexts } from '../../../src/drawing/drawing-texts.ts';
import { funnelLayout, type RectShape, type Shape, type TextShape } from '../../../src/drawing/funnel-layout.ts';
import type { JourneyResult } from '../../../src/results/result.ts';
import { emptyResult, exampleResult, withLabels } from './example-result.ts';

// Every character half as wide as it is high: widths can be worked out by hand.
const measure = (text: string, size: number): number => Array.from(text).length * size * 0.5;
const layout = (result: JourneyResult, width: number): ReturnType<typeof funnelLayout> =>
  funnelLayout(result, { width, fontSize: 10, texts: drawingTexts(), measure });

const rects = (shapes: readonly Shape[], role: RectShape['role']): RectShape[] =>
  shapes.filter((shape): shape is RectShape => shape.kind === 'rect' && shape.role === role);
const texts = (shapes: readonly Shape[], role: TextShape['role']): TextShape[] =>
  shapes.filter((shape): shape is TextShape => shape.kind === 'text' && shape.role === role);

describe('the layout of a funnel', () => {
  it('makes bars as long as the contacts that reached a stage', () => {
    const { shapes } = layout(exampleResult(), 780);
    assert.deepEqual(
      rects(shapes, 'bar').map((bar) => [bar.x, bar.width, bar.title]),
      [
        [0, 780, 'Browsing: 780'],
        [0, 190, 'Interested: 190'],
        [0, 60, 'Engaged: 60'],
        [0, 25, 'Customer: 25'],
      ],
    );
    // The gap reaches from a bar's end to where the stage before ended: 190 to 780, 60 to 190, 25 to 60.
    assert.deepEqual(
      rects(shapes, 'gap').map((gap) => [gap.x, gap.width, gap.title]),
      [
        [190, 590, '590 dropped'],
        [60, 130, '130 dropped'],
        [25, 35, '35 dropped'],
      ],
    );
    assert.deepEqual(
      rects(shapes, 'side').map((bar) => [bar.x, bar.width]),
      [[0, 120]],
    );
  });

  it('names every stage with its count, in order, side stages below the path', () => {
    const { shapes } = layout(exampleResult(), 600);
    assert.deepEqual(
      texts(shapes, 'stage').map((text) => [text.text, text.stage]),
      [
        ['Browsing', 'browsing'],
        ['Interested', 'interested'],
        ['Engaged', 'engaged'],
        ['Customer', 'customer'],
        ['Dormant', 'dormant'],
      ],
    );
    assert.deepEqual(
      texts(shapes, 'count').map((text) => text.text),
      ['780', '190', '60', '25', '120'],
    );
    const heights = texts(shapes, 'stage').map((text) => text.y);
    assert.deepEqual(
      heights,
      heights.toSorted((a, b) => a - b),
    );
    const [heading] = texts(shapes, 'heading');
    assert.ok(heading && heading.y > (heights[3] ?? Infinity) && heading.y < (heights[4] ?? 0));
  });

  it('puts rate, interval, median and drop-off between two stages', () => {
    const { shapes } = layout(exampleResult(), 600);
    assert.deepEqual(
      texts(shapes, 'rate').map((text) => text.text),
      ['24.4 % (21.5–27.5) · median 2 d 7 h', '31.6 % (25.4–38.5) · median 45 min', '41.7 % (30.1–54.3) · median 9 d'],
    );
    assert.deepEqual(
      texts(shapes, 'dropped').map((text) => text.text),
      ['590 dropped', '130 dropped', '35 dropped'],
    );
  });

  it('marks KPIs', () => {
    const { shapes } = layout(exampleResult(), 600);
    assert.deepEqual(
      texts(shapes, 'kpi-missed').map((text) => text.text),
      ['✗ KPI missed: 24.4 % of Browsing within 14 d, target 25 %'],
    );
    assert.deepEqual(
      texts(shapes, 'kpi-met').map((text) => text.text),
      ['✓ KPI met: 25 contacts, target 20'],
    );
  });

  it('keeps every shape inside, whatever the width and the labels', () => {
    const long = 'A label that goes on and on '.repeat(10);
    const labelled = withLabels(exampleResult(), [long, '既存の顧客をもう一度'.repeat(8), '👩‍👩‍👧'.repeat(60), long, long]);
    for (const width of [80, 120, 300, 1200]) {
      const { shapes, height } = layout(labelled, width);
      for (const shape of shapes) {
        switch (shape.kind) {
          case 'rect':
            assert.ok(shape.x >= 0 && shape.x + shape.width <= width + 1e-9 && shape.y + shape.height <= height, JSON.stringify(shape));
            break;
          case 'line':
            assert.ok(shape.x2 <= width && shape.y2 <= height, JSON.stringify(shape));
            break;
          case 'text': {
            const length = measure(shape.text, shape.size);
            const [left, right] = shape.anchor === 'start' ? [shape.x, shape.x + length] : [shape.x - length, shape.x];
            assert.ok(left >= 0 && right <= width && shape.y <= height, JSON.stringify({ width, ...shape }));
          }
        }
      }
      // A cut label keeps its whole text for those who ask.
      assert.ok(texts(shapes, 'stage').every((text) => text.text === text.full || text.text.endsWith('…')));
      assert.equal(texts(shapes, 'stage')[0]?.full, long);
    }
  });

  it('drops the median before the drop-off where it is narrow', () => {
    const { shapes } = layout(exampleResult(), 160);
    assert.deepEqual(
      texts(shapes, 'rate').map((text) => text.text.includes('median')),
      [false, false, false],
    );
    assert.deepEqual(
      texts(shapes, 'dropped').map((text) => text.text),
      ['590 dropped', '130 dropped', '35 dropped'],
    );
  });

  it('draws a stage that almost nobody reached, and no bar for one that nobody did', () => {
    const result = exampleResult();
    const [first, second] = result.stages;
    assert.ok(first && second);
    const { shapes } = layout(
      {
        ...result,
        stages: [
          { ...first, reached: 1_000_000 },
          { ...second, reached: 1 },
        ],
      },
      500,
    );
    assert.deepEqual(
      rects(shapes, 'bar').map((bar) => bar.width),
      [500, 1],
    );
    const nobody = layout(emptyResult(), 500).shapes;
    assert.deepEqual(
      nobody.filter((shape) => shape.kind === 'rect'),
      [],
    );
    assert.deepEqual(
      texts(nobody, 'rate').map((text) => text.text),
      ['–', '–', '–'],
    );
  });
});
