/** Columns that hold JSON: which parts of their values are noise. */
import type { JsonValue } from '../../model.js';
import { jsonText } from './json-text.js';
import type { Masking } from './masking.js';
import type { ValuePair } from './part-noise.js';

/** A string or a number of JSON. */
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;
/** A number that JavaScript may round. */
const LONG_NUMBER = /^-?(?:[\d.]{16}|.*e)/i;

/**
 * The value of a column, in which a number that JavaScript may round is its text.
 * @returns null when it is not an object or an array of JSON
 */
export function parsed(text: string): JsonValue | null {
  if (!/^\s*[[{]/.test(text)) return null;
  const exact = text.replaceAll(TOKEN, (token) =>
    !token.startsWith('"') && LONG_NUMBER.test(token) ? JSON.stringify(token) : token,
  );
  try {
    const value: JsonValue = JSON.parse(exact);
    return value;
  } catch {
    return null;
  }
}

/** The values of a column: those of JSON when all are objects or arrays of it, or else the texts. */
export function valuesIn(texts: readonly TextPair[]): readonly ValuePair[] {
  const values = texts.map(({ ones, others }) => ({
    ones: ones.map(valueOf),
    others: others.map(valueOf),
  }));
  const isJson = values.every(({ ones, others }) => !ones.concat(others).includes(NO_JSON));
  return isJson ? values : texts;
}

/** The texts of a column in two runs of one order. */
interface TextPair {
  readonly ones: readonly (string | null)[];
  readonly others: readonly (string | null)[];
}

/** It is a text, and `parsed` gives none. */
const NO_JSON = '';

const valueOf = (text: string | null): JsonValue =>
  text === null ? null : (parsed(text) ?? NO_JSON);

/** Writes the values of a column without the parts that are masked. Null: none is. */
export function partsWriting(
  path: string,
  columns: ReadonlyMap<string, Masking>,
): ((text: string) => string) | null {
  const hasParts = [...columns.keys()].some((name) => isPartOf(name, path));
  if (!hasParts) return null;
  return (text) => {
    const value = parsed(text);
    return value === null ? text : jsonText(value, path, columns);
  };
}

/** Whether a name is that of a part of a column: `log.payload.at`, `log.lines[]`. */
export const isPartOf = (name: string, column: string): boolean =>
  name.startsWith(`${column}.`) || name.startsWith(`${column}[`);
