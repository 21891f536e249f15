import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { momentOf, TimeReader } from '../../../src/activities/time.ts';
import { TimeZone } from '../../../src/time/time-zone.ts';

const rows = readFileSync(new URL('../../cases/activities/times.tsv', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => {
    const [text, zone, expected, clockChange, note] = line.split('\t');
    return { text: text!, zone: zone!, expected: expected!, clockChange: Number(clockChange), note: note ?? '' };
  });

describe('times', () => {
  for (const { text, zone, expected, clockChange, note } of rows) {
    it(`${text} in ${zone}${note === '' ? '' : `: ${note}`}`, () => {
      const reader = new TimeReader(TimeZone.named(zone), 'file.csv');
      const bytes = new TextEncoder().encode(text);
      const time = reader.read(bytes, 0, bytes.length, 2);
      assert.equal(Number.isNaN(time) ? 'reject' : String(time), expected);
      assert.equal(reader.clockChanges, clockChange);
    });
  }

  it('reads the same within longer bytes', () => {
    const reader = new TimeReader(TimeZone.named('UTC'), 'file.csv');
    const bytes = new TextEncoder().encode('xx2026-03-01T09:30:15.5Z99');
    assert.equal(reader.read(bytes, 2, bytes.length - 2, 2), Date.UTC(2026, 2, 1, 9, 30, 15, 500) * 1000);
  });

  it('has no minus zero', () => {
    const bytes = new TextEncoder().encode('-0.0');
    assert.ok(Object.is(new TimeReader(TimeZone.named('UTC'), 'file.csv').read(bytes, 0, bytes.length, 2), 0));
  });

  it('does not know a zone that is none', () => {
    for (const name of ['', 'Europe/Atlantis', 'CEST5', '../UTC', 'local']) assert.equal(TimeZone.named(name), undefined, name);
  });

  it('a moment needs its offset', () => {
    assert.equal(momentOf('2026-03-31T22:00:00+02:00'), Date.UTC(2026, 2, 31, 20) * 1000);
    for (const text of ['2026-03-31', '2026-03-31T22:00:00', '1767225600', '', 'now', '2026-02-30T00:00:00Z']) assert.equal(momentOf(text), undefined, text);
  });
});
