// Date-times as most files have them: `2026-03-01T09:30:15.250Z`, with an offset such as `+01:00` in place of `Z`, a space in place of
// `T`, and a fraction or none. Everything else is left to `src/activities/time.ts`.

const COLON: u32 = 0x3a;
const MINUS: u32 = 0x2d;
const PLUS: u32 = 0x2b;
const DOT: u32 = 0x2e;
const SPACE: u32 = 0x20;
const UPPER_T: u32 = 0x54;
const UPPER_Z: u32 = 0x5a;
/** Whole microseconds beyond are not exact. */
const MAX_SAFE: f64 = 9007199254740991;

/** The date read last and its midnight, in seconds: most records have the date of the one before. */
let dateHead: u64 = 0;
let dateTail: u32 = 0;
let dateMidnight: i64 = 0;

/** The times from `starts[i]` to `ends[i]` in microseconds since 1970; NaN where one is something else. */
export function readTimes(starts: usize, ends: usize, count: u32, times: usize): void {
  for (let at: u32 = 0; at < count; at++) {
    store<f64>(times + (at << 3), timeOf(load<u32>(starts + (at << 2)), load<u32>(ends + (at << 2))));
  }
}

function timeOf(start: usize, end: usize): f64 {
  if (end - start < 20) return NaN;
  const separator: u32 = load<u8>(start + 10);
  if ((separator != UPPER_T && separator != SPACE) || load<u8>(start + 13) != COLON || load<u8>(start + 16) != COLON) return NaN;
  if ((load<u64>(start) != dateHead || load<u16>(start + 8) != dateTail) && !readDate(start)) return NaN;
  const hour = twoDigits(start + 11);
  const minute = twoDigits(start + 14);
  const second = twoDigits(start + 17);
  // What is no digit is more than all of them.
  if (hour > 23 || minute > 59 || second > 59) return NaN;
  let at = start + 19;
  let fraction: u32 = 0;
  if (load<u8>(at) == DOT) {
    const first = ++at;
    let scale: u32 = 1000000;
    while (at < end && isDigit(load<u8>(at))) {
      // Digits past the sixth are cut off.
      scale /= 10;
      fraction += (load<u8>(at) - 0x30) * scale;
      at++;
    }
    if (at == first) return NaN;
  }
  const offset = offsetOf(at, end);
  if (offset == NO_OFFSET) return NaN;
  const seconds: i64 = dateMidnight + i64(hour * 3600 + minute * 60 + second) - i64(offset);
  const time: f64 = f64(seconds) * 1000000 + f64(fraction);
  return abs<f64>(time) <= MAX_SAFE ? time : NaN;
}

const NO_OFFSET: i32 = i32.MIN_VALUE;

/** Seconds east of UTC: `Z` or `±HH:MM`. */
function offsetOf(at: usize, end: usize): i32 {
  if (at >= end) return NO_OFFSET;
  const sign: u32 = load<u8>(at);
  if (sign == UPPER_Z) return at + 1 == end ? 0 : NO_OFFSET;
  if ((sign != PLUS && sign != MINUS) || end - at != 6 || load<u8>(at + 3) != COLON) return NO_OFFSET;
  const hours = twoDigits(at + 1);
  const minutes = twoDigits(at + 4);
  if (hours > 23 || minutes > 59) return NO_OFFSET;
  const seconds = i32(hours * 3600 + minutes * 60);
  return sign == MINUS ? -seconds : seconds;
}

/** False where it is none. */
function readDate(start: usize): bool {
  if (load<u8>(start + 4) != MINUS || load<u8>(start + 7) != MINUS) return false;
  const century = twoDigits(start);
  const ofCentury = twoDigits(start + 2);
  const month = twoDigits(start + 5);
  const day = twoDigits(start + 8);
  if (century > 99 || ofCentury > 99 || month < 1 || month > 12 || day < 1) return false;
  const year = i32(century * 100 + ofCentury);
  if (day > daysInMonth(year, month)) return false;
  dateHead = load<u64>(start);
  dateTail = load<u16>(start + 8);
  dateMidnight = i64(daysFromCivil(year, i32(month), i32(day))) * 86400;
  return true;
}

function daysInMonth(year: i32, month: u32): u32 {
  if (month == 2) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

/** Days since 1970-01-01. Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil. */
function daysFromCivil(year: i32, month: i32, day: i32): i32 {
  const y = month <= 2 ? year - 1 : year;
  const era = (y >= 0 ? y : y - 399) / 400;
  const yearOfEra = y - era * 400;
  const dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719468;
}

/** More than 99 where one of them is none. */
function twoDigits(at: usize): u32 {
  const tens: u32 = load<u8>(at) - 0x30;
  const ones: u32 = load<u8>(at + 1) - 0x30;
  return tens > 9 || ones > 9 ? 1000 : tens * 10 + ones;
}

function isDigit(byte: u32): bool {
  return byte - 0x30 <= 9;
}
