/** Cases that users define: their own code under test. */
import { dirname } from 'node:path';

import type { Case, OpenContext, ServiceAddress, WorkerContext } from '../model.js';
import { placeOf } from '../text/place.js';
import { caseFrom } from './case-properties.js';
import { isObject } from './requirements.js';

/** SQL, the path of an `.sql` file, or a function that changes the database at the address. */
export type SqlSource = string | ((context: OpenContext) => unknown);

/** What runs at once. The result must be JSON; a promise of it is waited for. */
export type WorkerFunction<App> = (application: App, context: WorkerContext) => unknown;

/** A worker that is a program of its own: its standard output is the result. */
export interface ProgramDefinition {
  /**
   * The program and its arguments. `{port}` (of a service), `{DATABASE_URL}` and `{PGHOST}`, `{PGPORT}`, `{PGUSER}`,
   * `{PGPASSWORD}`, `{PGDATABASE}` stand for their values. The program finds the same in its environment.
   */
  readonly command: readonly string[];
  /** Further variables of its environment; the same names stand for values. */
  readonly env?: Readonly<Record<string, string>>;
  /** Where it starts, relative to the file that calls {@link defineCase} [the directory of that file]. */
  readonly cwd?: string;
}

/** A service in any language, which race-lab starts for each lane, and ends. */
export interface ServiceDefinition extends ProgramDefinition {
  /**
   * A path that is answered, or a pattern of what it prints, when it is ready, within 30 seconds [its port accepts
   * connections].
   */
  readonly ready?: string | RegExp;
  /** As the property of the case. */
  readonly replicas?: number | 'each';
  /**
   * How long a worker may be quiet before it counts as waiting inside the service, in milliseconds [by how long its
   * answers take].
   */
  readonly graceMs?: number;
}

/** A part of a message or an SQLSTATE, a status of HTTP, a pattern of messages, a class of errors, or a predicate. */
export type RefusalChoice =
  | string
  | number
  | RegExp
  | (abstract new (...args: never) => Error)
  | ((error: unknown) => unknown);

/** What workers are handed when a case has no `open`. */
export interface DatabaseAddress {
  /** The address of the lane's database, through the gate. */
  readonly url: string;
}

/** The properties that every case can have. Defaults are in brackets. */
export interface CommonProperties {
  /** Lower-case words joined by hyphens. */
  readonly name: string;
  /**
   * What makes the tables: SQL, the path of an `.sql` file relative to the file that calls
   * {@link defineCase}, a function that migrates, or a list of these.
   */
  readonly schema: SqlSource | readonly SqlSource[];
  /** The rows that every schedule begins with, in the same forms [none]. */
  readonly start?: SqlSource | readonly SqlSource[];
  /** How many applications the workers are dealt to; `each`: one for every worker [1]. */
  readonly replicas?: number | 'each';
  /** Rules over the final rows: a query for each name, which returns a row for each violation. */
  readonly invariants?: Readonly<Record<string, string>>;
  /** Errors of a worker that are ordinary answers. */
  readonly refusals?: RefusalChoice | readonly RefusalChoice[];
  /** SQLSTATEs of failures that the callers retry: a worker that fails so counts as not having run. */
  readonly retried?: string | readonly string[];
  /**
   * What is not compared: tables (`error_log`, or `audit.*` for those of a schema), columns (`purchase.created_at`), parts of
   * JSON (`log.payload.at`), and results (`result`) or parts of them (`result.id`).
   */
  readonly ignore?: string | readonly string[];
}

/** The properties of a case whose application is opened in this process. */
export interface CaseProperties<App> extends CommonProperties {
  /**
   * Opens the application that the workers are handed, such as a pool [they are handed `{ url }`].
   * Write it before `close` and the workers: TypeScript then knows the application's type there.
   */
  readonly open?: (context: OpenContext) => App | PromiseLike<App>;
  /** Closes what `open` returned. */
  readonly close?: (application: App) => unknown;
  readonly service?: never;
}

/** The properties of a case whose workers call a service. */
export interface ServiceProperties extends CommonProperties {
  readonly service: ServiceDefinition;
  readonly open?: never;
  readonly close?: never;
}

/** Named functions or programs, each of which runs once. */
export interface NamedWorkers<App> {
  /** Letters follow the order: A is the first. */
  readonly workers: Readonly<Record<string, WorkerFunction<App> | ProgramDefinition>>;
  readonly worker?: never;
  readonly times?: never;
}

/** One function or program that runs several times at once. */
export interface RepeatedWorker<App> {
  readonly worker: WorkerFunction<App> | ProgramDefinition;
  /** How many of them run at once [2]. */
  readonly times?: number;
  readonly workers?: never;
}

/**
 * The definition of a case: its database, what runs at once, and what must not happen.
 * @typeParam App what `open` returns, or what the promise of it is fulfilled with
 */
export type CaseDefinition<App = DatabaseAddress> = CaseProperties<App> &
  (NamedWorkers<App> | RepeatedWorker<App>);

/** The definition of a case whose workers call a service. */
export type ServiceCaseDefinition = ServiceProperties &
  (NamedWorkers<ServiceAddress> | RepeatedWorker<ServiceAddress>);

const made = new WeakSet<object>();

/** Whether a value was made by {@link defineCase}. */
export const isDefinedCase = (value: object): value is Case => made.has(value);

/** Checks the shape, not the origin: another copy of this package may have made the case. */
export const isCase = (value: unknown): value is Case =>
  isObject(value) &&
  Array.isArray(value['refusals']) &&
  Array.isArray(value['workers']) &&
  value['workers'].every(
    (worker) =>
      isObject(worker) && (typeof worker['run'] === 'function' || isObject(worker['program'])),
  );

/** A case, its definition, or what the command line takes: a file, such as `./checkout.race.ts`. */
export type CaseChoice<App = DatabaseAddress> =
  string | Case | CaseDefinition<App> | ServiceCaseDefinition;

/**
 * Defines a case: code of your own, the database it works on, and what must not happen when it runs
 * several times at once. The command line takes it by its file (`race-lab explore
 * checkout.race.ts`); `explore()` also takes the object.
 *
 * ```ts
 * import { defineCase } from 'race-lab';
 * import pg from 'pg';
 *
 * async function buy(pool: pg.Pool, customer: string) {
 *   const { rows } = await pool.query('select stock from product where id = 1');
 *   if (rows[0]?.stock < 1) throw new Error('sold out');
 *   await pool.query('update product set stock = stock - 1 where id = 1');
 *   return { bought: customer };
 * }
 *
 * export default defineCase({
 *   name: 'last-copy',
 *   schema: 'create table product (id int primary key, stock int not null)',
 *   start: 'insert into product values (1, 1)',
 *   open: ({ url }) => new pg.Pool({ connectionString: url }),
 *   close: (pool) => pool.end(),
 *   workers: { anna: (pool) => buy(pool, 'anna'), ben: (pool) => buy(pool, 'ben') },
 *   invariants: { 'stock is never below zero': 'select id from product where stock < 0' },
 *   refusals: 'sold out',
 * });
 * ```
 *
 * @returns the case, complete and frozen
 * @throws {UsageError} when a property is missing, unknown or of the wrong type
 */
export function defineCase(definition: ServiceCaseDefinition): Case;
export function defineCase<App = DatabaseAddress>(definition: CaseDefinition<App>): Case;
export function defineCase(definition: unknown): Case {
  return caseIn(directoryOfCaller(), definition);
}

/**
 * A case from a definition that may not come from TypeScript.
 * @param directory what paths of SQL are relative to; null: the current directory
 * @throws {UsageError} when a property is missing, unknown or of the wrong type
 */
export function caseIn(directory: string | null, definition: unknown): Case {
  const defined = caseFrom(definition, directory);
  made.add(defined);
  return defined;
}

/** The directory of the user's file that calls race-lab; null when the stack does not show it. */
export function directoryOfCaller(): string | null {
  const place = placeOf(new Error('its stack shows the caller'));
  return place === null ? null : dirname(place);
}
