import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installedCommand } from '../support/installed-command.ts';

const bin = installedCommand();

/** Machines of other places and languages, with what Node has to say of itself there, so that the setting is known to count. */
const MACHINES: readonly { readonly zone: string; readonly locale: string; readonly language: string; readonly minutesBehind: number }[] = [
  // A quarter of an hour off; an `i` that is no `i`.
  { zone: 'Asia/Kathmandu', locale: 'tr_TR.UTF-8', language: 'tr-TR', minutesBehind: -345 },
  // Half an hour off, with clock changes; other digits, written from the right.
  { zone: 'America/St_Johns', locale: 'ar_EG.UTF-8', language: 'ar-EG', minutesBehind: 150 },
  // Clocks that change by half an hour; commas in numbers.
  { zone: 'Australia/Lord_Howe', locale: 'de_DE.UTF-8', language: 'de-DE', minutesBehind: -630 },
];

const environment = (zone: string, locale: string): NodeJS.ProcessEnv => ({
  ...process.env,
  TZ: zone,
  LC_ALL: locale,
  LANG: locale,
  NO_COLOR: '1',
  COLUMNS: '100',
});

/** Capital I in the data where the journey has a small one, and the other way round; times without an offset, at the changes of the clock. */
const JOURNEY = `email Interest "İlgi" { id "MAIL-I" link pricing "https://acme.example/PRICING" }
activity signin "Sign-In"
contact { city text joined date }
segment keen when contact.city == "IZMIR" or contact.joined > 2026-01-01
journey main "Ilık işler" {
  timezone "Europe/Prague"
  stage first { enter when delivered interest phase awareness }
  stage second "İkinci" { enter when clicked interest.pricing within 14 days kpi 25% of first }
  stage third { enter when performed signin where value >= 1234.5 within 14 days }
  side stage quiet { enter from first when not clicked any email for 7 days }
}
campaign spring { objective "More" journey main audience when in segment keen runs 2026-03-01 to 2026-04-15 via email send interest on day 0 kpi click_rate >= 3% }
experiment e { variants interest, interest measure reached main.second }
test "made up" in main { contact ann { day 0 delivered interest day 1 at 02:30 clicked interest.pricing } expect ann in second on day 1 expect ann in third on day 2 }
test "sample" on "data.csv" in main { expect reached second >= 50% expect median time from first to second < 3 days expect p90 time from first to second < 1 day }
`.replaceAll('interest', 'Interest');

const CHANGED = JOURNEY.replace('within 14 days kpi', 'within 3 days kpi').replace('>= 1234.5', '>= 999.25');

const DATA = [
  'contact,time,event,email,link,value',
  ...['Ali', 'ıris', 'İnci', 'ines', 'Ömer', 'Zoë'].flatMap((contact, index) => [
    `${contact},2026-03-28T23:${String(10 + index)}:00,delivered,${index % 2 === 0 ? 'mail-i' : 'Interest'},,`,
    `${contact},2026-03-29T02:30:00,clicked,Interest,${index % 2 === 0 ? 'PRICING' : 'https://acme.example/PRICING'},`,
    `${contact},2026-04-05T01:45:00,${index % 2 === 0 ? 'SIGN-IN' : 'signin'},,,${String(1000.5 + 200 * index)}`,
    `${contact},31/02/2026,opened,Interest,,`,
  ]),
].join('\n');

interface Call {
  readonly args: readonly string[];
  /** What each `--format` of the command prints. */
  readonly formats: boolean;
}

const ON = ['--on', 'data.csv', '--contacts', 'people.csv', '--timezone', 'Europe/Prague', '--max-rejected', '50%'];
const CALLS: readonly Call[] = [
  { args: ['check', 'main.journey', 'broken.journey'], formats: true },
  { args: ['simulate', 'main.journey', ...ON], formats: true },
  { args: ['simulate', 'main.journey', ...ON, '--by', 'month'], formats: false },
  { args: ['simulate', 'main.journey', ...ON, '--by', 'contact.city'], formats: false },
  { args: ['trace', 'main.journey', ...ON, '--contact', 'ines', '--show-contacts'], formats: true },
  { args: ['trace', 'main.journey', ...ON, '--stage', 'second'], formats: true },
  { args: ['diff', 'main.journey', 'changed.journey'], formats: true },
  { args: ['test', 'main.journey'], formats: true },
  { args: ['fmt', '--check', 'main.journey'], formats: false },
];

describe("the machine's time zone and language change no byte of what the command prints", () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'journey-bytes-'));
    mkdirSync(join(folder, '.git'));
    writeFileSync(join(folder, 'main.journey'), JOURNEY);
    writeFileSync(join(folder, 'changed.journey'), CHANGED);
    writeFileSync(join(folder, 'broken.journey'), 'journey j {\n  stage İlk { enter when clicked INTEREST or did not opened x }\n}\n');
    writeFileSync(join(folder, 'data.csv'), DATA);
    writeFileSync(join(folder, 'people.csv'), 'contact,city,joined\nAli,Izmir,2026-02-01\nines,IZMIR,2025-12-31\nıris,İzmir,2026-01-01\n');
  });

  after(() => {
    rmSync(folder, { recursive: true });
  });

  const printed = (args: readonly string[], zone: string, locale: string): Promise<string> =>
    new Promise((resolve) => {
      execFile(process.execPath, [bin, ...args], { cwd: folder, env: environment(zone, locale), maxBuffer: 1e8 }, (error, stdout, stderr) => {
        resolve(`exit code ${String(error?.code ?? 0)}\n${stdout}\n${stderr}`);
      });
    });

  /** As its help lists them, so that a format that comes later is tested from its first day. */
  function formatsOf(command: string): readonly string[] {
    const { stdout } = spawnSync(process.execPath, [bin, command, '--help'], { encoding: 'utf8', env: { ...process.env, COLUMNS: '1000' } });
    const [, choices = ''] = /--format <format>[^(]*\(choices: ([^)]*?)(?:, default[^)]*)?\)/.exec(stdout.replaceAll(/\s+/g, ' ')) ?? [];
    return [...choices.matchAll(/"([^"]+)"/g)].map(([, name]) => name!);
  }

  for (const { zone, locale, language, minutesBehind } of MACHINES) {
    it(`Node has the language and the zone of ${language} and ${zone}`, () => {
      const script = 'console.log(Intl.DateTimeFormat().resolvedOptions().locale, new Date("2026-07-01T00:00Z").getTimezoneOffset())';
      const { stdout } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8', env: environment(zone, locale) });
      assert.equal(stdout.trim(), `${language} ${String(minutesBehind)}`);
    });
  }

  for (const { args, formats } of CALLS) {
    it(`journey ${args.join(' ')}`, async function () {
      this.timeout(120_000);
      const chosen = formats ? formatsOf(args[0]!) : [];
      if (formats) assert(chosen.length >= 2, chosen.join());
      for (const call of formats ? chosen.map((format) => [...args, '--format', format]) : [args]) {
        const here = await printed(call, 'UTC', 'C');
        assert.doesNotMatch(here, /^exit code (?:2|3|70)\n/, call.join(' '));
        const there = await Promise.all(MACHINES.map(({ zone, locale }) => printed(call, zone, locale)));
        for (const [index, text] of there.entries()) assert.equal(text, here, `${call.join(' ')} in ${MACHINES[index]!.zone}`);
      }
    });
  }
});
