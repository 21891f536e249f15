import assert from 'node:assert/strict';
import { TextDocument } from 'langium';
import type { Diagnostic } from 'vscode-languageserver-types';
import type { DiagnosticData } from '../../language-server/checks/report.ts';
import { writtenTokens } from '../../language-server/formatting/written-tokens.ts';
import type { Random } from '../differential/random.ts';
import { disordered } from './disordered.ts';
import { format, services } from './formatting.ts';
import { readFiles } from './journeys.ts';

/**
 * Asserts that formatting a text shows the same diagnostics, whatever the layout, and with comments at random places that disable
 * what stands there or something else. How many are shown, and how many the comments disable.
 */
export async function keepsDiagnostics(text: string, random: Random): Promise<{ readonly shown: number; readonly disabled: number }> {
  const plain = await diagnosticsOf(text);
  const codes = [...new Set(plain.map(({ code }) => String(code))), 'draft-email', 'no-such-code'];
  const author = disordered(withComments(text, codes, random), random.pick([0, 0.02]), random);
  const formatted = format(author).text;
  const [before, after] = [await diagnosticsOf(author), await diagnosticsOf(formatted)];
  assert.deepEqual(placed(formatted, after), placed(author, before), author);
  const own = before.filter(({ code }) => !/^(?:unused-disable|unknown-code|disable-without-reason)$/.test(String(code)));
  return { shown: before.length, disabled: plain.length - own.length };
}

const diagnosticsOf = async (text: string): Promise<readonly Diagnostic[]> => (await readFiles({ 'a.journey': text })).document.diagnostics ?? [];

/** Puts comments that disable something before random words. */
function withComments(text: string, codes: readonly string[], random: Random): string {
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
