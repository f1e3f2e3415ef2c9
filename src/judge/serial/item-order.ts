/** Results that differ only in the order of an array's items, such as the rows of a query without ORDER BY. */
import type { JsonValue } from '../../model.js';
import { isList, isRecord, placePath, propertyPath, withoutPositions } from './json-text.js';
import { RESULT } from './result-noise.js';

/** Equal for values that are compared as equal at this path. */
export type TextAt = (value: JsonValue, path: string) => string;

/**
 * The arrays whose items have another order, such as `result.rows`.
 * @returns null when something else differs, too
 */
export function reorderedIn(
  one: JsonValue,
  other: JsonValue,
  textAt: TextAt,
  path: string = RESULT,
): readonly string[] | null {
  if (textAt(one, path) === textAt(other, path)) return [];
  if (isList(one) && isList(other)) {
    const sorted = (items: readonly JsonValue[]) =>
      JSON.stringify(items.map((item, at) => textAt(item, placePath(path, at))).toSorted());
    if (one.length !== other.length) return null;
    if (sorted(one) === sorted(other)) return [withoutPositions(path)];
    return together(
      one.map((item, index) =>
        reorderedIn(item, other[index] ?? null, textAt, placePath(path, index)),
      ),
    );
  }
  if (!isRecord(one) || !isRecord(other)) return null;
  const names = Object.keys(one);
  const isSameShape =
    names.length === Object.keys(other).length && names.every((name) => Object.hasOwn(other, name));
  if (!isSameShape) return null;
  return together(
    names.map((name) =>
      reorderedIn(one[name] ?? null, other[name] ?? null, textAt, propertyPath(path, name)),
    ),
  );
}

function together(parts: readonly (readonly string[] | null)[]): readonly string[] | null {
  const paths = parts.flatMap((part) => part ?? []);
  return parts.includes(null) ? null : [...new Set(paths)];
}
