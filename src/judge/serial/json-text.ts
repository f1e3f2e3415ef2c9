/** Values of JSON as texts that are equal when the values are, apart from what is masked. */
import type { JsonValue } from '../../model.js';
import type { Masking } from './masking.js';

/** The path of a property: `result.id`. */
export const propertyPath = (path: string, name: string): string => `${path}.${name}`;

/** The path of one item: `result.items[1]`. */
export const placePath = (path: string, index: number): string => `${path}[${index}]`;

/** A path without positions. */
export const withoutPositions = (path: string): string => path.replaceAll(/\[\d+\]/g, '[]');

/** The names under which a path may be masked: `a[1].b[2]` also as `a[1].b[]`, `a[].b[2]` and `a[].b[]`. */
export function namesOf(path: string): readonly string[] {
  let names = [''];
  for (const part of partsOfPath(path)) {
    const parts = isPosition(part) ? [part, '[]'] : [part];
    names = parts.flatMap((each) => names.map((name) => name + each));
  }
  return names;
}

/** A path in which positions are parts of their own. */
export const partsOfPath = (path: string): readonly string[] => path.split(/(\[\d+\])/);

export const isPosition = (part: string): boolean => /^\[\d+\]$/.test(part);

/** The name under which a path is masked the most; null: it is not masked. */
export function maskedName(path: string, mask: ReadonlyMap<string, Masking>): string | null {
  if (mask.size === 0) return null;
  const names = namesOf(path).filter((name) => mask.has(name));
  return names.find((name) => mask.get(name) === 'all') ?? names[0] ?? null;
}

/** How a text of which parts are masked is listed. */
export const nameInText = (name: string, text: string): string => `${name} “${text}”`;

/** What a listed name is about: `log.line` for `log.line “left 10 at …”`. */
export const withoutText = (name: string): string => name.replace(/ “.*”$/su, '');

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
  if (typeof masking === 'object' && typeof value === 'string')
    return JSON.stringify(masking.write(value));
  if (isList(value)) {
    const items = value.map((item, at) => jsonText(item, placePath(path, at), mask));
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
