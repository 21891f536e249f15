import assert from 'node:assert/strict';
import { TextDocument } from 'langium';
import type { Diagnostic } from 'vscode-languageserver-types';
import type { DiagnosticData } from '../../../language-server/checks/report.ts';
import { writtenTokens } from '../../../language-server/formatting/written-tokens.ts';
import { generateJourney } from '../../differential/generate-journey.ts';
import { textOf } from '../../differential/phrase.ts';
import { Random } from '../../differential/random.ts';
import { disordered } from '../../support/disordered.ts';
import { documentedTexts, exampleTexts, format, services } from '../../support/formatting.ts';
import { readFiles } from '../../support/journeys.ts';

/** A hundredth of what `JOURNEY_SOAK=1` runs, and always the same. */
const GENERATED = process.env['JOURNEY_SOAK'] === '1' ? 20_000 : 200;

const random = new Random(20_260_401);

describe('formatting shows the same diagnostics', () => {
  for (const { name, text } of [...exampleTexts(), ...documentedTexts()]) {
    it(`of ${name}`, async () => {
      for (let round = 0; round < 2; round++) await keepsDiagnostics(text);
    });
  }

  it(`of ${String(GENERATED)} random journeys`, async function () {
    this.timeout(0);
    let [shown, disabled] = [0, 0];
    for (let seed = 1; seed <= GENERATED; seed++) {
      const counts = await keepsDiagnostics(textOf(generateJourney(new Random(seed), '2026-01-01')));
      shown += counts.shown;
      disabled += counts.disabled;
    }
    assert(shown > GENERATED, `Only ${String(shown)} diagnostics are shown.`);
    assert(disabled > GENERATED / 10, `Only ${String(disabled)} diagnostics are disabled.`);
  });
});

/** Whatever the layout, and with comments at random places that disable what stands there or something else. */
async function keepsDiagnostics(text: string): Promise<{ readonly shown: number; readonly disabled: number }> {
  const plain = await diagnosticsOf(text);
  const codes = [...new Set(plain.map(({ code }) => String(code))), 'draft-email', 'no-such-code'];
  const author = disordered(withComments(text, codes), random.pick([0, 0.02]), random);
  const formatted = format(author).text;
  const [before, after] = [await diagnosticsOf(author), await diagnosticsOf(formatted)];
  assert.deepEqual(placed(formatted, after), placed(author, before), author);
  const own = before.filter(({ code }) => !/^(?:unused-disable|unknown-code|disable-without-reason)$/.test(String(code)));
  return { shown: before.length, disabled: plain.length - own.length };
}

const diagnosticsOf = async (text: string): Promise<readonly Diagnostic[]> => (await readFiles({ 'a.journey': text })).document.diagnostics ?? [];

/** Puts comments that disable something before random words. */
function withComments(text: string, codes: readonly string[]): string {
  let made = '';
  let at = 0;
  for (const { startOffset } of writtenTokens(text, services).tokens) {
    made += text.slice(at, startOffset);
    at = startOffset;
    if (!random.chance(0.1)) continue;
    const reason = random.pick([' a reason', ' another', '']);
    made += `// journey-disable-next-line ${random.pick([random.pick(codes), `${random.pick(codes)}, ${random.pick(codes)}`])}${reason}\n`;
  }
  return made + text.slice(at);
}

/** What is said of which words and comments, counted from the first, with the fixes that are offered. */
function placed(text: string, diagnostics: readonly Diagnostic[]): string[] {
  const { tokens, comments } = writtenTokens(text, services);
  const starts = [...tokens, ...comments].map(({ startOffset }) => startOffset).sort((a, b) => a - b);
  const document = TextDocument.create('', 'journey', 0, text);
  const place = (position: Diagnostic['range']['start']): number => {
    const offset = document.offsetAt(position);
    return starts.filter((start) => start < offset).length;
  };
  return diagnostics.map(({ code, message, severity, range, data, relatedInformation = [] }) => {
    const from = starts.filter((start) => start <= document.offsetAt(range.start)).length;
    const titles = ((data as DiagnosticData).fixes ?? []).map(({ title }) => title);
    const related = relatedInformation.map((one) => `${String(place(one.location.range.end))} ${one.message}`);
    return JSON.stringify([code, message, severity, from, place(range.end), titles, related]);
  });
}
