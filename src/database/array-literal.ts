/** Arrays of the server, as text. */

/**
 * An array of numbers as a parameter. Sessions do not ask the server for its array types, which
 * would cost each of them a query, so arrays travel as text. (Manual 8.15.2)
 */
export function arrayLiteral(numbers: readonly number[]): string {
  return `{${numbers.join(',')}}`;
}

/** An item of an array as text: in quotes, or as it is. */
const ITEM = /"((?:[^"\\]|\\.)*)"|([^,{}"]+)/gs;

/** The items of an array of texts. NULL is null. (Manual 8.15.6) */
export function arrayItems(text: string): readonly (string | null)[] {
  const items: (string | null)[] = [];
  for (const [, inQuotes, plain] of text.matchAll(ITEM)) {
    if (inQuotes !== undefined) items.push(inQuotes.replaceAll(/\\(.)/gs, '$1'));
    else items.push(plain === undefined || plain === 'NULL' ? null : plain);
  }
  return items;
}
