import type { SchemaElement } from 'hyparquet';
import { civilFromDays } from '../../../time/calendar.ts';
import { grown } from '../../grown.ts';
import type { Values } from './values.ts';

/** Writes one value, the bytes of `bytes` from `start` to `end`, as the text that a CSV file would have. */
type WriteText = (bytes: DataView, start: number, end: number, into: TextBytes) => void;

const DAY = 86_400_000_000;
/** Of Julian day numbers, with which INT96 times count: 1970-01-01. */
const EPOCH_JULIAN_DAY = 2_440_588;

/** A column's values as texts. Undefined where their bytes are text already. */
export type ValuesToText = ((values: Values) => Values) | undefined;

/** Says how values of a type are written as text; false where they have no text. */
export function valueText(element: SchemaElement): ValuesToText | false {
  const write = writerOf(element);
  if (write === undefined || write === false) return write;
  return ({ bytes, starts, ends }) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const into = new TextBytes();
    const textStarts = new Uint32Array(starts.length);
    const textEnds = new Uint32Array(starts.length);
    for (let index = 0; index < starts.length; index++) {
      textStarts[index] = into.length;
      write(view, starts[index]!, ends[index]!, into);
      textEnds[index] = into.length;
    }
    return { bytes: into.bytes, starts: textStarts, ends: textEnds };
  };
}

class TextBytes {
  bytes = new Uint8Array(1 << 10);
  length = 0;

  byte(value: number): void {
    if (this.length === this.bytes.length) this.bytes = grown(this.bytes, this.length + 1);
    this.bytes[this.length++] = value;
  }

  ascii(text: string): void {
    for (let at = 0; at < text.length; at++) this.byte(text.charCodeAt(at));
  }

  /** A whole number that is not negative, with at least so many digits. */
  digits(value: number, atLeast: number): void {
    let rest = value;
    let places = 1;
    for (let limit = 10; limit <= value; limit *= 10) places++;
    places = Math.max(places, atLeast);
    this.bytes = grown(this.bytes, this.length + places);
    for (let at = this.length + places - 1; at >= this.length; at--) {
      const tenth = Math.floor(rest / 10);
      this.bytes[at] = 0x30 + rest - tenth * 10;
      rest = tenth;
    }
    this.length += places;
  }
}

function writerOf(element: SchemaElement): WriteText | undefined | false {
  const { type, type_length: length, logical_type: logical, converted_type: converted } = element;
  if (logical?.type === 'DECIMAL' || converted === 'DECIMAL') return decimal((logical?.type === 'DECIMAL' ? logical.scale : element.scale) ?? 0, type);
  switch (type) {
    case 'BOOLEAN':
      return (bytes, start, _end, into) => into.ascii(bytes.getUint8(start) === 1 ? 'true' : 'false');
    case 'INT32':
      if (logical?.type === 'DATE' || converted === 'DATE') return (bytes, start, _end, into) => writeDate(bytes.getInt32(start, true), into);
      if (logical?.type === 'TIME' || converted === 'TIME_MILLIS') return (bytes, start, _end, into) => writeTime(bytes.getInt32(start, true) * 1000, into);
      if (isUnsigned(element)) return (bytes, start, _end, into) => into.digits(bytes.getUint32(start, true), 1);
      return (bytes, start, _end, into) => writeInteger(bytes.getInt32(start, true), into);
    case 'INT64': {
      if (logical?.type === 'TIMESTAMP') return timestamp(logical.unit, logical.isAdjustedToUTC);
      if (converted === 'TIMESTAMP_MILLIS') return timestamp('MILLIS', true);
      if (converted === 'TIMESTAMP_MICROS') return timestamp('MICROS', true);
      if (logical?.type === 'TIME' || converted === 'TIME_MICROS') {
        const perMicrosecond = logical?.type === 'TIME' && logical.unit === 'NANOS' ? 1000 : 1;
        return (bytes, start, _end, into) => writeTime(Math.floor(Number(bytes.getBigInt64(start, true)) / perMicrosecond), into);
      }
      if (isUnsigned(element)) return (bytes, start, _end, into) => into.ascii(String(bytes.getBigUint64(start, true)));
      return (bytes, start, _end, into) => writeInteger64(bytes, start, into);
    }
    case 'INT96':
      return (bytes, start, _end, into) => {
        const microseconds = Number(bytes.getBigInt64(start, true) / 1000n);
        writeMoment((bytes.getInt32(start + 8, true) - EPOCH_JULIAN_DAY) * DAY + microseconds, true, into);
      };
    case 'FLOAT':
      return (bytes, start, _end, into) => into.ascii(shortest(bytes.getFloat32(start, true)));
    case 'DOUBLE':
      return (bytes, start, _end, into) => into.ascii(String(bytes.getFloat64(start, true)));
    case 'FIXED_LEN_BYTE_ARRAY':
      if (logical?.type === 'UUID' && length === 16) return writeUuid;
      return logical === undefined && converted === undefined ? undefined : false;
    case 'BYTE_ARRAY':
      return converted === 'BSON' || logical?.type === 'BSON' || logical?.type === 'VARIANT' || logical?.type === 'GEOMETRY' || logical?.type === 'GEOGRAPHY'
        ? false
        : undefined;
    case undefined:
      return false;
  }
}

function isUnsigned({ logical_type: logical, converted_type: converted }: SchemaElement): boolean {
  return (logical?.type === 'INTEGER' && !logical.isSigned) || converted?.startsWith('UINT_') === true;
}

function writeInteger(value: number, into: TextBytes): void {
  if (value < 0) into.byte(0x2d);
  into.digits(Math.abs(value), 1);
}

function writeInteger64(bytes: DataView, start: number, into: TextBytes): void {
  const value = integer64(bytes, start);
  if (Number.isSafeInteger(value)) writeInteger(value, into);
  else into.ascii(String(bytes.getBigInt64(start, true)));
}

/** Exact where the result is a safe integer. */
function integer64(bytes: DataView, start: number): number {
  return bytes.getInt32(start + 4, true) * 2 ** 32 + bytes.getUint32(start, true);
}

/** Without a zone where the file does not say that it is UTC: it is read in the zone that all such times are read in. */
function timestamp(unit: 'MILLIS' | 'MICROS' | 'NANOS', utc: boolean): WriteText {
  return (bytes, start, _end, into) => {
    if (unit === 'MILLIS') writeMoment(integer64(bytes, start) * 1000, utc, into);
    else if (unit === 'MICROS') writeMoment(integer64(bytes, start), utc, into);
    // Cut, not rounded, so that no time moves forward.
    else writeMoment(Number(floorDivided(bytes.getBigInt64(start, true), 1000n)), utc, into);
  };
}

function floorDivided(value: bigint, by: bigint): bigint {
  return value % by < 0n ? value / by - 1n : value / by;
}

function writeMoment(microseconds: number, utc: boolean, into: TextBytes): void {
  const days = Math.floor(microseconds / DAY);
  writeDate(days, into);
  into.byte(0x54);
  writeTime(microseconds - days * DAY, into);
  if (utc) into.byte(0x5a);
}

function writeDate(days: number, into: TextBytes): void {
  const { year, month, day } = civilFromDays(days);
  if (year < 0) into.byte(0x2d);
  into.digits(Math.abs(year), 4);
  into.byte(0x2d);
  into.digits(month, 2);
  into.byte(0x2d);
  into.digits(day, 2);
}

function writeTime(microseconds: number, into: TextBytes): void {
  const seconds = Math.floor(microseconds / 1_000_000);
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  into.digits(hours, 2);
  into.byte(0x3a);
  into.digits(minutes - hours * 60, 2);
  into.byte(0x3a);
  into.digits(seconds - minutes * 60, 2);
  const fraction = microseconds - seconds * 1_000_000;
  if (fraction === 0) return;
  into.byte(0x2e);
  if (fraction % 1000 === 0) into.digits(fraction / 1000, 3);
  else into.digits(fraction, 6);
}

/** With as many digits as the number has places, as other programs write it. */
function decimal(scale: number, type: SchemaElement['type']): WriteText {
  return (bytes, start, end, into) => {
    const unscaled = type === 'INT32' ? BigInt(bytes.getInt32(start, true)) : type === 'INT64' ? bytes.getBigInt64(start, true) : bigEndian(bytes, start, end);
    const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
    if (unscaled < 0n) into.byte(0x2d);
    into.ascii(scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`);
  };
}

function bigEndian(bytes: DataView, start: number, end: number): bigint {
  let value = 0n;
  for (let at = start; at < end; at++) value = (value << 8n) | BigInt(bytes.getUint8(at));
  return BigInt.asIntN(8 * (end - start), value);
}

/** A number of 32 bits in the fewest digits that mean it. */
function shortest(value: number): string {
  for (let digits = 6; digits <= 9; digits++) {
    const text = Number(value.toPrecision(digits));
    if (Math.fround(text) === value) return String(text);
  }
  return String(value);
}

const UUID_HYPHENS: ReadonlySet<number> = new Set([4, 6, 8, 10]);

function writeUuid(bytes: DataView, start: number, end: number, into: TextBytes): void {
  for (let at = start; at < end; at++) {
    if (UUID_HYPHENS.has(at - start)) into.byte(0x2d);
    into.ascii(bytes.getUint8(at).toString(16).padStart(2, '0'));
  }
}
