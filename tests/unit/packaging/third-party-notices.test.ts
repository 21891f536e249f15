import assert from 'node:assert/strict';
import { bundledFolders, thirdPartyNotices } from '../../../scripts/third-party-notices.ts';

describe('third-party notices', () => {
  it('are about the packages of which something is in a bundle', () => {
    const inputs = (files: readonly string[], bytesInOutput = 1) => Object.fromEntries(files.map((file) => [file, { bytesInOutput }]));
    const metafiles = [
      { outputs: { 'dist/a.js': { inputs: inputs(['src/a.ts', 'node_modules/zod/mini/index.js', 'node_modules/@scope/thing/lib/a/b.js']) } } },
      { outputs: { 'dist/b.js': { inputs: inputs(['node_modules/zod/index.js', 'node_modules/one/node_modules/two/x.js']) } } },
      { outputs: { 'dist/c.js': { inputs: inputs(['node_modules/shaken-off/index.js'], 0) } } },
    ];
    assert.deepEqual(bundledFolders(metafiles), ['node_modules/@scope/thing', 'node_modules/one/node_modules/two', 'node_modules/zod']);
  });

  it('give name, version, licence and its text', () => {
    const notices = thirdPartyNotices([{ name: 'thing', version: '1.2.3', license: 'MIT', text: 'Copyright Somebody' }]);
    assert.ok(notices.ok);
    assert.match(notices.text, /^thing 1\.2\.3 \(MIT\)$/m);
    assert.match(notices.text, /^Copyright Somebody$/m);
  });

  for (const license of ['GPL-3.0-only', 'MIT OR GPL-2.0', 'SEE LICENSE IN LICENSE.txt', '']) {
    it(`refuse the licence "${license}", which nobody allowed`, () => {
      const notices = thirdPartyNotices([
        { name: 'fine', version: '1.0.0', license: 'MIT', text: '' },
        { name: 'thing', version: '1.2.3', license, text: '' },
      ]);
      assert.ok(!notices.ok);
      assert.equal(notices.problems.length, 1);
      assert.match(notices.problems[0]!, /^thing 1\.2\.3 is in a bundle under the licence/);
    });
  }
});
