import assert from 'node:assert/strict';
import { DaysOf, dayOf } from '../../../src/simulator/day-of.ts';
import { TimeZone } from '../../../src/time/time-zone.ts';

const ZONES = ['UTC', 'Europe/Prague', 'America/New_York', 'Asia/Kolkata', 'Pacific/Apia', 'Australia/Lord_Howe', 'Africa/Casablanca'];
const DAY = 86_400;

describe('days of moments', () => {
  for (const name of ZONES) {
    it(`${name}: the same as Intl's, one by one and many`, () => {
      const format = new Intl.DateTimeFormat('en-CA', { timeZone: name, calendar: 'gregory', year: 'numeric', month: '2-digit', day: '2-digit' });
      const zone = TimeZone.named(name);
      assert(zone);
      const days = new DaysOf(zone);
      let seed = 7;
      const random = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
      for (let round = 0; round < 2000; round++) {
        // 2009 to 2029, with the change of Apia's date at the end of 2011.
        const seconds = Math.floor(Date.UTC(2009, 0, 1) / 1000 + random() * 20 * 365 * DAY);
        const around = zone.offsetAround(seconds);
        assert(around.from <= seconds && seconds < around.until);
        const wanted = Date.parse(`${format.format(new Date(seconds * 1000))}T00:00Z`) / 1000 / DAY;
        assert.deepEqual([dayOf(seconds * 1_000_000, zone), days.dayOf(seconds * 1_000_000)], [wanted, wanted], new Date(seconds * 1000).toISOString());
      }
    });
  }
});
