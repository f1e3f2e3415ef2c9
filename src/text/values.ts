/** Values of which nobody knows what they are: they come from JavaScript, or from a file. */
import { printable } from './wrap.js';

/** An object whose properties are not known yet. */
export type UnknownRecord = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is UnknownRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Something that own code threw, and that throws itself when it is looked at. */
class UnreadableError extends Error {
  override readonly name = 'something that cannot be read';
}

/**
 * What own code threw, as far as it can be told: an error whose parts can be read, or another value.
 * What cannot be read (a getter or a proxy throws, say) is replaced by an error that says so.
 */
export function readable(thrown: unknown): unknown {
  try {
    if (!(thrown instanceof Error)) return thrown;
    const { name, message, stack } = thrown;
    const parts: readonly unknown[] = [name, message, stack ?? ''];
    if (parts.every((part) => typeof part === 'string')) return thrown;
    return new UnreadableError('an error whose name, message or stack is no text');
  } catch (error) {
    const inner = new UnreadableError(shown(error));
    try {
      // Where it happened.
      if (error instanceof Error && error.stack !== undefined) inner.stack = error.stack;
    } catch {
      // Then nobody can say.
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
  const text = printable(inJson(value));
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}

const LONGEST = 120;

function inJson(value: unknown): string {
  try {
    const asText = (_key: string, part: unknown) => (typeof part === 'bigint' ? `${part}n` : part);
    const text: unknown = JSON.stringify(value, asText);
    return typeof text === 'string' ? text : String(value);
  } catch (error) {
    // JSON.stringify says so in a TypeError; whatever else is thrown comes from the object.
    if (error instanceof TypeError && /circular/i.test(error.message)) {
      return 'an object that refers to itself';
    }
    throw error;
  }
}
