import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { modelOf } from '../../support/journeys.ts';
import { copyOf } from './support.ts';

const folder = join(import.meta.dirname, '../../cases/shapes');

const JOURNEY = `
email welcome "Welcome" { link tour "https://acme.example/tour" }
page compare "Compare" { url "https://acme.example/compare/*", "*/careers*" }
activity purchase "Purchase" { value number  topic text }
contact { plan text }
journey j "J" {
  stage a "A" { enter when clicked welcome to "*acme.example/t*" or visited compare or visited "*/careers*" where utm_source == "newsletter" }
  stage b "B" { enter when performed purchase where (value > 3 and topic contains "price" and title starts with "Q") or contact.plan == "pro" }
}`;

const ADDRESS = 'Mia.Canary@secret-host.example';
const OTHERS = ['Zuzana Kanárková', '+420 777 123 456', '203.0.113.77', '2001:db8::dead:beef', 'Mozilla/5.0 (Canary; 4711)', 'tok_4f9a8c7b6d5e'];

const base64 = (text: string): string => Buffer.from(text).toString('base64').replaceAll('=', '');
const reversed = (text: string): string => Array.from(text).reverse().join('');

/** A text in the forms in which files have it. */
const formsOf = (text: string): string[] => [text, encodeURIComponent(text), base64(text), base64(text.toLowerCase()), reversed(text)];

const CANARIES = [ADDRESS, ...OTHERS];
const PLANTED: readonly string[] = [
  ...formsOf(ADDRESS),
  ...OTHERS,
  `mailto:${ADDRESS}?subject=${encodeURIComponent(OTHERS[0]!)}`,
  ...[ADDRESS, OTHERS[0]!].map(
    (one) =>
      `https://${encodeURIComponent(one)}@acme.example/compare/${encodeURIComponent(one)}/careers-${base64(one)}?e=${encodeURIComponent(one)}&utm_source=${encodeURIComponent(one)}&${base64(one)}=1#${one}`,
  ),
  `${ADDRESS} wrote: price, Q3 <${ADDRESS}>`,
];

/** Where a canary is still to be seen, in whatever form and case. */
function leaks(text: string): string[] {
  const lower = text.toLowerCase().normalize('NFC');
  return CANARIES.flatMap(formsOf).filter((form) => lower.includes(form.toLowerCase().normalize('NFC')));
}

/** The ways to all plain values of a record, and to all of its keys. */
function* placesOf(value: unknown, path: readonly (string | number)[] = []): Generator<readonly (string | number)[]> {
  if (typeof value !== 'object' || value === null) {
    yield path;
    return;
  }
  for (const [key, inner] of Object.entries(value)) yield* placesOf(inner, [...path, key]);
}

function planted(record: unknown, path: readonly (string | number)[], canary: string): unknown {
  const copy = structuredClone(record) as Record<string, unknown>;
  let at = copy;
  for (const key of path.slice(0, -1)) at = at[key] as Record<string, unknown>;
  at[path.at(-1)!] = canary;
  return { ...copy, unknown_field: canary, nested: { deep: [{ list: [canary, 4_207_771_234] }] }, [canary]: { [canary]: canary } };
}

/** The rows of a case that is a table. */
function recordsOfTable(text: string): object[] {
  const [header = [], ...rows] = text
    .trim()
    .split('\n')
    .map((line) => line.split(/[,;]/));
  return rows.map((row) => Object.fromEntries(header.map((name, column) => [name, row[column] ?? ''])));
}

describe('canaries in every field of every shape', () => {
  for (const file of readdirSync(folder)) {
    const shape = file.replace('.json', '');
    it(shape, async () => {
      const model = await modelOf(JOURNEY);
      const { base, cases } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { base: object; cases: readonly { change?: object; text?: string }[] };
      const ofCases = cases.flatMap(({ change, text }) =>
        change === undefined ? (text?.startsWith('{') === false ? recordsOfTable(text) : []) : [{ ...base, ...change }],
      );
      // Each table of the generic shape has columns of its own.
      const records = (shape === 'generic' ? ofCases.slice(0, 1) : [base, ...ofCases]).filter((record) => Object.keys(record).length > 0);
      const seen = new Set<string>();
      const lines: string[] = [JSON.stringify(records[0])];
      for (const record of records) {
        for (const path of placesOf(record)) {
          // Each field in each kind of record once.
          const key = JSON.stringify(path);
          if (seen.has(key)) continue;
          seen.add(key);
          for (const canary of PLANTED) lines.push(JSON.stringify(planted(record, path, canary)));
        }
      }
      const as = shape === 'generic' ? {} : { as: shape };
      assert.ok(seen.size > 2);
      for (const options of [as, { ...as, model }]) {
        const { text, result } = await copyOf('events.ndjson', `${lines.join('\n')}\n`, options);
        assert.ok(result.ok, result.ok ? '' : result.problem.message);
        assert.equal(result.facts.records, lines.length);
        for (const [index, line] of text.trimEnd().split('\n').entries()) assert.deepEqual(leaks(line), [], `${lines[index]!}\n${line}`);
        const table = JSON.stringify([...result.facts.columns]);
        assert.deepEqual(leaks(table), []);
      }
    });
  }

  it('the cells of a table, and what it calls its columns', async () => {
    const model = await modelOf(JOURNEY);
    const columns = ['contact', 'time', 'event', 'email', 'link', 'url', 'channel', 'form', 'page', 'campaign', 'bounce', 'machine', 'id'];
    const header = [...columns, 'value', 'topic', 'title', 'attr.plan', 'utm_source', 'note', ADDRESS];
    const rows = header.flatMap((_, column) =>
      PLANTED.map((canary) => header.map((name, place) => (place === column ? canary : name === 'time' ? '2026-03-01' : 'x'))),
    );
    const csv = [header, ...rows].map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(';')).join('\r\n');
    const { text, result } = await copyOf('events.csv', csv, { model });
    assert.ok(result.ok, result.ok ? '' : result.problem.message);
    assert.equal(result.facts.records, rows.length);
    assert.deepEqual(leaks(text), []);
    const kept = await copyOf('events.csv', csv, { model, keep: ['note'] });
    assert.ok(kept.text.includes(OTHERS[0]!), 'the user keeps this column');
    assert.ok(!kept.text.toLowerCase().includes(ADDRESS.toLowerCase()), 'but for addresses');
  });

  it('the attributes of contacts', async () => {
    const model = await modelOf(JOURNEY);
    const rows = PLANTED.flatMap((canary) => [
      { contact: canary, plan: 'pro', note: 'x' },
      { contact: 'c', plan: canary, note: canary, [canary]: canary },
    ]);
    const { text, result } = await copyOf('people.json', JSON.stringify(rows, null, 2), { model, isOfContacts: true });
    assert.ok(result.ok, result.ok ? '' : result.problem.message);
    assert.deepEqual(leaks(text), []);
    assert.ok(text.includes('"plan": "pro"'), 'what the journey names is kept');
  });
});
