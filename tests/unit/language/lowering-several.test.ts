import assert from 'node:assert/strict';
import { lowerModel } from '../../../language-server/lowering/lower-model.ts';
import { readFiles } from '../../support/journeys.ts';

const STAGE = 'stage s { enter when delivered a }';

describe('the model of several files', () => {
  it('holds what each of them declares and imports once, their own journeys and tests apart from imported ones', async () => {
    const { services, document } = await readFiles({
      'one.journey': `import "all.journey"\nemail a\njourney j { ${STAGE} }\ntest "one" in j { contact c { day 0 delivered a } expect c in s on day 0 }`,
      'two.journey': `import "all.journey"\nemail a\njourney j { ${STAGE} }\ntest "two" in j { contact c { day 0 delivered a } expect c in s on day 0 }`,
      'all.journey': `email e\njourney far { stage s { enter when delivered e } }`,
    });
    const { LangiumDocuments } = services.shared.workspace;
    const two = LangiumDocuments.all.find(({ uri }) => uri.path.endsWith('two.journey'));
    assert(two);
    const model = lowerModel([document, two], services, ({ uri }) => uri.path.slice('/workspace/'.length));
    assert.deepEqual(model.files, ['one.journey', 'two.journey', 'all.journey']);
    assert.deepEqual(
      model.emails.map(({ key }) => key),
      ['a', 'two.journey#a', 'e'],
    );
    assert.deepEqual(
      model.journeys.map(({ key, source }) => [key, source.file]),
      [
        ['j', 0],
        ['two.journey#j', 1],
      ],
    );
    assert.deepEqual(
      model.importedJourneys.map(({ key }) => key),
      ['far'],
    );
    assert.deepEqual(
      model.tests.map(({ name, journey }) => [name, journey]),
      [
        ['one', 'j'],
        ['two', 'two.journey#j'],
      ],
    );
  });
});
