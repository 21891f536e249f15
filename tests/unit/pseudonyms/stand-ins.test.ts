import assert from 'node:assert/strict';
import { modelOf } from '../../support/journeys.ts';
import { copyOf } from './support.ts';

const JOURNEY = `
email welcome "Welcome" { link tour "https://acme.example/tour?step=1" }
page compare { url "https://acme.example/compare/*" }
activity purchase { value number  topic text  when date  paid flag }
journey j {
  stage a { enter when visited compare or clicked welcome.tour or visited "*/careers*" where utm_source == "newsletter" }
  stage b { enter when performed purchase where (value > 3 and topic contains "price" and when is present and paid == true) }
}`;

describe('what stands in a copy', () => {
  /** The cells of one column of our own shape, in order. */
  async function column(name: string, cells: readonly string[], event = 'visited'): Promise<string[]> {
    const csv = [`contact,time,event,${name}`, ...cells.map((cell) => `c,2026-03-01,${event},${cell}`)].join('\n');
    const { text, result } = await copyOf('a.csv', csv, { model: await modelOf(JOURNEY), weeks: 1 });
    assert.ok(result.ok, result.ok ? '' : result.problem.message);
    return text
      .split('\n')
      .slice(1)
      .map((line) => line.split(',').slice(3).join(','));
  }

  it('addresses keep the parts that the journey names', async () => {
    const found = await column('url', [
      'https://ACME.example/compare/mia?token=4711&utm_source=newsletter#top',
      'https://acme.example/tour?step=1',
      'https://other.example/careers-2026/x',
      'https://acme.example/compare/mia/',
    ]);
    assert.match(found[0] ?? '', /^https:\/\/acme\.example\/compare\/p-[a-p]{16}\?p-[a-p]{16}=p-[a-p]{16}&utm_source=newsletter#p-[a-p]{16}$/);
    assert.equal(found[1], 'https://acme.example/tour?step=1');
    assert.match(found[2] ?? '', /^https:\/\/p-[a-p]{16}\.invalid\/careersp-[a-p]{16}\/p-[a-p]{16}$/);
    assert.equal(found[3], `${found[0]?.split('?')[0] ?? ''}/`, 'one segment has one stand-in');
  });

  it('numbers, flags and dates that the journey asks for stay or move, others are replaced', async () => {
    assert.deepEqual(await column('value', ['12.50', '-3'], 'purchase'), ['12.50', '-3']);
    assert.deepEqual(await column('paid', ['yes', '0', 'true'], 'purchase'), ['yes', '0', 'true']);
    assert.match((await column('amount', ['12.50'], 'purchase'))[0] ?? '', /^[1-9]\d{14}$/);
    assert.match((await column('born', ['1979-05-02'], 'purchase'))[0] ?? '', /^p-[a-p]{16}$/);
  });

  it('a text of which a part is asked keeps that part alone', async () => {
    const [has, hasNot] = await column('topic', ['Zuzana asks for a PRICE list', 'Zuzana'], 'purchase');
    assert.match(has ?? '', /^[pxqz]-[A-Pa-p]{16}PRICE[pxqz]-[A-Pa-p]{16}$/);
    assert.doesNotMatch(hasNot ?? '', /price|zuzana/i);
  });

  it('what is equal stays equal, ignoring case or not, and another key gives others', async () => {
    const [lower, upper, again, other] = await column('note', ['Mia', 'mia', 'Mia', 'bob']);
    assert.equal(again, lower);
    assert.notEqual(upper, lower);
    assert.equal(upper?.toLowerCase(), lower?.toLowerCase());
    assert.notEqual(other?.toLowerCase(), lower?.toLowerCase());
    const csv = 'contact,time,event\nmia,2026-03-01,visited\n';
    const [one, same, another] = await Promise.all(['a', 'a', 'b'].map(async (key) => (await copyOf('a.csv', csv, { key })).text));
    assert.equal(one, same);
    assert.notEqual(one, another);
  });

  it('a compare with a part that every stand-in has names the column', async () => {
    const model = await modelOf(
      'activity purchase { topic text }\njourney j { stage a { enter when performed purchase where (not topic contains "-" and topic is present) } }',
    );
    const csv = 'contact,time,event,topic\nc,2026-03-01,purchase,shoes\n';
    const { result } = await copyOf('a.csv', csv, { model });
    assert.ok(!result.ok);
    assert.match(result.problem.message, /^a\.csv: line 2: .*"topic".*--keep/);
    assert.doesNotMatch(result.problem.message, /shoes/);
    assert.match((await copyOf('a.csv', csv, { model, keep: ['topic'] })).text, /,purchase,shoes\n$/);
  });

  it('JSON keeps its layout, and numbers all their digits', async () => {
    const json = '[ {"contact": "c",\n  "time": 1772357415123456, "event":"purchase","value": 1.0, "paid":true, "note":null} ]';
    const { text } = await copyOf('a.json', json, { model: await modelOf(JOURNEY), weeks: 1 });
    assert.match(
      text,
      /^\[\n\{"contact": "p-[a-p]{16}",\n {2}"time": 1772962215123456, "event":"purchase","value": 1\.0, "paid":true, "p-[a-p]{16}":null\}\n\]\n$/,
    );
  });

  it('rows that are no records are left out and counted', async () => {
    const csv =
      'contact,time,event\nc,2026-03-01,visited\n"open,2026-03-01,visited\nd,2026-03-01,visited,surplus\n\n"e"x,2026-03-01,visited\nf,2026-03-01,visited';
    const { text, result } = await copyOf('a.csv', csv);
    assert.ok(result.ok);
    assert.equal(text.split('\n').length, 3);
    assert.deepEqual([result.facts.records, result.facts.leftOut, result.facts.leftOutLines], [2, 3, [3, 4, 6]]);
  });
});
