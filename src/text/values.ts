/** Values of which nobody knows what they are: they come from JavaScript, or from a file. */
import { printable } from './wrap.js';

/** An object whose properties are not known yet. */
export type Unchecked = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Unchecked =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value as an error shows it: short, and on one line. */
export function shown(value: unknown): string {
  if (typeof value === 'function') return value.name === '' ? 'a function' : `${value.name}()`;
  if (typeof value === 'bigint') return `${value}n`;
  if (value === undefined || typeof value === 'number') return String(value);
  if (value instanceof Error) return `an error: ${printable(value.message)}`;
  const text = printable(inJson(value));
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}

const LONGEST = 120;

function inJson(value: unknown): string {
  try {
    const asText = (_key: string, part: unknown) => (typeof part === 'bigint' ? `${part}n` : part);
    const text: unknown = JSON.stringify(value, asText);
    return typeof text === 'string' ? text : String(value);
  } catch {
    return 'an object that refers to itself';
  }
}
