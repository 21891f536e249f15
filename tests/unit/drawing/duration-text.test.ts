import assert from 'node:assert/strict';
import { durationText } from '../../../src/drawing/duration-text.ts';
import { ENGLISH } from '../../../src/drawing/drawing-messages.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('a duration as text', () => {
  const cases: readonly [seconds: number, text: string][] = [
    [0, '0 s'],
    [0.4, '<1 s'],
    [0.6, '1 s'],
    [1, '1 s'],
    [59, '59 s'],
    [59.6, '1 min'],
    [MINUTE + 5, '1 min 5 s'],
    [45 * MINUTE, '45 min'],
    [59 * MINUTE + 59.7, '1 h'],
    [HOUR + 29, '1 h'],
    [HOUR + 31, '1 h 1 min'],
    [23 * HOUR + 59 * MINUTE + 29, '23 h 59 min'],
    [23 * HOUR + 59 * MINUTE + 31, '1 d'],
    [2 * DAY + 7 * HOUR, '2 d 7 h'],
    [2 * DAY + 6 * HOUR + 59 * MINUTE, '2 d 7 h'],
    [2 * DAY + 23 * HOUR + 45 * MINUTE, '3 d'],
    [400 * DAY, '400 d'],
  ];
  for (const [seconds, text] of cases) it(`${String(seconds)} s is ${text}`, () => assert.equal(durationText(seconds), text));

  it('takes its units from the messages', () => {
    assert.equal(durationText(2 * DAY + 7 * HOUR, { ...ENGLISH, days: '{0} Tg.', hours: '{0} Std.' }), '2 Tg. 7 Std.');
  });
});
