/** Reads the properties of a case, for JavaScript and for casts. */
import { UsageError } from '../errors.js';
import type { Case, CaseInvariant, CaseWorker, OpenContext } from '../model.js';
import { readService } from './case-programs.js';
import { readIgnored, readRefusals, readRetried } from './case-endings.js';
import { readSql } from './case-sql.js';
import { readWorkers } from './case-workers.js';
import {
  invalid,
  isObject,
  requireKnownKeys,
  requireName,
  shown,
  type UnknownRecord,
} from './requirements.js';

const KNOWN = [
  'name',
  'schema',
  'start',
  'open',
  'close',
  'service',
  'replicas',
  'workers',
  'worker',
  'times',
  'invariants',
  'refusals',
  'retried',
  'ignore',
] as const;

/**
 * @param directory what paths of SQL are relative to; null: the current directory
 * @throws {UsageError} when a property is missing, unknown or of the wrong type
 */
export function caseFrom(given: unknown, directory: string | null): Case {
  if (!isObject(given)) {
    throw new UsageError(`a case is defined by an object, not by ${shown(given)}`, {
      code: 'INVALID_DEFINITION',
      hint: "Write defineCase({ name: 'mine', schema: './schema.sql', workers: { … } }).",
    });
  }
  const name = requireName('case', given['name']);
  const what = `case ${name}`;
  requireKnownKeys(what, given, KNOWN);
  requireNoneRead(what, given);
  const schema = readSql(what, 'schema', given['schema'], directory);
  requireSchema(what, given, schema.length);
  const workers = readWorkers(what, given, directory);
  const open = readFunction(what, given, 'open', 'Such as ({ url }) => openPool(url).');
  const close = readFunction(what, given, 'close', 'Such as (pool) => pool.end().');
  const service = readService(what, given['service'], directory);
  requireOpener(what, given);
  const start = readSql(what, 'start', given['start'], directory);
  const invariants = readInvariants(what, given['invariants']);
  const refusals = readRefusals(what, given['refusals']);
  for (const value of [schema, start, workers, invariants, refusals]) read.add(value);
  return Object.freeze({
    name,
    schema,
    start,
    open: open && ((context: OpenContext) => open(context)),
    close: close && ((application: unknown) => close(application)),
    service,
    workers,
    replicas: readReplicas(what, replicasIn(what, given), workers),
    invariants,
    refusals,
    retried: readRetried(what, given['retried']),
    ignore: readIgnored(what, given['ignore']),
  });
}

/** Properties of complete cases, which are not those that their authors wrote. */
const read = new WeakSet<object>();

/** The properties of a complete case cannot be read again. */
function requireNoneRead(what: string, given: UnknownRecord): void {
  const key = KNOWN.find((each) => Array.isArray(given[each]) && read.has(given[each]));
  if (key === undefined) return;
  throw invalid(
    `${what}: ${key} is that of another case, as defineCase returned it`,
    'Keep what the cases share in a plain object, and spread that into each: const shared = { schema: …, workers: … }.',
  );
}

function requireSchema(what: string, given: UnknownRecord, parts: number): void {
  if (parts > 0) return;
  throw invalid(
    given['schema'] === undefined ? `${what} has no schema` : `${what}: schema is empty`,
    "Add what makes the tables, such as schema: './schema.sql', or the SQL itself.",
  );
}

type AnyFunction = (argument: unknown) => unknown;

function readFunction(
  what: string,
  given: UnknownRecord,
  key: string,
  example: string,
): AnyFunction | null {
  const value = given[key];
  if (value === undefined) return null;
  if (typeof value !== 'function') {
    throw invalid(`${what}: ${key} is ${shown(value)}`, `It must be a function. ${example}`);
  }
  return (argument): unknown => Reflect.apply(value, given, [argument]);
}

/** What makes the application: `open`, with `close`, or a service. */
function requireOpener(what: string, given: UnknownRecord): void {
  if (given['service'] !== undefined) {
    const other = ['open', 'close'].find((each) => given[each] !== undefined);
    if (other === undefined) return;
    throw invalid(
      `${what} has service and ${other}`,
      `Leave ${other} out: race-lab starts and ends the service, and the workers are handed { fetch, origin }.`,
    );
  }
  if (given['open'] !== undefined || given['close'] === undefined) return;
  // Without an application, there is nothing to close.
  throw invalid(
    `${what} has close, but no open`,
    'Add open, which makes the application, or leave close out.',
  );
}

/** The number of replicas: of the case, or of its service. */
function replicasIn(what: string, { replicas, service }: UnknownRecord): unknown {
  const ofService = isObject(service) ? service['replicas'] : undefined;
  if (replicas === undefined || ofService === undefined) return replicas ?? ofService;
  throw invalid(
    `${what} has replicas, and so has its service`,
    'Give it once: both stand for how many services the workers are dealt to.',
  );
}

function readReplicas(what: string, value: unknown, workers: readonly CaseWorker[]): number {
  if (value === undefined) return 1;
  if (value === 'each') return workers.length;
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 1) {
    throw invalid(
      `${what}: replicas is ${shown(value)}`,
      "It must be a whole number from 1, or 'each' for one per worker.",
    );
  }
  if (value <= workers.length) return value;
  throw invalid(
    `${what}: replicas is ${value}, more than its ${workers.length} workers`,
    `Write ${workers.length} or fewer, or 'each' for one per worker.`,
  );
}

function readInvariants(what: string, value: unknown): readonly CaseInvariant[] {
  const hint =
    "Such as { 'stock is never below zero': 'select id from product where stock < 0' }: a query that returns a row for each violation.";
  if (value === undefined) return Object.freeze([]);
  if (!isObject(value)) throw invalid(`${what}: invariants is ${shown(value)}`, hint);
  const invariants = Object.entries(value).map(([name, sql]) => {
    if (name.trim() === '') throw invalid(`${what}: invariants has an empty name`, hint);
    const subject = `${what}: invariants[${shown(name)}]`;
    if (typeof sql !== 'string') throw invalid(`${subject} is ${shown(sql)}`, hint);
    if (sql.trim() === '') throw invalid(`${subject} is empty`, hint);
    return Object.freeze({ name, sql });
  });
  return Object.freeze(invariants);
}
