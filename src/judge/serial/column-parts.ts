/** Columns that hold JSON: which parts of their values are noise. */
import type { JsonValue } from '../../model.js';
import { isList, isRecord, itemPath, jsonText, propertyPath } from './json-text.js';
import { maskingFor, type Masking } from './masking.js';

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

/**
 * The parts at which the values of two runs differ, by path. Values are compared as multisets at each path.
 * @param path of the column
 * @returns null when not all values are objects or arrays of JSON, or when more than parts of them differ
 */
export function partNoise(
  ones: readonly (string | null)[],
  others: readonly (string | null)[],
  path: string,
): ReadonlyMap<string, Masking> | null {
  const [one, other] = [valuesIn(ones), valuesIn(others)];
  if (one === null || other === null) return null;
  const noise = new Map<string, Masking>();
  compare(one, other, path, noise);
  return noise.size === 0 || noise.has(path) ? null : noise;
}

function valuesIn(texts: readonly (string | null)[]): readonly JsonValue[] | null {
  const values = texts.flatMap((text) => (text === null ? [] : [parsed(text)]));
  return values.every((value) => value !== null) ? values : null;
}

function compare(
  ones: readonly JsonValue[],
  others: readonly JsonValue[],
  path: string,
  noise: Map<string, Masking>,
): void {
  const masking = maskingFor(ones.map(outline), others.map(outline));
  if (masking !== null) {
    noise.set(path, masking);
    return;
  }
  const names = new Set(ones.filter(isRecord).flatMap((value) => Object.keys(value)));
  for (const name of names) {
    const inside = (values: readonly JsonValue[]) =>
      values.flatMap((value) =>
        isRecord(value) && Object.hasOwn(value, name) ? [value[name] ?? null] : [],
      );
    compare(inside(ones), inside(others), propertyPath(path, name), noise);
  }
  const [items, otherItems] = [ones, others].map((values) => values.filter(isList).flat());
  if (items !== undefined && otherItems !== undefined && items.length > 0)
    compare(items, otherItems, itemPath(path), noise);
}

/** A value without the values in it. */
function outline(value: JsonValue): string | null {
  if (value === null) return null;
  if (isList(value)) return `[${value.length}]`;
  return isRecord(value) ? `{${Object.keys(value).toSorted().join('\0')}}` : JSON.stringify(value);
}

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
