import * as vscode from 'vscode';
import type { TestApi } from '../../../src/extension/test-api.ts';
import type { FunnelState } from '../../../src/webview/protocol.ts';

// Without Node's assert: these tests run in a browser's worker as well.

const JOURNEY = `email teaser "Teaser" {
  link pricing "https://acme.example/pricing"
}

activity purchase "Purchase" {
  value number
}

journey tiny "Tiny" {
  goal customer

  stage browsing "Browsing" {
    enter when delivered teaser
  }

  stage interested "Interested" {
    enter when clicked teaser.pricing within 14 days
  }

  stage customer "Customer" {
    enter when performed purchase where value > 0
  }
}

journey other "Other" {
  stage opened "Opened" {
    enter when opened teaser
  }
}
`;

/** Four people get the mail; three click, after 2 days, 10 days and 12 hours; one of them buys. */
const SAMPLE = `contact,time,event,email,link,value
ann,2026-01-01T00:00:00Z,delivered,teaser,,
ann,2026-01-03T00:00:00Z,clicked,teaser,pricing,
ann,2026-01-04T00:00:00Z,purchase,,,20
ben,2026-01-01T00:00:00Z,delivered,teaser,,
ben,2026-01-11T00:00:00Z,clicked,teaser,pricing,
cas,2026-01-01T00:00:00Z,delivered,teaser,,
dan,2026-01-01T00:00:00Z,delivered,teaser,,
dan,2026-01-01T12:00:00Z,clicked,teaser,pricing,
`;

/** The tests that hold in every extension host, whatever it runs on. */
export function describeExtension(host: string): void {
  describe(`the extension in ${host}`, () => {
    let api: TestApi;
    let journey: vscode.Uri;
    let sample: vscode.Uri;

    before(async () => {
      const extension = vscode.extensions.getExtension<TestApi>('journey-dsl.journey-dsl');
      if (!extension) throw new Error('the extension is not installed');
      api = await extension.activate();
      const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
      if (!folder) throw new Error('no folder is open');
      journey = vscode.Uri.joinPath(folder, 'tiny.journey');
      sample = vscode.Uri.joinPath(folder, 'tiny sample [1].csv');
      await vscode.workspace.fs.writeFile(journey, new TextEncoder().encode(JOURNEY));
      await vscode.workspace.fs.writeFile(sample, new TextEncoder().encode(SAMPLE));
    });

    const stateWhen = (what: string, holds: (state: FunnelState) => boolean): Promise<FunnelState> =>
      until(`the funnel with ${what}`, () => {
        const state = api.funnelState(journey.toString());
        return state && holds(state) ? state : undefined;
      });
    const reached = (state: FunnelState): string => (state.result?.stages ?? []).map((stage) => stage.reached).join(' ');

    const replaceInText = async (from: string, to: string): Promise<void> => {
      const editor = await vscode.window.showTextDocument(journey, { viewColumn: vscode.ViewColumn.One });
      const start = editor.document.getText().indexOf(from);
      if (start < 0) throw new Error(`no "${from}" in the text`);
      const range = new vscode.Range(editor.document.positionAt(start), editor.document.positionAt(start + from.length));
      await editor.edit((edit) => edit.replace(range, to));
    };

    it('gives .journey files their language', async () => {
      const document = await vscode.workspace.openTextDocument(journey);
      expectEqual(document.languageId, 'journey', 'language');
    });

    it('marks a mistake in the text, and takes the mark back', async () => {
      await replaceInText('goal customer', 'goal custommer');
      const [diagnostic] = await until('a diagnostic', () => {
        const errors = vscode.languages.getDiagnostics(journey).filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error);
        return errors.length > 0 ? errors : undefined;
      });
      expectEqual(diagnostic?.range.start.line, JOURNEY.split('\n').indexOf('  goal customer'), 'line');
      await replaceInText('goal custommer', 'goal customer');
      await until(
        'no diagnostic',
        () => vscode.languages.getDiagnostics(journey).every(({ severity }) => severity !== vscode.DiagnosticSeverity.Error) || undefined,
      );
    });

    it('checks the examples without an error', async () => {
      const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
      if (!folder) throw new Error('no folder is open');
      const example = vscode.Uri.joinPath(folder, 'lead-nurturing.journey');
      const document = await vscode.workspace.openTextDocument(example);
      const editor = await vscode.window.showTextDocument(document);
      const errors = (): string[] =>
        vscode.languages.getDiagnostics(example).flatMap(({ severity, message }) => (severity === vscode.DiagnosticSeverity.Error ? message : []));
      // That the server has looked at the file is known from a mistake put in and taken out again.
      const end = document.lineAt(document.lineCount - 1).range.end;
      await editor.edit((edit) => edit.insert(end, '\nsegment'));
      await until('the planted mistake', () => errors().length > 0 || undefined);
      await editor.edit((edit) => edit.delete(new vscode.Range(end, document.lineAt(document.lineCount - 1).range.end)));
      await until('no mistake', () => errors().length === 0 || undefined).catch((error: unknown) => {
        throw new Error(errors().join('; '), { cause: error });
      });
    });

    it('shows a funnel beside the text, from a sample that was chosen', async () => {
      await api.chooseSampleOf(journey.toString(), sample.toString());
      await vscode.commands.executeCommand('journey.simulate', journey);
      const state = await stateWhen('numbers', ({ result }) => result !== null);
      expectEqual(reached(state), '4 3 1', 'reached');
      expectEqual(state.journey, 'tiny', 'journey');
      expectEqual(state.sample, 'tiny sample [1].csv', 'sample');
      expectEqual(state.result?.records.used, 8, 'records used');
      await until('the view', () => api.viewIsReady(journey.toString()) || undefined);
      const tab = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).find(({ input }) => input instanceof vscode.TabInputWebview);
      expectEqual(tab?.label, 'Funnel: tiny.journey', 'title of the tab');
    });

    it('follows the text while it is edited, saved or not', async () => {
      await replaceInText('within 14 days', 'within 1 day');
      await stateWhen('the numbers of 1 day', (state) => reached(state) === '4 1 0');
      await replaceInText('within 1 day', 'within 14 days');
      await stateWhen('the numbers of 14 days', (state) => reached(state) === '4 3 1');
    });

    it('keeps the last numbers while the text has a mistake', async () => {
      await replaceInText('clicked teaser.pricing', 'clicked teaser.prices');
      const stale = await stateWhen('a reason', (state) => state.stale !== null);
      const line = JOURNEY.split('\n').findIndex((text) => text.includes('teaser.pricing')) + 1;
      if (!stale.stale?.reason.startsWith(`line ${line}: `)) throw new Error(`the reason names another line: ${String(stale.stale?.reason)}`);
      expectEqual(reached(stale), '4 3 1', 'reached');
      await replaceInText('clicked teaser.prices', 'clicked teaser.pricing');
      await stateWhen('no reason', (state) => state.stale === null && state.busy === null);
    });

    it('follows the cursor into another journey of the file', async () => {
      const editor = await vscode.window.showTextDocument(journey, { viewColumn: vscode.ViewColumn.One });
      const line = JOURNEY.split('\n').findIndex((text) => text.includes('stage opened'));
      editor.selection = new vscode.Selection(line, 4, line, 4);
      const other = await stateWhen('the other journey', ({ journey: name, result }) => name === 'other' && result !== null);
      expectEqual(reached(other), '0', 'reached');
      editor.selection = new vscode.Selection(10, 0, 10, 0);
      await stateWhen('the first journey', ({ journey: name, result }) => name === 'tiny' && result !== null);
    });

    it('says why a sample cannot be used, and reads a changed one anew', async () => {
      await vscode.workspace.fs.writeFile(sample, new TextEncoder().encode('nothing,to,see\n1,2,3\n'));
      await vscode.commands.executeCommand('journey.simulate', journey);
      await stateWhen('a problem', ({ problem }) => problem !== null);
      await vscode.workspace.fs.writeFile(sample, new TextEncoder().encode(SAMPLE.replace('cas,2026-01-01T00:00:00Z,delivered,teaser,,\n', '')));
      await vscode.commands.executeCommand('journey.simulate', journey);
      const state = await stateWhen('numbers again', ({ problem, busy }) => problem === null && busy === null);
      expectEqual(reached(state), '3 3 1', 'reached');
    });

    it('works with a file that was never saved', async () => {
      const document = await vscode.workspace.openTextDocument({ language: 'journey', content: JOURNEY });
      await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
      await api.chooseSampleOf(document.uri.toString(), sample.toString());
      await vscode.commands.executeCommand('journey.simulate');
      const state = await until('the funnel of the untitled file', () => {
        const shown = api.funnelState(document.uri.toString());
        return shown?.result ? shown : undefined;
      });
      expectEqual(reached(state), '3 3 1', 'reached');
    });

    it('goes on after a restart of the language server', async () => {
      await vscode.commands.executeCommand('journey.restartServer');
      await replaceInText('within 14 days', 'within 1 day');
      await stateWhen('the numbers of 1 day', (state) => reached(state) === '3 1 0');
    });
  });
}

async function until<Value>(what: string, look: () => Value | undefined): Promise<Value> {
  const end = Date.now() + 20_000;
  for (;;) {
    const value = look();
    if (value !== undefined) return value;
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function expectEqual(actual: unknown, expected: unknown, what: string): void {
  if (actual !== expected) throw new Error(`${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`);
}
