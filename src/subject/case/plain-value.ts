/** Results of workers as plain data, so that they can be compared. */
import type { JsonValue } from '../../model.js';
import { readable, shown } from '../../text/values.js';
import { printable } from '../../text/wrap.js';

/** A result that cannot be compared. Its message continues `workers.anna returned`. */
export class NotPlain extends Error {
  override readonly name = 'NotPlain';
  /** What to do about it; a complete sentence. */
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}

/** In characters of JSON: a longer result says no more about a race, and each schedule has one. */
const LONGEST = 1_000_000;

/**
 * A result as JSON has it. Nothing is null, a date is text, an error is its name and its message.
 * @throws {NotPlain} when JSON cannot hold it
 */
export function plain(value: unknown): JsonValue {
  if (value === undefined) return null;
  if (typeof value === 'function') throw new NotPlain('a function', PLAIN_HINT);
  const text = textOf(value);
  if (text.length > LONGEST) {
    throw new NotPlain(
      `${Math.round(text.length / 100_000) / 10} million characters of JSON`,
      'Return only what tells one outcome from another, such as a count or an id.',
    );
  }
  return JSON.parse(text);
}

const PLAIN_HINT = 'Return plain data, or nothing: results are compared between orders, as JSON.';

function textOf(value: unknown): string {
  try {
    const text: unknown = JSON.stringify(value, (_key, part: unknown) => checked(part));
    return typeof text === 'string' ? text : 'null';
  } catch (error) {
    if (!(error instanceof Unplain)) throw unreadable(error);
    const { what, hint } = error.problem;
    const place = placeIn(value, error.part);
    throw new NotPlain(place === '' ? what : `${what} (result${place})`, hint);
  }
}

/** What JSON cannot hold, or would silently leave out. */
interface Problem {
  readonly what: string;
  readonly hint: string;
}

class Unplain extends Error {
  readonly part: unknown;
  readonly problem: Problem;

  constructor(part: unknown, problem: Problem) {
    super(problem.what);
    this.part = part;
    this.problem = problem;
  }
}

function checked(part: unknown): unknown {
  const problem = problemOf(part);
  if (problem !== null) throw new Unplain(part, problem);
  return part instanceof Error ? { name: part.name, message: part.message } : part;
}

function problemOf(part: unknown): Problem | null {
  if (typeof part === 'bigint') {
    return { what: 'a BigInt', hint: 'Return String(…) or Number(…) of it.' };
  }
  if (typeof part === 'number') {
    if (Number.isFinite(part)) return null;
    return { what: String(part), hint: 'JSON has no such number: return a string, or null.' };
  }
  if (typeof part === 'symbol') return { what: 'a symbol', hint: PLAIN_HINT };
  const tag = Object.prototype.toString.call(part).slice('[object '.length, -1);
  return TAGGED[tag] ?? null;
}

const COLLECTION = 'JSON would leave out what is in it: return Object.fromEntries(…) or [...…].';

const ANSWER =
  'JSON would leave out what is in it: return { status: response.status, body: await response.json() }. The fetch that workers of a service are handed does so.';

const TAGGED: Readonly<Record<string, Problem>> = {
  Promise: { what: 'a promise inside the result', hint: 'Await it.' },
  Map: { what: 'a Map', hint: COLLECTION },
  Set: { what: 'a Set', hint: COLLECTION },
  WeakMap: { what: 'a WeakMap', hint: PLAIN_HINT },
  WeakSet: { what: 'a WeakSet', hint: PLAIN_HINT },
  Response: { what: 'a Response', hint: ANSWER },
  Headers: { what: 'Headers', hint: COLLECTION },
  FormData: { what: 'a FormData', hint: COLLECTION },
  Blob: { what: 'a Blob', hint: 'Return await blob.text().' },
};

/** The error of a getter or of toJSON, or that of JSON.stringify itself. */
function unreadable(thrown: unknown): NotPlain {
  const error = readable(thrown);
  if (error instanceof TypeError && /circular/i.test(error.message)) {
    return new NotPlain('an object that refers to itself', PLAIN_HINT);
  }
  if (error instanceof RangeError) return new NotPlain('objects nested too deeply', PLAIN_HINT);
  const why = error instanceof Error ? printable(error.message) : shown(error);
  return new NotPlain(`an object that cannot be read: ${why}`, PLAIN_HINT);
}

/** How deep to look for a place: deeper ones are no help. */
const DEEPEST = 6;

/** Where a part is, such as `.rows[0].id`; empty: it is the whole, or cannot be found. */
function placeIn(value: unknown, part: unknown, depth = DEEPEST): string {
  if (depth === 0 || typeof value !== 'object' || value === null) return '';
  try {
    for (const [key, inner] of Object.entries(value)) {
      const step = Array.isArray(value) ? `[${key}]` : `.${printable(key)}`;
      if (Object.is(inner, part)) return step;
      const further = placeIn(inner, part, depth - 1);
      if (further !== '') return step + further;
    }
  } catch {
    // A getter throws.
  }
  return '';
}
