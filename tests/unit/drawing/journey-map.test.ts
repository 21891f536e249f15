import assert from 'node:assert/strict';
import { Graphviz } from '@hpcc-js/wasm-graphviz';
import { DOMParser } from '@xmldom/xmldom';
import * as fc from 'fast-check';
import { drawingTexts } from '../../../src/drawing/drawing-texts.ts';
import { estimateWidth } from '../../../src/drawing/estimate-width.ts';
import type { JourneyMap, MapStage, MapWay } from '../../../src/drawing/map-document.ts';
import { mapDot } from '../../../src/drawing/map-dot.ts';
import type { MapBox, MapLine, MapText } from '../../../src/drawing/map-layout.ts';
import { mapLayout } from '../../../src/drawing/map-layout.ts';
import { mapMermaid } from '../../../src/drawing/map-mermaid.ts';
import { ENGLISH_MAP } from '../../../src/drawing/map-messages.ts';
import { mapSvg } from '../../../src/drawing/map-svg.ts';
import { HOSTILE, hostileName } from './hostile-names.ts';
import { contrast } from '../../support/contrast.ts';

const place = { file: 'j.journey', line: 1 };

const stageOf = (name: string, label: string, kind: MapStage['kind']): MapStage => ({
  name,
  label,
  kind,
  isGoal: false,
  kpis: [],
  touchpoints: [],
  notes: [],
  sends: [],
  ...place,
});

/** A path of `labels`, each third stage off it; `ways`: from which stages each is entered too. */
function mapOf(labels: readonly string[], text: string, ways: readonly (readonly [to: number, from: readonly number[]])[] = []): JourneyMap {
  const stages = labels.map((label, index) => stageOf(`s${String(index)}`, label, index % 3 === 2 ? 'side' : 'path'));
  const path = stages.filter(({ kind }) => kind === 'path');
  const rules = [{ index: 0, text, ...place }];
  const next = path.map(({ name }, index): MapWay => {
    const before = path[index - 1];
    return before
      ? { to: name, from: 'stages', stages: [before.name], fromOutside: false, rules }
      : { to: name, from: 'outside', stages: [], fromOutside: true, rules };
  });
  const more = ways.map(([to, from]): MapWay => ({
    to: `s${String(to)}`,
    from: 'stages',
    stages: from.map((one) => `s${String(one)}`),
    fromOutside: false,
    rules,
  }));
  return {
    schema: 1,
    journey: 'j',
    label: labels[0] ?? '',
    goal: 's0',
    order: 'sequential',
    audience: text,
    reentry: { kind: 'never' },
    consentRequired: false,
    timezone: 'UTC',
    ...place,
    stages: [...path, ...stages.filter(({ kind }) => kind === 'side')],
    ways: [...next, ...more],
    sends: [],
  };
}

const maps = (label: fc.Arbitrary<string>): fc.Arbitrary<JourneyMap> =>
  fc.integer({ min: 1, max: 12 }).chain((count) =>
    fc
      .tuple(
        fc.array(label, { minLength: count, maxLength: count }),
        label,
        fc.array(fc.tuple(fc.nat(count - 1), fc.uniqueArray(fc.nat(count - 1), { minLength: 1, maxLength: 4 })), { maxLength: 6 }),
      )
      .map(([labels, text, ways]) =>
        mapOf(
          labels,
          text,
          ways.map(([to, from]) => [to, from.filter((one) => one !== to)] as const).filter(([, from]) => from.length > 0),
        ),
      ),
  );

const overlap = (a: MapBox, b: MapBox): boolean =>
  a.x < b.x + b.width - 0.01 && b.x < a.x + a.width - 0.01 && a.y < b.y + b.height - 0.01 && b.y < a.y + a.height - 0.01;

function checkLayout(map: JourneyMap): void {
  const { width, height, shapes } = mapLayout(map, { fontSize: 14, texts: drawingTexts(), messages: ENGLISH_MAP, measure: estimateWidth });
  const boxes = shapes.filter((shape): shape is MapBox => shape.kind === 'box');
  for (const [index, box] of boxes.entries()) {
    assert(box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height, JSON.stringify(box));
    for (const other of boxes.slice(index + 1)) assert(!overlap(box, other), JSON.stringify([box, other]));
  }
  for (const text of shapes.filter((shape): shape is MapText => shape.kind === 'text' && shape.anchor === 'start')) {
    assert(text.x + estimateWidth(text.text, text.size, text.bold) <= width, text.text);
  }
  // Every branch begins at a box of a stage and ends at one that lets in; upright, no two ways share a place.
  const upright: { x: number; from: number; to: number; way: number }[] = [];
  for (const [way, line] of shapes.filter((shape): shape is MapLine => shape.kind === 'way').entries()) {
    for (const branch of line.branches) {
      const end = branch.at(-1);
      assert(end && boxes.some((box) => box.role === 'entry' && end.x >= box.x && end.x <= box.x + box.width && end.y >= box.y && end.y <= box.y + box.height));
      assert(branch.every(({ x, y }) => x >= 0 && x <= width && y >= 0 && y <= height));
      const [, a, b] = branch.length === 4 ? branch : [];
      if (a && b) upright.push({ x: a.x, from: Math.min(a.y, b.y), to: Math.max(a.y, b.y), way });
    }
  }
  for (const [index, a] of upright.entries()) {
    for (const b of upright.slice(index + 1)) assert(a.way === b.way || Math.abs(a.x - b.x) > 1 || a.to < b.from || b.to < a.from, JSON.stringify([a, b]));
  }
}

describe("a journey's map", () => {
  it('lays out any journey without an overlap, everything inside', () => {
    fc.assert(fc.property(maps(fc.string({ maxLength: 80 })), checkLayout), { numRuns: 150 });
  });

  it('lays out 1 and 200 stages', () => {
    checkLayout(mapOf(['Only'], 'when been active'));
    checkLayout(
      mapOf(
        Array.from({ length: 200 }, (_, index) => `Stage ${String(index)} with a label that is long`),
        'when clicked any email within 14 days',
        Array.from({ length: 60 }, (_, index) => [index * 3 + 2, [index * 3, index * 3 + 1]] as const),
      ),
    );
  });

  it('has colours with enough contrast in light and dark', () => {
    const svg = mapSvg(mapOf(['a', 'b', 'c'], 'when been active'));
    const [light = '', dark = ''] = (/<style>([\s\S]*)<\/style>/.exec(svg)?.[1] ?? '').split('@media');
    for (const style of [light, dark]) {
      const of = (rule: RegExp): string => {
        const colour = rule.exec(style)?.[1];
        assert(colour, String(rule));
        return colour;
      };
      const grounds = [/\.ground \{ fill: (#\w+)/, /\.goal \{ fill: (#\w+)/, /\.side \{ fill: (#\w+)/, /\.entry \{ fill: (#\w+)/].map(of);
      for (const ground of grounds) {
        for (const words of [/text \{ fill: (#\w+)/, /\.from \{ fill: (#\w+)/].map(of)) assert(contrast(words, ground) >= 4.5, `${words} on ${ground}`);
      }
      const lines = [/\.on \{ stroke: (#\w+)/, /\.to-path \{ stroke: (#\w+)/, /\.to-side \{ stroke: (#\w+)/].map(of);
      for (const line of lines) assert(contrast(line, grounds[0] ?? '') >= 3, line);
    }
  });

  it('is well-formed SVG without script whatever names hold', () => {
    fc.assert(
      fc.property(maps(hostileName()), (map) => {
        const problems: string[] = [];
        const svg = mapSvg(map);
        const document = new DOMParser({ onError: (_, message) => message.includes('replacement character') || problems.push(message) }).parseFromString(
          svg,
          'image/svg+xml',
        );
        assert.deepEqual(problems, []);
        const known = ['svg', 'title', 'desc', 'style', 'rect', 'text', 'g', 'path', 'circle'];
        for (const element of Array.from(document.getElementsByTagName('*'))) {
          assert(known.includes(element.tagName), element.tagName);
          for (const { name } of Array.from(element.attributes)) assert(!/^on|href/i.test(name), name);
        }
      }),
      { numRuns: 100 },
    );
  });

  // A few graphs of many names: the WebAssembly build of Graphviz wears out after some dozens of runs.
  for (const text of ['when been active', HOSTILE.join(' '), '"]; s1 -> s2; x [label="']) {
    it(`is DOT that Graphviz reads, with the stages and ways of the map: ${JSON.stringify(text.slice(0, 20))}`, async () => {
      const map = mapOf(HOSTILE, text, [
        [2, [0, 1]],
        [0, [5]],
      ]);
      const graphviz = await Graphviz.load();
      const graph = JSON.parse(graphviz.dot(mapDot(map), 'dot_json')) as { objects: { name: string; label: string }[]; edges: { label: string }[] };
      assert.equal(graph.objects.length, map.stages.length + 1);
      assert.equal(graph.edges.length, map.ways.length + 1);
      // Read back, a label is the name again.
      const first = graph.objects.find(({ name }) => name === 's1');
      assert.equal(first?.label.replaceAll('\\n', '').replaceAll('\\\\', '\\').replaceAll('&amp;', '&').replaceAll(' ', ''), HOSTILE[0]?.replaceAll(' ', ''));
    });
  }

  it('is Mermaid of the few forms that it uses, whatever names hold', () => {
    // Letters, marks and digits, the signs that mean nothing, entities, and line breaks of ours.
    const label = /"(?:[\p{L}\p{M}\p{N} .,()/+!?'_✉→·–…-]|#\d+;|<br\/>)+"/u.source;
    const line = new RegExp(
      `^(?:flowchart TB|  accTitle: [\\p{L}\\p{M}\\p{N} ]+|  [so]\\d+(?:\\[${label}\\]|\\(\\[${label}\\]\\))|  [so]\\d+ -->\\|${label}\\| s\\d+|  classDef (?:path|side)Stage [a-z0-9#:,]+|  class s\\d+(?:,s\\d+)* (?:path|side)Stage|)$`,
      'u',
    );
    fc.assert(
      fc.property(maps(hostileName()), (map) => {
        for (const one of mapMermaid(map).split('\n')) assert.match(one, line);
      }),
      { numRuns: 200 },
    );
  });
});
