/** The values of parameters and results, as people read them. */
import { binaryReaderOf } from './binary-values.js';

/** A value as it is on the wire. */
export interface WireValue {
  /** Null is SQL's NULL. */
  readonly bytes: Buffer | null;
  readonly isBinary: boolean;
}

/** The format of a value that is not text. (Manual 54.7, Bind) */
export const BINARY = 1;

/** Whether one of several values is binary. @param formats none, one for all, or one for each */
export const isBinaryAt = (index: number, formats: readonly number[]): boolean =>
  (formats.length === 1 ? formats[0] : formats[index]) === BINARY;

/** The OID of a type that is not known. */
export const UNKNOWN_TYPE = 0;

/** The OIDs of types whose text is read as a number: int8, int2, int4, oid, float4, float8, numeric. */
const NUMBERS = new Set([20, 21, 23, 26, 700, 701, 1700]);
const BOOLEAN = 16;

/**
 * A value as people read it: a number, a truth value, null, or else text. Bytes of a type that is not known stay bytes.
 * @param type its OID
 */
export function shownValue({ bytes, isBinary }: WireValue, type: number): unknown {
  if (bytes === null) return null;
  const isText = !isBinary || TEXTS.has(type);
  const text = isText ? bytes.toString('utf8') : readBinary(bytes, type);
  if (text === undefined) return bytes;
  if (type === BOOLEAN) return text === 't' || text === 'true';
  return NUMBERS.has(type) ? asNumber(text) : text;
}

/** A number that has the same text, if there is one. */
function asNumber(text: string): number | string {
  const value = Number(text);
  return Number.isFinite(value) && String(value) === text ? value : text;
}

/** A parameter. Drivers send most numbers as text without a type. */
export function shownParameter(value: WireValue, type: number): unknown {
  const shown = shownValue(value, type);
  return type === UNKNOWN_TYPE && typeof shown === 'string' && WHOLE.test(shown)
    ? Number(shown)
    : shown;
}

/** Text that is the usual form of a whole number. */
const WHOLE = /^(?:0|-?[1-9]\d{0,14})$/;

/** Types whose binary form is their text: char, name, text, json, xml, unknown, bpchar, varchar. */
const TEXTS = new Set([18, 19, 25, 114, 142, 705, 1042, 1043]);

/** The text of a value; undefined: the bytes are no value of the type, or the type is not known. */
function readBinary(bytes: Buffer, type: number): string | undefined {
  try {
    return binaryReaderOf(type)?.(bytes);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
