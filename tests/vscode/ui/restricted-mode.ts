import assert from 'node:assert/strict';
import type { UiSuite } from '../harness/ui-suite.ts';

export const suite: UiSuite = {
  name: 'a folder that is not trusted',
  window: { trusted: false },
  tests: {
    'is in restricted mode': async (window) => {
      await window.page.locator('.statusbar-item').filter({ hasText: 'Restricted Mode' }).waitFor();
    },

    'gets its journeys checked': async (window) => {
      await window.openFile('lead-nurturing.journey');
      await window.replaceLine(3, 'segment engager when clicked no_such_email');
      await window.squiggles.first().waitFor();
      await window.replaceLine(3, 'segment engager "Engager"');
      await window.squiggles.first().waitFor({ state: 'detached' });
    },

    'gets its funnel once the user has picked a sample': async (window) => {
      await window.runCommand('Journey: Simulate');
      await window.page.getByPlaceholder('Choose a file of recorded activities').waitFor();
      await window.pick('samples/q1.csv');
      await window.webview().getByRole('table').first().waitFor();
      await window.screenshot('funnel-restricted');
      assert.deepEqual(window.webviewEvents, []);
    },
  },
};
