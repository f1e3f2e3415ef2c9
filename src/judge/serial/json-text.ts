/** Values of JSON as texts that are equal when the values are, apart from what is masked. */
import type { JsonValue } from '../../model.js';
import type { Masking } from './masking.js';

/** The path of a property: `result.id`. */
export const propertyPath = (path: string, name: string): string => `${path}.${name}`;

/** The path of the items of an array: `result.items[]`. */
export const itemPath = (path: string): string => `${path}[]`;

/**
 * The path of one item. Records are taken for rows, and are all at `result.items[]`. Other items, such as those of
 * `[id, balance]`, are known by their positions: `result[1]`.
 */
export const placePath = (path: string, items: readonly JsonValue[], index: number): string =>
  items.every(isRecord) ? itemPath(path) : `${path}[${index}]`;

/** A path without positions. */
export const withoutPositions = (path: string): string => path.replaceAll(/\[\d+\]/g, '[]');

/** The names under which a path may be masked. */
export const namesOf = (path: string): readonly string[] => [path, withoutPositions(path)];

/** The name under which a path is masked; null: it is not. */
export function maskedName(path: string, mask: ReadonlyMap<string, Masking>): string | null {
  return namesOf(path).find((name) => mask.has(name)) ?? null;
}

export const isList = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value);

export const isRecord = (value: JsonValue): value is Readonly<Record<string, JsonValue>> =>
  typeof value === 'object' && value !== null && !isList(value);

/** Stands for what is masked. It is not JSON. */
const MASKED = '…';

/**
 * JSON with sorted names.
 * @param path of the value, such as `result`
 */
export function jsonText(
  value: JsonValue,
  path: string,
  mask: ReadonlyMap<string, Masking>,
): string {
  const masked = maskedName(path, mask);
  const masking = masked === null ? undefined : mask.get(masked);
  if (masking === 'all' || (masking === 'value' && value !== null)) return MASKED;
  if (isList(value)) {
    const items = value.map((item, at) => jsonText(item, placePath(path, value, at), mask));
    return `[${items.join()}]`;
  }
  if (isRecord(value)) {
    const parts = Object.keys(value)
      .toSorted()
      .map((name) => {
        const text = jsonText(value[name] ?? null, propertyPath(path, name), mask);
        return `${JSON.stringify(name)}:${text}`;
      });
    return `{${parts.join()}}`;
  }
  return JSON.stringify(value);
}
