/** Reads which endings of a case are ordinary, and what of its outcome is not compared. */
import type { RefusalPattern } from '../model.js';
import { invalid, requireSqlstate, shown } from './requirements.js';

/** A value alone stands for a list of it. */
function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** @throws {UsageError} for anything but text, a pattern, a class of errors, or a predicate */
export const readRefusals = (what: string, value: unknown): readonly RefusalPattern[] =>
  Object.freeze(listOf(value).map((each) => Object.freeze(refusalOf(what, each))));

function refusalOf(what: string, value: unknown): RefusalPattern {
  const hint =
    "It must be a part of a message, an SQLSTATE, the status of a service's answer, a RegExp, a class of errors, a predicate, or a list of these.";
  if (typeof value === 'number') {
    if (Number.isInteger(value) && value >= 100 && value <= 599) {
      return { kind: 'status', status: value };
    }
    throw invalid(
      `${what}: refusals has ${value}, which is not a status of HTTP`,
      "Write an SQLSTATE as text, such as '23505', and a status as a number, such as 409.",
    );
  }
  if (typeof value === 'string') {
    // An empty text is a part of every message.
    if (value.trim() === '') throw invalid(`${what}: refusals has an empty text`, hint);
    return { kind: 'text', text: value };
  }
  if (value instanceof RegExp) return { kind: 'pattern', pattern: withoutState(value) };
  if (typeof value !== 'function') throw invalid(`${what}: refusals has ${shown(value)}`, hint);
  if (isErrorClass(value)) return { kind: 'class', type: value };
  if (/^class\b/.test(Function.prototype.toString.call(value))) {
    throw invalid(
      `${what}: refusals has ${value.name === '' ? 'a class' : value.name}, which does not extend Error`,
      'Let it extend Error, or write a predicate: (error) => error instanceof Refused.',
    );
  }
  return {
    kind: 'predicate',
    isRefusal: (error: unknown): unknown => Reflect.apply(value, undefined, [error]),
  };
}

/** With the flags `g` and `y`, a RegExp begins where it last matched. */
const withoutState = ({ source, flags }: RegExp): RegExp =>
  new RegExp(source, flags.replaceAll(/[gy]/g, ''));

type ErrorClass = abstract new (...args: never) => Error;

/** An arrow function has no prototype, and that of another function has nothing of Error. */
function isErrorClass(value: object): value is ErrorClass {
  return value === Error || ('prototype' in value && value.prototype instanceof Error);
}

/** @throws {UsageError} for anything but SQLSTATEs */
export function readRetried(what: string, value: unknown): readonly string[] {
  const codes = listOf(value).map((code) => requireSqlstate(`${what}: retried`, code));
  return Object.freeze([...new Set(codes)]);
}

/** @throws {UsageError} for anything but names of schemas, tables, columns, and parts of columns or results */
export function readIgnored(what: string, value: unknown): readonly string[] {
  const paths = listOf(value).map((path) => {
    const name = typeof path === 'string' ? asReportsNameIt(path) : '';
    if (isPath(name)) return name;
    throw invalid(
      `${what}: ignore has ${shown(path)}`,
      "Write a table, such as 'error_log', a column with its table, such as 'purchase.created_at', or a part of the results, such as 'result.id'.",
    );
  });
  return Object.freeze([...new Set(paths)]);
}

/** `"Sales"."Order"."at"` is `Sales.Order.at`, `public.purchase` is `purchase`, and `result.*` is `result`. */
const asReportsNameIt = (path: string): string =>
  path
    .replaceAll('"', '')
    .replace(/^public\.(?!\*)/, '')
    .replace(/^result\.\*$/, 'result');

const isPath = (text: string): boolean =>
  text !== '*' && text.split('.').every((part) => part !== '' && part === part.trim());
