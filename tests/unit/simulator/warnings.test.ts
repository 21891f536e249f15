import assert from 'node:assert/strict';
import type { Warning } from '../../../src/results/result.ts';
import { simulate } from '../../../src/simulator/simulate.ts';
import { modelOf } from '../../support/journeys.ts';
import { loadRecords } from '../../support/ways.ts';
import { ORIGIN } from '../../support/worked-cases.ts';

const CATALOGUE = `email teaser "Product teaser" { id "d-3f2a91" link pricing "https://acme.example/pricing" }
email invite
form demo_request "Request a demo"
page comparison { url "https://acme.example/compare/*" }
activity purchase { value number }
channel news
contact { country text }
`;

/** Of a journey whose one stage has this condition, over records given as objects without contact and time. */
async function warningsOf(condition: string, records: readonly object[], head = ''): Promise<readonly Warning[]> {
  const model = await modelOf(
    `${CATALOGUE}journey j "J" {\n${head}  stage s "First" { enter when ${condition} }\n  stage t "Second" { enter when become member } }`,
  );
  const lines = records.map((record, index) => JSON.stringify({ contact: 'ann', time: ORIGIN + index * 1e6, ...record }));
  const outcome = simulate(model, 'j', await loadRecords(lines.join('\n')), {});
  assert(outcome.ok);
  return outcome.result.warnings;
}

describe('warnings of a result', () => {
  const noMatch: readonly { readonly condition: string; readonly records: readonly object[]; readonly message: string }[] = [
    {
      condition: 'clicked teaser',
      records: [
        { event: 'clicked', email: 'Produkt-Teaser' },
        { event: 'clicked', email: 'welcome' },
      ],
      message:
        'No record matches `clicked teaser`: no such record names the email "teaser", "Product teaser", "d-3f2a91". The nearest email of the data is "Produkt-Teaser".',
    },
    {
      condition: 'clicked teaser',
      records: [{ event: 'opened', email: 'teaser' }],
      message: 'No record matches `clicked teaser`: the data has no record of the event `clicked`.',
    },
    {
      condition: 'clicked teaser',
      records: [
        { event: 'opened', email: 'teaser' },
        { event: 'clicked', email: 'invite' },
      ],
      message: 'No record matches `clicked teaser`: records name the email, but none with the event `clicked`.',
    },
    {
      condition: 'clicked teaser.pricing',
      records: [
        { event: 'clicked', email: 'teaser', url: 'https://acme.example/prices?id=7' },
        { event: 'clicked', email: 'invite', url: 'https://acme.example/pricin' },
      ],
      message:
        'No record matches `clicked teaser.pricing`: no click names that link or its URL. The nearest link of the data is "https://acme.example/prices".',
    },
    {
      condition: 'submitted demo_request',
      records: [
        { event: 'submitted', form: 'demo-requests' },
        { event: 'submitted', form: 'contact' },
      ],
      message:
        'No record matches `submitted demo_request`: no such record names the form "demo_request", "Request a demo". The nearest form of the data is "demo-requests".',
    },
    {
      condition: 'visited comparison',
      records: [
        { event: 'visited', url: 'https://www.acme.example/compare/a' },
        { event: 'visited', url: 'https://acme.example/' },
      ],
      message: 'No record matches `visited comparison`: no visited URL fits. The nearest of the data is "https://www.acme.example/compare/a".',
    },
    {
      condition: 'performed purchase where value > 100',
      records: [
        { event: 'purchase', value: '7' },
        { event: 'purchase', value: '8' },
      ],
      message: 'No record matches `performed purchase where value > 100`: 2 records do without the `where`, and none of them passes it.',
    },
    {
      condition: 'unsubscribed from all channels',
      records: [{ event: 'unsubscribed', channel: 'news' }],
      message:
        'No record matches `unsubscribed from all channels`: every unsubscribe of the data names a channel; only one that names none leaves all at once.',
    },
  ];
  for (const { condition, records, message } of noMatch) {
    it(`${condition}: ${message.slice(message.indexOf(':') + 2)}`, async () => {
      const [first] = (await warningsOf(condition, records)).filter(({ code }) => code === 'no-match');
      assert.deepEqual(first, { code: 'no-match', stage: 's', file: '/workspace/a.journey', line: 9, message });
    });
  }

  it('a pattern within a segment or a score is one of the rule that asks for it', async () => {
    const model = await modelOf(
      `${CATALOGUE}segment seg when clicked invite ever\nscore points { +1 when submitted demo_request }\njourney j { stage s { enter when in segment seg or score points > 3 } }`,
    );
    const outcome = simulate(model, 'j', await loadRecords(JSON.stringify({ contact: 'ann', time: ORIGIN, event: 'opened', email: 'invite' })), {});
    assert(outcome.ok);
    assert.deepEqual(
      outcome.result.warnings.filter(({ code }) => code === 'no-match').map(({ stage, message }) => [stage, message.split(':', 1)[0]]),
      [
        ['s', 'No record matches `clicked invite`'],
        ['s', 'No record matches `submitted demo_request`'],
      ],
    );
  });

  it('no text shows an address of mail or the id of a contact, nor a query', async () => {
    const warnings = await warningsOf('clicked teaser or visited comparison or submitted demo_request', [
      { contact: 'teaser-7', event: 'clicked', email: 'teaser@acme.example' },
      { contact: 'teaser-7', event: 'clicked', email: 'teaser-7' },
      { contact: 'teaser-7', event: 'submitted', form: 'demo_request%40acme.example' },
      { contact: 'teaser-7', event: 'visited', url: 'https://acme.example/compared?for=ann' },
    ]);
    const text = JSON.stringify(warnings);
    assert.equal(warnings.filter(({ code }) => code === 'no-match').length, 4);
    assert.doesNotMatch(text, /@|%40|teaser-7|for=ann/);
    assert.match(text, /https:\/\/acme\.example\/compared/);
  });

  const emptyStages: readonly {
    readonly title: string;
    readonly head?: string;
    readonly condition: string;
    readonly records: readonly object[];
    readonly messages: readonly string[];
  }[] = [
    {
      title: 'the audience',
      head: '  audience when contact.country == "DE"\n',
      condition: 'clicked teaser ever',
      records: [
        { event: 'clicked', email: 'teaser', 'attr.country': 'CZ' },
        { contact: 'bea', event: 'clicked', email: 'teaser', 'attr.country': 'AT' },
      ],
      messages: ['No contact entered "J": the audience kept out 2 contacts.', 'No contact reached "Second", since none reached "First".'],
    },
    {
      title: 'the lack of consent',
      head: '  consent required\n',
      condition: 'clicked teaser ever',
      records: [{ event: 'clicked', email: 'teaser' }],
      messages: ['No contact entered "J": 1 contact had not given consent.', 'No contact reached "Second", since none reached "First".'],
    },
    {
      title: 'records that are missing',
      condition: 'clicked teaser at least 2 times ever',
      records: [
        { event: 'clicked', email: 'teaser' },
        { contact: 'bea', event: 'opened', email: 'teaser' },
      ],
      messages: [
        'No contact entered "J": none of 2 contacts did what its rules ask for (1 contact has matching records, but not at the time).',
        'No contact reached "Second", since none reached "First".',
      ],
    },
    {
      title: 'the stage before',
      condition: 'clicked teaser ever',
      records: [{ event: 'became_member' }, { event: 'clicked', email: 'teaser' }],
      messages: [
        'No contact reached "Second". Of 1 contact that reached "First", 1 is still there; none did there what the rules of "Second" ask for (1 contact has matching records, but not at the time).',
      ],
    },
  ];
  for (const { title, head, condition, records, messages } of emptyStages) {
    it(`an empty stage says what removed the last contacts: ${title}`, async () => {
      const warnings = await warningsOf(condition, records, head);
      assert.deepEqual(
        warnings.filter(({ code }) => code === 'empty-stage').map(({ message }) => message),
        messages,
      );
    });
  }

  it('an attribute that no record has, with the nearest', async () => {
    const warnings = await warningsOf('contact.country == "DE"', [{ event: 'opened', email: 'teaser', 'attr.Country': 'DE', 'attr.plan': 'a' }]);
    assert.deepEqual(
      warnings.filter(({ code }) => code === 'no-attribute').map(({ message }) => message),
      ['No record and no contacts\' file has the attribute `contact.country`. The nearest attribute of the data is "Country".'],
    );
  });

  it('consent required and no record of consent', async () => {
    const warnings = await warningsOf('clicked teaser ever', [{ event: 'clicked', email: 'teaser' }], '  consent required\n');
    assert(warnings.some(({ code }) => code === 'no-consent-records'));
    const consented = await warningsOf('clicked teaser ever', [{ event: 'consented' }, { event: 'clicked', email: 'teaser' }], '  consent required\n');
    assert(!consented.some(({ code }) => code === 'no-consent-records'));
  });
});
