/**
 * Reads the binary form of types, as their send functions write it. (PostgreSQL's src/backend/utils/adt: numeric.c,
 * timestamp.c, date.c, uuid.c, jsonb.c, arrayfuncs.c)
 */

/** @returns the text that PostgreSQL shows; undefined: the value has none that is known here */
type BinaryReader = (bytes: Buffer) => string | undefined;

/** Reads values of a type; undefined: it is not one of those known here. @param type its OID */
export const binaryReaderOf = (type: number): BinaryReader | undefined => READERS[type];

const READERS: Readonly<Record<number, BinaryReader>> = {
  // bool, int8, int2, int4, oid, float4, float8
  16: (bytes) => (bytes[0] === 1 ? 't' : 'f'),
  20: (bytes) => String(bytes.readBigInt64BE()),
  21: (bytes) => String(bytes.readInt16BE()),
  23: (bytes) => String(bytes.readInt32BE()),
  26: (bytes) => String(bytes.readUInt32BE()),
  700: (bytes) => String(Number(bytes.readFloatBE().toPrecision(FLOAT4_DIGITS))),
  701: (bytes) => String(bytes.readDoubleBE()),
  // date, time, timestamp, timestamptz
  1082: (bytes) => dateText(bytes.readInt32BE()),
  1083: (bytes) => timeText(bytes.readBigInt64BE()),
  1114: (bytes) => timestampText(bytes.readBigInt64BE()),
  1184: (bytes) => timestampText(bytes.readBigInt64BE(), '+00'),
  // numeric, uuid
  1700: numericText,
  2950: (bytes) => bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
  // jsonb: a version comes first.
  3802: (bytes) => bytes.toString('utf8', 1),
  // Arrays of bool, int2, int4, text, varchar, int8, numeric and uuid
  1000: arrayText,
  1005: arrayText,
  1007: arrayText,
  1009: arrayText,
  1015: arrayText,
  1016: arrayText,
  1231: arrayText,
  2951: arrayText,
};

/** The digits of a float4 that are exact. */
const FLOAT4_DIGITS = 6;

/* ---------- Times, from the beginning of the year 2000 ---------- */

const EPOCH_MS = Date.UTC(2000, 0, 1);
const MS_PER_DAY = 86_400_000;
const MICROS_PER_SECOND = 1_000_000n;
const MICROS_PER_DAY = 86_400n * MICROS_PER_SECOND;
/** Infinity is the greatest value, and minus infinity the least. */
const ENDLESS: ReadonlyMap<bigint, string> = new Map([
  [2n ** 63n - 1n, 'infinity'],
  [-(2n ** 63n), '-infinity'],
]);

const ENDLESS_DAYS: ReadonlyMap<number, string> = new Map([
  [2 ** 31 - 1, 'infinity'],
  [-(2 ** 31), '-infinity'],
]);

const dateText = (days: number): string => {
  const { day, era } = dayText(days);
  return ENDLESS_DAYS.get(days) ?? `${day}${era}`;
};

/** The Gregorian calendar begins again after so many days. PostgreSQL has later years than JavaScript. */
const DAYS_OF_CYCLE = 146_097;
const YEARS_OF_CYCLE = 400;

/** A day, and what follows its time of day when it is before Christ: there is no year 0. */
function dayText(days: number): { readonly day: string; readonly era: string } {
  const cycles = Math.floor(days / DAYS_OF_CYCLE);
  const inCycle = new Date(EPOCH_MS + (days - cycles * DAYS_OF_CYCLE) * MS_PER_DAY);
  const year = inCycle.getUTCFullYear() + cycles * YEARS_OF_CYCLE;
  const ofEra = String(year > 0 ? year : 1 - year).padStart(4, '0');
  const day = `${ofEra}${inCycle.toISOString().slice(4).replace(/T.*/, '')}`;
  return { day, era: year > 0 ? '' : ' BC' };
}

function timeText(micros: bigint): string {
  const seconds = Number(micros / MICROS_PER_SECOND);
  const two = (value: number) => String(value).padStart(2, '0');
  const fraction = String(micros % MICROS_PER_SECOND)
    .padStart(6, '0')
    .replace(/0+$/, '');
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return `${clock.map(two).join(':')}${fraction === '' ? '' : `.${fraction}`}`;
}

/** @param zone follows the time of day */
function timestampText(micros: bigint, zone = ''): string {
  const endless = ENDLESS.get(micros);
  if (endless !== undefined) return endless;
  const inDay = ((micros % MICROS_PER_DAY) + MICROS_PER_DAY) % MICROS_PER_DAY;
  const { day, era } = dayText(Number((micros - inDay) / MICROS_PER_DAY));
  return `${day} ${timeText(inDay)}${zone}${era}`;
}

/* ---------- Numbers with any number of digits ---------- */

/** Four decimal digits make up one digit of a numeric. */
const GROUP = 4;
/** Instead of a sign, for values that have no digits. */
const SPECIAL: Readonly<Record<number, string>> = {
  0xc000: 'NaN',
  0xd000: 'Infinity',
  0xf000: '-Infinity',
};
const NEGATIVE = 0x4000;

function numericText(bytes: Buffer): string {
  const weight = bytes.readInt16BE(2);
  const sign = bytes.readUInt16BE(4);
  const scale = bytes.readInt16BE(6);
  const special = SPECIAL[sign];
  if (special !== undefined) return special;
  const groupAt = (index: number) => {
    const isThere = index >= 0 && index < bytes.readInt16BE(0);
    return String(isThere ? bytes.readInt16BE(8 + 2 * index) : 0).padStart(GROUP, '0');
  };
  const whole = Array.from({ length: weight + 1 }, (_none, index) => groupAt(index)).join('');
  const groups = Math.ceil(scale / GROUP);
  const fraction = Array.from({ length: groups }, (_none, index) => groupAt(weight + 1 + index))
    .join('')
    .slice(0, scale);
  const digits = whole.replace(/^0+(?=\d)/, '') || '0';
  return `${sign === NEGATIVE ? '-' : ''}${digits}${scale === 0 ? '' : `.${fraction}`}`;
}

/* ---------- Arrays ---------- */

const ARRAY_HEADER = 12;
const DIMENSION = 8;

/** An array of one dimension; undefined: it has more. */
function arrayText(bytes: Buffer): string | undefined {
  const dimensions = bytes.readInt32BE(0);
  if (dimensions === 0) return '{}';
  const type = bytes.readUInt32BE(8);
  const read = READERS[type] ?? itemText;
  if (dimensions > 1) return undefined;
  const items: string[] = [];
  let at = ARRAY_HEADER + DIMENSION;
  while (at < bytes.length) {
    const length = bytes.readInt32BE(at);
    at += 4;
    items.push(length < 0 ? 'NULL' : String(read(bytes.subarray(at, at + length))));
    at += Math.max(length, 0);
  }
  return `{${items.join(',')}}`;
}

/** Text that an array shows in quotes. (Manual 8.15.6) */
const QUOTED = /^(?:null)?$|[\s"\\,{}]/i;

function itemText(item: Buffer): string {
  const text = item.toString('utf8');
  return QUOTED.test(text) ? `"${text.replace(/["\\]/g, String.raw`\$&`)}"` : text;
}
