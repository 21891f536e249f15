import assert from 'node:assert/strict';
import { ENGLISH } from '../../../src/drawing/drawing-messages.ts';
import { drawingTexts } from '../../../src/drawing/drawing-texts.ts';
import { visibleText } from '../../../src/drawing/visible-text.ts';
import { exampleResult } from './example-result.ts';

describe('the numbers of a result as texts', () => {
  const texts = drawingTexts();

  it('groups counts and rounds rates to one decimal', () => {
    assert.equal(texts.count(11_940), '11,940');
    assert.equal(texts.rate(190 / 780), '24.4 %');
    assert.equal(texts.rate(0), '0.0 %');
    assert.equal(texts.rateWithInterval(190 / 780, [0.2148, 0.2749]), '24.4 % (21.5–27.5)');
  });

  it('says nothing where the base is 0', () => {
    assert.equal(texts.rate(null), '–');
    assert.equal(texts.rateWithInterval(null, null), '–');
    assert.equal(texts.duration(null), '–');
  });

  it('gives moments in UTC to the minute', () => assert.equal(texts.moment('2026-03-31T22:00:00.000Z'), '2026-03-31 22:00 UTC'));

  it("follows the reader's language", () => {
    const german = drawingTexts('de', { ...ENGLISH, kpiShare: '{0} von {1}, Ziel {2}' });
    assert.equal(german.count(11_940), '11.940');
    assert.equal(german.rate(190 / 780), '24,4 %');
    assert.equal(
      german.kpi({ target: 0.255, unit: 'share', of: 'browsing', actual: 0.3, met: true }, exampleResult()),
      '✓ KPI met: 30,0 % von Browsing, Ziel 25,5 %',
    );
  });

  it('tells a KPI by sign and word', () => {
    const result = exampleResult();
    assert.equal(texts.kpi({ target: 50, unit: 'contacts', actual: 1200, met: true }, result), '✓ KPI met: 1,200 contacts, target 50');
    assert.equal(
      texts.kpi({ target: 0.25, unit: 'share', of: 'browsing', withinSeconds: 14 * 86_400, actual: 0.2, met: false }, result),
      '✗ KPI missed: 20.0 % of Browsing within 14 d, target 25 %',
    );
    assert.equal(
      texts.kpi({ target: 0.25, unit: 'share', of: 'browsing', actual: null, met: null }, result),
      '? KPI not measurable: – of Browsing, target 25 %',
    );
  });
});

describe('a text made visible', () => {
  const cases: readonly [name: string, text: string, expected: string][] = [
    ['plain text stays', 'Größe 既存 مهتم 👩‍👩‍👧', 'Größe 既存 مهتم 👩‍👩‍👧'],
    ['an escape sequence cannot drive a terminal', 'a\u001b[31mb', 'a\uFFFD[31mb'],
    ['a line break stays on the line', 'a\nb\tc', 'a\uFFFDb\uFFFDc'],
    ['a direction override is seen', 'a\u202Eb\u2066c', 'a\uFFFDb\uFFFDc'],
    ['an order to a build is seen', 'x::error file=a::b', 'x\uFFFD:error file=a::b'],
    ['an order to another build is seen', '##[error]a ##vso[task.b]c', '\uFFFD#[error]a \uFFFD#vso[task.b]c'],
    ['colons that order nothing stay', 'a::b 10:30:00', 'a::b 10:30:00'],
    ['a lone surrogate is seen', 'a\uD800b', 'a\uFFFDb'],
  ];
  for (const [name, text, expected] of cases) it(name, () => assert.equal(visibleText(text), expected));
});
