import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JourneyMap } from '../../src/drawing/map-document.ts';
import type { JourneyResult } from '../../src/results/result.ts';
import { installedCommand } from '../support/installed-command.ts';
import { assertSchema } from '../support/schemas.ts';

const root = join(import.meta.dirname, '../..');
const bin = installedCommand();

describe('pictures and reports from the command line', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'journey-map-'));
    mkdirSync(join(folder, '.git'));
    cpSync(join(root, 'examples'), folder, { recursive: true });
    writeFileSync(join(folder, 'broken.journey'), 'journey j {\n  stage a { enter when clicked nothing ever }\n}\n');
    writeFileSync(join(folder, 'two.journey'), 'journey one { stage a { enter when been active } }\njourney two { stage a { enter when been active } }\n');
  });

  after(() => {
    rmSync(folder, { recursive: true });
  });

  function journey(status: number, ...args: string[]): { readonly stdout: string; readonly stderr: string } {
    const run = spawnSync(process.execPath, [bin, ...args], { cwd: folder, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } });
    assert.equal(run.status, status, run.stderr);
    assert.doesNotMatch(run.stderr, /^\s+at /m, args.join(' '));
    return run;
  }

  const EXAMPLE = ['lead-nurturing.journey', '--on', 'samples/q1.csv'];

  it('map --format json obeys its schema and has the counts of simulate', () => {
    const map = JSON.parse(journey(0, 'map', ...EXAMPLE, '--format', 'json').stdout) as JourneyMap;
    assertSchema('map', map);
    const result = JSON.parse(journey(0, 'simulate', ...EXAMPLE, '--format', 'json').stdout) as JourneyResult;
    assert.deepEqual(
      map.stages.map(({ name, counts }) => [name, counts?.reached, counts?.current]),
      result.stages.map(({ name, reached, current }) => [name, reached, current]),
    );
    assert.deepEqual(
      map.ways.flatMap(({ to, rules }) => rules.map(({ index, moves }) => [to, index, moves])).toSorted(),
      result.rules.map(({ stage, index, fired }) => [stage, index, fired]).toSorted(),
    );
    const dormant = map.ways.filter(({ to }) => to === 'dormant').map(({ from, stages }) => [from, stages]);
    assert.deepEqual(dormant, [
      ['any', ['browsing', 'interested', 'engaged', 'customer']],
      ['stages', ['browsing', 'interested']],
    ]);
  });

  it('map draws the journey of the campaigns of a file, with what they send', () => {
    const { stdout } = journey(0, 'map', 'spring-push.journey');
    assert.match(stdout, /^<svg [^>]*role="img"/);
    assert(stdout.includes('Spring push sends Product teaser on day 0'));
    assert.equal(stdout, readFileSync(join(root, 'docs/images/map.svg'), 'utf8'));
    assert.match(journey(0, 'map', 'lead-nurturing.journey', '--format', 'mermaid').stdout, /^flowchart TB\n/);
    journey(0, 'map', 'lead-nurturing.journey', '--format', 'dot', '--out', 'lead.dot');
    assert.match(readFileSync(join(folder, 'lead.dot'), 'utf8'), /^digraph "lead_nurturing" \{\n/);
  });

  it('map says what it cannot draw', () => {
    assert.match(journey(1, 'map', 'broken.journey').stderr, /broken\.journey:2:32: error[\s\S]*Nothing was drawn/);
    assert.match(journey(2, 'map', 'two.journey').stderr, /name one of its journeys with --journey\. It has one, two\./);
    assert.match(journey(2, 'map', 'two.journey', '--journey', 'three').stderr, /no journey "three"/);
    assert.match(journey(3, 'map', 'catalog.journey').stderr, /declares no journey/);
    assert.match(journey(3, 'map', 'lead-nurturing.journey', '--on', 'none.csv').stderr, /none\.csv/);
  });

  it('simulate writes HTML, Markdown and CSV with the numbers of the JSON', () => {
    const result = JSON.parse(journey(0, 'simulate', ...EXAMPLE, '--format', 'json').stdout) as JourneyResult;
    const interested = result.stages.find(({ name }) => name === 'interested');
    const reached = (interested?.reached ?? 0).toLocaleString('en');
    journey(0, 'simulate', ...EXAMPLE, '--format', 'html', '--out', 'q1.html');
    const html = readFileSync(join(folder, 'q1.html'), 'utf8');
    assert.match(html, /^<!DOCTYPE html>/);
    assert(html.includes(`>${reached}<`));
    assert(journey(0, 'simulate', ...EXAMPLE, '--format', 'markdown').stdout.includes(`| Interested | ${reached} |`));
    const csv = journey(0, 'simulate', ...EXAMPLE, '--format', 'csv').stdout.split('\r\n');
    assert(
      csv[2]?.startsWith(`lead_nurturing,interested,Interested,path,consideration,${String(interested?.reached)},${String(interested?.rateFromPrevious)},`),
    );
    const groups = journey(0, 'simulate', ...EXAMPLE, '--by', 'contact.country', '--format', 'csv', '--table', 'groups').stdout;
    assert.match(groups, /^journey,kind,value,entered,interested\.reached,/);
    const both = journey(0, 'simulate', 'spring-push.journey', '--on', 'samples/q1.csv', '--format', 'html').stdout;
    assert.match(both, /<h1 dir="auto">Spring push<\/h1>[\s\S]*<h1 dir="auto">Subject line<\/h1>/);
  });

  it('wrong uses of --table are said', () => {
    assert.match(journey(2, 'simulate', ...EXAMPLE, '--format', 'csv', '--table', 'people').stderr, /no table "people"\. There is stages, transitions/);
    assert.match(journey(2, 'simulate', ...EXAMPLE, '--table', 'rules').stderr, /--table is for --format csv/);
  });
});
