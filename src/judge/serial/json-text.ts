/** Values of JSON as texts that are equal when the values are, apart from what is masked. */
import type { JsonValue } from '../../model.js';
import type { Masking } from './masking.js';

/** The path of a property: `result.id`. */
export const propertyPath = (path: string, name: string): string => `${path}.${name}`;

/** The path of the items of an array: `result.items[]`. */
export const itemPath = (path: string): string => `${path}[]`;

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
  const masking = mask.get(path);
  if (masking === 'all' || (masking === 'value' && value !== null)) return MASKED;
  if (isList(value)) {
    const inside = itemPath(path);
    return `[${value.map((item) => jsonText(item, inside, mask)).join()}]`;
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
