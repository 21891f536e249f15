import assert from 'node:assert/strict';
import { runTest } from '../../../src/testing/run-test.ts';
import { atOnce } from '../../../src/simulator/steps.ts';
import { modelOf } from '../../support/journeys.ts';

const FILE = '/workspace/a.journey';

const CATALOGUE = `email x
email y
form f
contact { country text }
`;

interface Reasons {
  readonly title: string;
  readonly journey: string;
  readonly test: string;
  readonly because: readonly string[];
}

/** The journey begins on line 5 of the file. */
const CASES: readonly Reasons[] = [
  {
    title: 'how it got there, and the window that was missed by two hours and a half',
    journey: `journey j {
  stage a { enter when delivered x }
  stage b { enter when clicked x within 14 days }
}`,
    test: `contact ann { day 0 at 08:00 delivered x day 14 at 10:30 clicked x }
  expect ann in b on day 14`,
    because: [
      `ann entered a on day 0 at 08:00: \`enter when delivered x\` (${FILE}:6).`,
      'b needs `clicked x within 14 days`, which is false: 0 so far of at least 1.',
      '`clicked x within 14 days` came too late: on day 14 at 10:30, 2 hours 30 minutes after the window was over.',
    ],
  },
  {
    title: 'a move that time made, and a wait that is not over',
    journey: `journey j {
  stage a { enter when delivered x }
  stage b { enter from s after 10 days when submitted f at least 2 times }
  side stage s { enter from a when not clicked x for 30 days }
}`,
    test: `contact ann { day 0 delivered x day 31 submitted f }
  expect ann in b on day 32`,
    because: [
      `ann entered a on day 0 at 00:00: \`enter when delivered x\` (${FILE}:6).`,
      `ann went from a to s on day 30 at 00:00, when time was up: \`enter from a when not clicked x for 30 days\` (${FILE}:8).`,
      `\`enter from s after 10 days when submitted f at least 2 times\` (${FILE}:7) waits until day 40 at 00:00.`,
      'b needs `submitted f at least 2 times`, which is undecided: 1 so far of at least 2.',
    ],
  },
  {
    title: 'seconds, and parts of one',
    journey: `journey j {
  stage a { enter when delivered x }
  side stage s { enter from a when not clicked x for 0.5 seconds }
}`,
    test: `contact ann { day 0 at 12:00:07 delivered x }
  expect ann in a on day 1`,
    because: [
      `ann entered a on day 0 at 12:00:07: \`enter when delivered x\` (${FILE}:6).`,
      `ann went from a to s on day 0 at 12:00:07 and 500000 µs, when time was up: \`enter from a when not clicked x for 0.5 seconds\` (${FILE}:7).`,
      'No rule leads from there to a.',
    ],
  },
  {
    title: 'no rule leads there',
    journey: `journey j {
  stage a { enter when delivered x }
  stage b { enter when clicked x }
  stage c { enter when clicked y }
}`,
    test: `contact ann { day 0 delivered x }
  expect ann reached c`,
    because: [`ann entered a on day 0 at 00:00: \`enter when delivered x\` (${FILE}:6).`, 'No rule leads from there to c.'],
  },
  {
    title: 'where it should not be, only how it got there',
    journey: `journey j {
  stage a { enter when delivered x }
}`,
    test: `contact ann { day 3 delivered x }
  expect ann not in a on day 3`,
    because: [`ann entered a on day 3 at 00:00: \`enter when delivered x\` (${FILE}:6).`],
  },
  {
    title: 'an expired pass',
    journey: `journey j {
  expires after 10 days
  stage a { enter when delivered x }
  stage b { enter when clicked x }
}`,
    test: `contact ann { day 0 delivered x }
  expect ann in a on day 12`,
    because: [`ann entered a on day 0 at 00:00: \`enter when delivered x\` (${FILE}:7).`, 'ann expired in a on day 10 at 00:00.'],
  },
  {
    title: 'the audience',
    journey: `journey j {
  audience when contact.country == "DE"
  stage a { enter when delivered x }
}`,
    test: `contact ann { country "US" day 0 delivered x }
  expect ann in a on day 0`,
    because: ['ann could have entered, but the audience of the journey kept this contact out.'],
  },
  {
    title: 'consent',
    journey: `journey j {
  consent required
  stage a { enter when delivered x }
}`,
    test: `contact ann { day 0 delivered x }
  expect ann in a on day 0`,
    because: ['ann could have entered, but had not given consent.'],
  },
  {
    title: 'outside: what would let it in',
    journey: `journey j {
  stage a { enter when delivered x }
}`,
    test: `contact ann { day 0 clicked x }
  expect ann in a on day 0`,
    because: ['ann never entered the journey.', 'a needs `delivered x`, which is false: 0 so far of at least 1.'],
  },
  {
    title: 'not known yet',
    journey: `journey j {
  stage a { enter when delivered x }
}`,
    test: `contact ann { day 5 delivered x }
  expect ann in a on day 4`,
    because: ['ann has no record by then.'],
  },
  {
    title: 'of many moves the latest',
    journey: `journey j {
  reentry always
  stage a { enter when delivered x }
}`,
    test: `contact ann { day 0 delivered x day 1 delivered x day 2 delivered x day 3 delivered x day 4 delivered x day 5 delivered x day 6 delivered x }
  expect ann not in a on day 6`,
    because: [
      'ann made 7 moves; the latest:',
      ...[1, 2, 3, 4, 5, 6].map((day) => `ann entered a on day ${String(day)} at 00:00: \`enter when delivered x\` (${FILE}:7).`),
    ],
  },
  {
    title: 'the parts of a segment',
    journey: 'segment s when clicked x ever and (submitted f ever or contact.country == "DE")',
    test: `contact ann { country "DE" day 0 delivered x }
  expect ann in segment s on day 0`,
    because: ['`clicked x ever` is not true then.', '`submitted f ever` is not true then.', '`contact.country == "DE"` is true then.'],
  },
  {
    title: 'the records that a score counts',
    journey: 'score s { +10 when clicked x -5 when submitted f +1 when opened x }',
    test: `contact ann { day 0 clicked x day 1 clicked x day 2 submitted f }
  expect ann score s > 15 on day 2`,
    because: ['+10 for `clicked x`, 2 times.', '-5 for `submitted f`, once.'],
  },
  {
    title: 'a score without a record',
    journey: 'score s { +10 when clicked x }',
    test: `contact ann { day 1 clicked x }
  expect ann score s == 10 on day 0`,
    because: ['No record by then is worth a point.'],
  },
  {
    title: 'where the contacts of a count stand',
    journey: `journey j {
  expires after 2 days
  stage a { enter when delivered x }
  stage b { enter when clicked x }
  stage c { enter when clicked y }
}`,
    test: `contact ann { day 0 delivered x day 1 clicked x day 9 clicked y }
  contact bob { day 0 delivered x }
  contact cid { day 0 clicked y }
  expect reached b == 2 contacts`,
    because: ['3 contacts seen, 2 entered, 2 expired. Reached: a 2 (now in it 0), b 1 (now in it 0), c 0 (now in it 0).'],
  },
  {
    title: 'the times of those that entered both',
    journey: `journey j {
  stage a { enter when delivered x }
  stage b { enter when clicked x }
}`,
    test: `contact ann { day 0 delivered x day 1 clicked x }
  contact bob { day 0 delivered x day 3 clicked x }
  expect median time from a to b < 1 day`,
    because: ['Of 2 contacts: shortest 1 day, p10 1 day 4 hours 48 minutes, median 2 days, p90 2 days 19 hours 12 minutes, longest 3 days.'],
  },
  {
    title: 'the records about an email',
    journey: 'segment s when clicked x ever',
    test: `contact ann { day 0 sent x day 0 delivered x day 1 clicked x }
  contact bob { day 0 sent x day 0 delivered x }
  expect click_rate of x > 50%`,
    because: ['x: 2 sent, 2 delivered, 0 bounced, opened by 1, clicked by 1, 0 unsubscribed, 0 reported as spam.'],
  },
  {
    title: 'stages of two journeys have no time between them',
    journey: `journey j {
  stage a { enter when delivered x }
}
journey k {
  stage a { enter when delivered y }
}`,
    test: `contact ann { day 0 delivered x }
  expect median time from j.a to k.a < 1 day`,
    because: ['The stages are of two journeys: time is taken between the stages of one.'],
  },
];

describe('why an expectation failed', () => {
  for (const { title, journey, test, because } of CASES) {
    it(title, async () => {
      const place = journey.startsWith('journey') && !journey.includes('journey k') ? ' in j' : '';
      const read = await modelOf(`${CATALOGUE}${journey}\ntest "t"${place} {\n  ${test}\n}\n`);
      const model = { ...read, files: [FILE] };
      const [declared] = model.tests;
      assert(declared);
      const [result] = atOnce(runTest(declared, model, undefined)).test.expectations;
      assert(result);
      assert.equal(result.passed, false);
      assert.deepEqual(result.because, because);
    });
  }

  it('has the place of the expectation in the source', async () => {
    const model = await modelOf('email x\ntest "t" {\n  contact ann { day 0 clicked x }\n  expect click_rate of x > 50%\n}\n');
    const [declared] = model.tests;
    assert(declared);
    const { test } = atOnce(runTest(declared, model, undefined));
    assert.deepEqual([test.file, test.line, test.column], ['/workspace/a.journey', 2, 1]);
    assert.deepEqual([test.expectations[0]?.file, test.expectations[0]?.line, test.expectations[0]?.column], ['/workspace/a.journey', 4, 3]);
  });
});
