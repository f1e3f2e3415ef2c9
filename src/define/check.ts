/** What definitions are checked for when they come from JavaScript, or from a type that was cast. */
import { UsageError } from '../errors.js';
import { nearest } from '../plan/nearest.js';
import { printable } from '../text/wrap.js';

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

/**
 * A definition's name, checked; it is what the command line, the reports and the rules of
 * `--expect` take.
 * @param kind `strategy` or `scenario`
 */
export function requireName(kind: string, name: unknown): string {
  if (typeof name === 'string' && /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) && name !== 'all') {
    return name;
  }
  const problem = name === undefined ? 'has no name' : `cannot be called ${shown(name)}`;
  throw new UsageError(`a ${kind} ${problem}`, {
    hint: `A name is lower-case words with hyphens, such as name: 'my-${kind}'; and not "all".`,
  });
}

/** What is added to a definition; there when one is made of another: `{ ...fees, name: 'high-fees' }`. */
const ADDED = new Set(['isOwn', 'file', 'reference']);

/** @param what the definition, such as `strategy careful` */
export function requireKnownKeys(what: string, object: Unchecked, known: readonly string[]): void {
  for (const key of Object.keys(object)) {
    if (known.includes(key) || ADDED.has(key)) continue;
    const meant = nearest(key, known);
    const offer = meant === undefined ? '' : `Did you mean ${meant}? `;
    throw new UsageError(`${what} has an unknown property: ${shown(key)}`, {
      hint: `${offer}Known: ${known.join(', ')}.`,
    });
  }
}

/** @throws {UsageError} when one is there and no text */
export function requireTexts(what: string, object: Unchecked, keys: readonly string[]): void {
  for (const key of keys) {
    const value = object[key];
    if (value === undefined || typeof value === 'string') continue;
    throw new UsageError(`${what}: ${key} is ${shown(value)}`, { hint: 'It is a text.' });
  }
}

/** @throws {UsageError} when it is missing, or no function */
export function requireFunction(what: string, object: Unchecked, key: string, hint: string): void {
  const value = object[key];
  if (typeof value === 'function') return;
  const problem = value === undefined ? ` has no ${key}` : `: ${key} is ${shown(value)}`;
  throw new UsageError(`${what}${problem}`, { hint });
}
