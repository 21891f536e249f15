import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assertSchema } from '../support/schemas.ts';
import { installedCommand } from '../support/installed-command.ts';

const bin = installedCommand();
const examples = join(import.meta.dirname, '../../examples');

interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

describe('journey diff', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'journey-diff-'));
    mkdirSync(join(folder, 'journeys'));
    for (const name of ['catalog.journey', 'lead-nurturing.journey']) cpSync(join(examples, name), join(folder, 'journeys', name));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function diff(args: readonly string[], within = '.'): Run {
    // A repository around the temporary folder is not the one that is meant.
    const env = { ...process.env, NO_COLOR: '1', GIT_CEILING_DIRECTORIES: tmpdir() };
    const run = spawnSync(process.execPath, [bin, 'diff', ...args], { cwd: join(folder, within), encoding: 'utf8', env });
    assert.doesNotMatch(run.stderr, /^\s+at /m);
    return { status: run.status, stdout: run.stdout, stderr: run.stderr };
  }

  function git(...args: readonly string[]): void {
    const identity = ['-c', 'user.name=A Tester', '-c', 'user.email=tester@journey.example', '-c', 'commit.gpgsign=false'];
    const run = spawnSync('git', [...identity, ...args], { cwd: folder, encoding: 'utf8' });
    assert.equal(run.status, 0, run.stderr);
  }

  const commit = (): void => {
    git('add', '--all');
    git('commit', '--quiet', '--message', 'an edit');
  };

  const edit = (name: string, from: string, to: string): void => {
    const path = join(folder, 'journeys', name);
    const text = readFileSync(path, 'utf8');
    assert(text.includes(from), `${name} has no ${from}`);
    writeFileSync(path, text.replace(from, to));
  };

  /** The line in which a text stands first. */
  function lineOf(name: string, text: string): number {
    const before = readFileSync(join(folder, 'journeys', name), 'utf8').split(text)[0] ?? '';
    return before.split('\n').length;
  }

  const LEAD = 'lead-nurturing.journey';
  const JOURNEY = 'journey lead_nurturing';

  describe('in a repository', () => {
    beforeEach(() => {
      git('init', '--quiet', '--initial-branch', 'main');
      commit();
    });

    it('compares a revision with the working tree, in words and at most 80 columns', () => {
      edit(LEAD, 'clicked product_teaser.pricing within 14 days', 'clicked product_teaser.pricing within 10 days');
      edit(LEAD, '"DE", "CZ", "AT"', '"DE", "CZ", "AT", "CH"');
      const { status, stdout, stderr } = diff(['HEAD']);
      assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
      assert.equal(
        stdout,
        [
          'HEAD → working tree: 2 changes of meaning',
          '',
          'journey Lead nurturing · journeys/lead-nurturing.journey',
          '  ~ audience contact.country in ("DE", "CZ", "AT") → contact.country in ("DE",',
          `      "CZ", "AT", "CH") (line ${String(lineOf(LEAD, JOURNEY))})`,
          `  ~ Interested, rule 1: window 14 days → 10 days (line ${String(lineOf(LEAD, 'enter when clicked product_teaser.pricing within'))})`,
          '',
        ].join('\n'),
      );
    });

    it('compares two revisions, a range, and a range from where they parted', () => {
      git('checkout', '--quiet', '-b', 'edit');
      edit(LEAD, 'goal customer', 'goal engaged');
      commit();
      git('checkout', '--quiet', 'main');
      edit(LEAD, 'after 90 days', 'after 60 days');
      commit();
      const goal = '~ goal customer → engaged';
      const expiry = '~ expires after 60 days → after 90 days';
      for (const [args, wanted, unwanted] of [
        [['main', 'edit'], [goal, expiry], []],
        [['main..edit'], [goal, expiry], []],
        [['main..edit', '--', 'journeys'], [goal, expiry], []],
        [['main...edit'], [goal], [expiry]],
        [['HEAD~1', 'edit', '--', `journeys/${LEAD}`], [goal], [expiry]],
        [['edit', `journeys/${LEAD}`], ['~ goal engaged → customer'], []],
      ] as const) {
        const { status, stdout } = diff(args);
        assert.equal(status, 0);
        for (const line of wanted) assert(stdout.includes(line), `${args.join(' ')}: ${line} is missing in\n${stdout}`);
        for (const line of unwanted) assert(!stdout.includes(line), `${args.join(' ')}: ${line} is in\n${stdout}`);
      }
    });

    it('sees what changed in an imported file alone, and says whom that touches', () => {
      edit('catalog.journey', 'https://acme.example/pricing', 'https://acme.example/prices');
      const { status, stdout } = diff(['HEAD', '--exit-code', '--', `journeys/${LEAD}`]);
      assert.equal(status, 1);
      assert.match(stdout, /^email Product teaser · journeys\/catalog\.journey\n {2}touches Lead nurturing\n {2}~ link pricing: url /m);
      assert.match(diff(['HEAD', '--', 'journeys/catalog.journey']).stdout, /link pricing: url/);
    });

    it('finds no change of meaning in layout, comments and labels', () => {
      edit(LEAD, '  goal customer\n', '\n\n  // What it is for.\n  goal    customer\n');
      const same = diff(['HEAD', '--exit-code']);
      assert.deepEqual([same.status, same.stdout], [0, 'HEAD → working tree: No change\n']);
      edit(LEAD, 'stage interested "Interested"', 'stage interested "Curious"');
      const label = diff(['HEAD', '--exit-code']);
      assert.equal(label.status, 0);
      assert.match(label.stdout, /^HEAD → working tree: No change of meaning, 1 that changes no number\n\nChanges no number:\n/);
      edit(LEAD, 'stalls after 10 days', 'stalls after 11 days');
      assert.equal(diff(['HEAD', '--exit-code']).status, 1);
      assert.equal(diff(['HEAD']).status, 0);
    });

    it('compares a file that is on one side only', () => {
      writeFileSync(join(folder, 'journeys/new.journey'), 'import "catalog.journey"\njourney fresh { stage a { enter when become member } }\n');
      assert.match(diff(['HEAD', '--', 'journeys/new.journey']).stdout, /^journey fresh · journeys\/new\.journey\n {2}\+ added \(line 2\)\n/m);
      commit();
      rmSync(join(folder, 'journeys/new.journey'));
      assert.match(diff(['HEAD', '--', 'journeys/new.journey']).stdout, /^journey fresh · journeys\/new\.journey\n {2}- removed \(was line 2\)\n/m);
    });

    it('finds no change where a file was moved', () => {
      git('mv', 'journeys/catalog.journey', 'journeys/emails.journey');
      edit(LEAD, 'catalog.journey', 'emails.journey');
      assert.equal(diff(['HEAD']).stdout, 'HEAD → working tree: No change\n');
    });

    it('compares what can be read of a file with errors, and tells them', () => {
      edit(LEAD, 'goal customer', 'goal engaged');
      edit(LEAD, 'stalls after 10 days', 'stalls after ten days');
      const broken = diff(['HEAD']);
      assert.equal(broken.status, 1);
      assert.match(broken.stderr, /^journeys\/lead-nurturing\.journey:\d+:\d+: error: /);
      assert.match(broken.stdout, /^! journeys\/lead-nurturing\.journey \(new\) has \d errors?: /m);
      assert.match(broken.stdout, /~ goal customer → engaged/);
      commit();
      edit(LEAD, 'stalls after ten days', 'stalls after 9 days');
      const mended = diff(['HEAD']);
      assert.equal(mended.status, 0);
      assert.match(mended.stderr, /^HEAD:journeys\/lead-nurturing\.journey:\d+:\d+: error: /);
      assert.match(mended.stdout, /^! journeys\/lead-nurturing\.journey \(old\) has /m);
    });

    it('works from a folder below, and names files from there', () => {
      edit(LEAD, 'goal customer', 'goal engaged');
      assert.match(diff(['HEAD'], 'journeys').stdout, /^journey Lead nurturing · lead-nurturing\.journey$/m);
      mkdirSync(join(folder, 'other'));
      assert.match(diff(['HEAD', '--', '../journeys'], 'other').stdout, /^journey Lead nurturing · \.\.\/journeys\/lead-nurturing\.journey$/m);
    });

    it('looks into no hidden or built folder, of a revision either', () => {
      mkdirSync(join(folder, 'dist'));
      cpSync(join(folder, 'journeys'), join(folder, 'dist/journeys'), { recursive: true });
      commit();
      rmSync(join(folder, 'dist'), { recursive: true });
      assert.equal(diff(['HEAD']).stdout, 'HEAD → working tree: No change\n');
    });

    it('names namesakes by their files', () => {
      mkdirSync(join(folder, 'second'));
      for (const name of ['catalog.journey', LEAD]) cpSync(join(folder, 'journeys', name), join(folder, 'second', name));
      commit();
      edit(LEAD, 'goal customer', 'goal engaged');
      assert.equal(
        diff(['HEAD']).stdout,
        `HEAD → working tree: 1 change of meaning\n\njourney Lead nurturing · journeys/lead-nurturing.journey\n  ~ goal customer → engaged (line ${String(lineOf(LEAD, JOURNEY))})\n`,
      );
    });

    it('prints JSON of its schema', () => {
      edit(LEAD, 'goal customer', 'goal engaged');
      const found = JSON.parse(diff(['HEAD', '--format', 'json']).stdout) as { changes: readonly Record<string, unknown>[] };
      assertSchema('diff', found);
      const place = { file: 'journeys/lead-nurturing.journey', line: lineOf(LEAD, JOURNEY) };
      assert.deepEqual(found.changes, [
        {
          kind: 'changed',
          meaning: true,
          path: [{ kind: 'journey', name: 'lead_nurturing', label: 'Lead nurturing' }],
          what: 'goal',
          before: 'customer',
          after: 'engaged',
          says: [],
          touches: [],
          old: place,
          new: place,
        },
      ]);
    });

    it('says in Markdown what each of ten commits changes', () => {
      const commits: readonly (readonly [file: string, from: string, to: string, line: string, part: string])[] = [
        [
          LEAD,
          'pricing within 14 days',
          'pricing within 10 days',
          '- **Interested, rule 1**: window `14 days` → `10 days`',
          'enter when clicked product_teaser.pricing within',
        ],
        [
          LEAD,
          'seats >= 2',
          'seats >= 3',
          '- **Engaged**: `performed webinar_registration`: filter `seats >= 2` → `seats >= 3`',
          'enter when clicked webinar_invite',
        ],
        [LEAD, ' or reported spam', '', '- **Dormant, rule 1**: no longer when `reported spam`', 'enter from any'],
        [LEAD, 'goal customer', 'goal engaged', '- goal `customer` → `engaged`', JOURNEY],
        [LEAD, '+20 when', '+25 when', '- **points 2**: points `+20` → `+25`', '+25 when'],
        [LEAD, 'stage customer "Customer"', 'stage buyer "Customer"', '- **Customer**: renamed `customer` → `buyer`', 'stage buyer'],
        [LEAD, '"Browsing" {', '"Just *looking*" {', '- **Just &#42;looking&#42;**: label `"Browsing"` → `"Just *looking*"`', 'stage browsing'],
        [LEAD, 'kpi 25% of', 'kpi 30% of', '- **Interested, kpi**: target `25%` → `30%`', 'kpi 30%'],
        ['catalog.journey', 'subject "Welcome to Acme"', 'subject "Welcome"', '- subject `"Welcome to Acme"` → `"Welcome"`', 'email welcome'],
        ['catalog.journey', 'compare/*"', 'compare/*", "*/vs/*"', '- new url `"*/vs/*"`', 'page comparison'],
      ];
      for (const [file, from, to, line, part] of commits) {
        edit(file, from, to);
        // Everything that named the stage does so on.
        if (to.startsWith('stage buyer')) for (const name of [' customer\n', '.customer ']) editIfThere(name, name.replace('customer', 'buyer'));
        commit();
        const { stdout } = diff(['HEAD~1', 'HEAD', '--format', 'markdown']);
        assert.match(stdout, /^### Journeys: (?:1 change of meaning|No change of meaning, 1 that changes no number)\n\n`HEAD~1` → `HEAD`\n\n/);
        assert.deepEqual(
          stdout.split('\n').filter((one) => one.startsWith('- ')),
          [`${line} (line ${String(lineOf(file, part))})`],
        );
      }
    });

    const editIfThere = (from: string, to: string): void => {
      const path = join(folder, 'journeys', LEAD);
      writeFileSync(path, readFileSync(path, 'utf8').replaceAll(from, to));
    };

    it('says what it cannot find', () => {
      for (const [args, status, message] of [
        [
          ['nonsense'],
          3,
          /^nonsense: this is no revision of this repository, and no such file or folder is there\. Before the path of a file that is gone write `--`\.$/m,
        ],
        [['main..nonsense'], 3, /^nonsense: this is no revision of this repository/m],
        [['--', 'journeys'], 2, /^What shall be compared\? Name two files or folders/m],
        [['journeys'], 2, /^With what shall journeys be compared\?/m],
        [['HEAD', '--', 'nowhere'], 3, /^nowhere: there is no \.journey file here, neither in HEAD nor in working tree\.$/m],
        [['HEAD', '--', '..'], 2, /^\.\.: this lies outside the repository\.$/m],
        [['HEAD', 'HEAD', 'HEAD', '--', 'journeys'], 2, /^Two revisions can be compared\./m],
        [['HEAD', '--formt', 'json'], 2, /Did you mean --format/],
      ] as const) {
        const run = diff(args);
        assert.deepEqual([run.status, run.stdout], [status, ''], args.join(' '));
        assert.match(run.stderr, message);
      }
    });
  });

  describe('outside of one', () => {
    it('compares two files, whatever they are called, and two folders', () => {
      cpSync(join(folder, 'journeys'), join(folder, 'new'), { recursive: true });
      edit(LEAD, 'goal customer', 'goal engaged');
      for (const args of [
        ['new', 'journeys'],
        [`new/${LEAD}`, `journeys/${LEAD}`],
      ]) {
        const { status, stdout } = diff(args);
        assert.equal(status, 0);
        assert.match(
          stdout,
          /^.* → .*: 1 change of\s+meaning\n\njourney Lead nurturing · lead-nurturing\.journey\n {2}~ goal customer → engaged \(line \d+\)\n$/,
        );
      }
    });

    it('writes to a file', () => {
      assert.equal(diff(['journeys', 'journeys', '--out', 'diff.txt']).stdout, '');
      assert.equal(readFileSync(join(folder, 'diff.txt'), 'utf8'), 'journeys → journeys: No change\n');
    });

    it('says what it cannot find', () => {
      mkdirSync(join(folder, 'empty'));
      writeFileSync(join(folder, 'data.csv'), 'contact,time\n');
      for (const [args, status, message] of [
        [['HEAD'], 3, /^HEAD: this is no file or folder, and no revision can be looked up: git says: fatal: not a git repository/m],
        [['journeys', 'nowhere'], 3, /^nowhere: there is no such file or folder\.$/m],
        [['empty', 'empty'], 3, /^empty, empty: there is no \.journey file here\.$/m],
        [['data.csv', 'journeys'], 2, /^data\.csv: this is no \.journey file\.$/m],
        [['journeys', 'journeys', 'journeys'], 2, /^Two files or folders can be compared, not 3\./m],
      ] as const) {
        const run = diff(args);
        assert.deepEqual([run.status, run.stdout], [status, ''], args.join(' '));
        assert.match(run.stderr, message);
      }
    });
  });
});
