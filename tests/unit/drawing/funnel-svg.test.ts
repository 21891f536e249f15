import assert from 'node:assert/strict';
import { funnelSvg } from '../../../src/drawing/funnel-svg.ts';
import { exampleResult, withLabels } from './example-result.ts';
import { contrast } from '../../support/contrast.ts';

const options = { width: 640, palette: 'light', background: true } as const;

describe('the funnel as SVG', () => {
  it('has a title, a description and one bar a stage', () => {
    const svg = funnelSvg(exampleResult(), options);
    assert.ok(svg.includes('<title id="title">Lead nurturing</title>'));
    assert.ok(svg.includes('<desc id="description">Browsing: 780; Interested: 190; Engaged: 60; Customer: 25; Dormant: 120</desc>'));
    // 640 wide less two margins of 16 is 608: 190/780 of it is 148.1.
    assert.equal(svg.match(/<rect [^>]*fill="#0969da"/g)?.length, 4);
    assert.match(svg, /width="608" height="21" fill="#0969da"/);
    assert.match(svg, /width="148\.1" height="21" fill="#0969da"/);
  });

  it('escapes whatever a label holds', () => {
    const svg = funnelSvg(withLabels(exampleResult(), ['<img src=x onerror="alert(1)">', `a & b ' "`, ']]><script>', '\u0000\u001b', '\uD800']), options);
    assert.ok(!/<img|<script|onerror="/.test(svg));
    assert.ok(svg.includes('&#60;img src=x onerror=&#34;alert(1)&#34;&#62;'));
    assert.ok(svg.includes('a &#38; b &#39; &#34;'));
    // XML 1.0 has no place for control characters and lone surrogates.
    assert.ok(!/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.test(svg));
    for (const [, tag] of svg.matchAll(/<\/?([a-z]+)/g)) assert.ok(['svg', 'title', 'desc', 'rect', 'line', 'text', 'g'].includes(tag ?? ''), tag);
  });

  for (const palette of ['light', 'dark'] as const) {
    it(`is readable in the ${palette} palette`, () => {
      const svg = funnelSvg(exampleResult(), { ...options, palette });
      const background = /<rect width="100%" height="100%" fill="(#[0-9a-f]{6})"/.exec(svg)?.[1];
      assert.ok(background);
      const used = (pattern: RegExp): Set<string> => new Set(Array.from(svg.matchAll(pattern), (match) => match[1] ?? ''));
      const texts = used(/<text [^>]*fill="(#[0-9a-f]{6})"/g);
      const marks = new Set([...used(/<rect x[^>]*fill="(#[0-9a-f]{6})"/g), ...used(/stroke="(#[0-9a-f]{6})"/g)]);
      assert.ok(texts.size >= 4 && marks.size >= 3);
      for (const colour of texts) assert.ok(contrast(colour, background) >= 4.5, `${colour} on ${background}`);
      for (const colour of marks) assert.ok(contrast(colour, background) >= 3, `${colour} on ${background}`);
    });
  }

  it('can be transparent', () => assert.ok(!funnelSvg(exampleResult(), { ...options, background: false }).includes('width="100%"')));

  it('is the same every time', () => assert.equal(funnelSvg(exampleResult(), options), funnelSvg(exampleResult(), options)));
});
