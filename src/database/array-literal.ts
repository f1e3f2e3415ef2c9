/**
 * An array of numbers as a parameter. Sessions do not ask the server for its array types, which
 * would cost each of them a query, so arrays travel as text. (Manual 8.15.2)
 */
export function arrayLiteral(numbers: readonly number[]): string {
  return `{${numbers.join(',')}}`;
}
