/** Values of unknown type, from JavaScript or from a file. */
import { printable } from './wrap.js';

/** An object whose properties are not known yet. */
export type UnknownRecord = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is UnknownRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Replaces a thrown value whose properties throw when they are read. */
class UnreadableError extends Error {
  override readonly name = 'something that cannot be read';
}

/**
 * What a user's code threw: an error whose parts can be read, or another value. A value that cannot
 * be read, because a getter or a proxy throws, is replaced by an error that says so.
 */
export function readable(thrown: unknown): unknown {
  try {
    if (!(thrown instanceof Error)) return thrown;
    const { name, message, stack } = thrown;
    const parts: readonly unknown[] = [name, message, stack ?? ''];
    if (parts.every((part) => typeof part === 'string')) return thrown;
    return new UnreadableError('an error whose name, message or stack is not a string');
  } catch (error) {
    const inner = new UnreadableError(shown(error));
    try {
      // Keeps the place of the error.
      if (error instanceof Error && error.stack !== undefined) inner.stack = error.stack;
    } catch {
      // Then the place is unknown.
    }
    return inner;
  }
}

/** A value as an error shows it: short, and on one line. */
export function shown(value: unknown): string {
  try {
    return asShown(value);
  } catch {
    return 'an object that cannot be read';
  }
}

function asShown(value: unknown): string {
  if (typeof value === 'function') return value.name === '' ? 'a function' : `${value.name}()`;
  if (typeof value === 'bigint') return `${value}n`;
  if (value === undefined || typeof value === 'number') return String(value);
  if (value instanceof Error) return `an error: ${printable(value.message)}`;
  if (value instanceof Promise) return 'a promise';
  const text = printable(inJson(value));
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}

const LONGEST = 120;

function inJson(value: unknown): string {
  try {
    const text: unknown = JSON.stringify(value, (_key, part: unknown) => {
      if (typeof part === 'bigint') return `${part}n`;
      return typeof part === 'function' ? asShown(part) : part;
    });
    return typeof text === 'string' ? text : String(value);
  } catch (error) {
    // JSON.stringify throws this TypeError itself; any other error comes from the object.
    if (error instanceof TypeError && /circular/i.test(error.message)) {
      return 'an object that refers to itself';
    }
    throw error;
  }
}
