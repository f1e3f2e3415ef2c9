/** Run-time checks of definitions, for JavaScript and for casts. */
import { UsageError } from '../errors.js';
import { isName } from '../plan/name.js';
import { nearest, type UnknownName } from '../plan/nearest-name.js';
import { isObject, shown, type UnknownRecord } from '../text/values.js';

export { isObject, shown, type UnknownRecord };

/**
 * Checks a definition's name. The command line, the reports and the rules of `--expect` use it.
 * @param kind `strategy`, `scenario` or `case`
 */
export function requireName(kind: string, name: unknown): string {
  if (isName(name)) return name;
  const problem = name === undefined ? 'has no name' : `cannot be called ${shown(name)}`;
  throw new UsageError(`a ${kind} ${problem}`, {
    code: 'INVALID_DEFINITION',
    hint: `A name is lower-case words with hyphens, such as name: 'my-${kind}'; and not "all".`,
  });
}

/** @param hint a complete sentence */
export const invalid = (message: string, hint: string): UsageError =>
  new UsageError(message, { code: 'INVALID_DEFINITION', hint });

/**
 * @param what the property, such as `case checkout: retried`
 * @throws {UsageError} when it is no SQLSTATE
 */
export function requireSqlstate(what: string, code: unknown): string {
  if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) return code;
  throw invalid(
    `${what} has ${shown(code)}, which is not an SQLSTATE`,
    "An SQLSTATE is five digits or capital letters, such as '40001' (manual, appendix A).",
  );
}

/** Describes an unknown name in a definition, for the error. */
export const unknownPart = (what: string, kind: string): UnknownName => ({
  code: 'INVALID_DEFINITION',
  subject: { text: what, option: null },
  kind,
});

/**
 * Properties that race-lab adds. A definition has them when it copies another: `{ ...fees, name:
 * 'high-fees' }`.
 */
const ADDED = new Set(['isOwn', 'file', 'reference']);

/** @param what the definition, such as `strategy careful` */
export function requireKnownKeys(
  what: string,
  object: UnknownRecord,
  known: readonly string[],
): void {
  for (const key of Object.keys(object)) {
    if (known.includes(key) || ADDED.has(key)) continue;
    const meant = nearest(key, known);
    const offer = meant === undefined ? '' : `Did you mean ${meant}? `;
    throw new UsageError(`${what} has an unknown property: ${shown(key)}`, {
      code: 'INVALID_DEFINITION',
      hint: `${offer}Known: ${known.join(', ')}.`,
    });
  }
}

/** @throws {UsageError} when a property is present but not a string */
export function requireTexts(what: string, object: UnknownRecord, keys: readonly string[]): void {
  for (const key of keys) {
    const value = object[key];
    if (value === undefined || typeof value === 'string') continue;
    throw new UsageError(`${what}: ${key} is ${shown(value)}`, {
      code: 'INVALID_DEFINITION',
      hint: 'It must be a string.',
    });
  }
}

/** @throws {UsageError} when the property is missing, or is not a function */
export function requireFunction(
  what: string,
  object: UnknownRecord,
  key: string,
  hint: string,
): void {
  const value = object[key];
  if (typeof value === 'function') return;
  const problem = value === undefined ? ` has no ${key}` : `: ${key} is ${shown(value)}`;
  throw new UsageError(`${what}${problem}`, { code: 'INVALID_DEFINITION', hint });
}
