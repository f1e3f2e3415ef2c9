/** `race-lab serve` from its start to its end. */
import type { FastifyInstance } from 'fastify';

import { openDatabase } from '../database/database.js';
import type { LabDatabase } from '../database/lab-database.js';
import { about, EnvironmentError } from '../errors.js';
import { sleep } from '../own-timers.js';
import { option } from '../text/option.js';
import type { LabOptions } from '../lab/options.js';
import type { Strategy } from '../model.js';
import type { ServicePatience } from './app.js';
import { Bank } from './bank/bank.js';
import { addReplica, joinLab, WORKERS_EACH } from './bank/lab.js';
import { LabStore } from './bank/lab-records.js';
import { MemoryStore } from './bank/record-store.js';
import { createBank } from './bank/tables.js';
import { Tellers } from './bank/tellers.js';
import { Jobs } from './jobs/jobs.js';
import type { WorkParts } from './work-parts.js';
import { buildService } from './service.js';
import { Steppings, type SteppingsOptions } from './steppings/steppings.js';

/** What a service is started with. */
export interface ServeOptions extends Pick<LabOptions, 'cache' | 'patience' | 'leftovers'> {
  readonly work: Omit<WorkParts, 'url'>;
  /** Of race-lab. */
  readonly version: string;
  readonly host: string;
  /** 0: a free one. */
  readonly port: number;
  readonly allowedHosts: readonly string[];
  /** Null: an embedded server is started. */
  readonly url: string | null;
  /** The name of a lab that replicas share; null: a bank of its own. */
  readonly lab: string | null;
  /** Sessions that the bank's operations share. */
  readonly connections: number;
  /** Every strategy that a request may name. */
  readonly strategies: readonly Strategy[];
  /** Ends the service. */
  readonly signal: AbortSignal;
  /** Receives the address when the service is ready. */
  readonly ready: (address: string) => Promise<void>;
  /** Receives what the operator of the service should know, such as a defect. */
  readonly tell: (text: string) => void;
  /** Time limits of requests, shortened by tests. */
  readonly servicePatience?: ServicePatience | undefined;
  /** Limits of steppings, shortened by tests. */
  readonly steppings?: SteppingsOptions | undefined;
}

/**
 * Serves until the signal is aborted. Everything that it started is gone by then.
 * @throws {EnvironmentError} when the database cannot be opened, or the port is taken
 * @throws the signal's reason when it is aborted before the service is ready
 */
export async function serve(options: ServeOptions): Promise<void> {
  const database = await openBank(options);
  const unwatch = await watchBank(database, options);
  try {
    await serveOn(database, options);
  } finally {
    unwatch?.();
    await database.close({ signal: options.signal, keep: options.lab !== null });
  }
}

/** An operation may call the code of any strategy at any time. The schema of a shared lab stays. */
async function watchBank(
  { info: { schema } }: LabDatabase,
  { url, lab, strategies, work }: ServeOptions,
): Promise<(() => void) | undefined> {
  const external = url === null || lab !== null ? null : { url, schema };
  return work.lab.watchOver?.({ code: strategies, external });
}

async function openBank(options: ServeOptions): Promise<LabDatabase> {
  const { url, lab, connections, cache, patience, leftovers, signal } = options;
  const remedy = (free: number) =>
    `Write ${option('connections')} ${free}, or raise max_connections.`;
  if (lab !== null && url !== null) {
    return joinLab({ url, name: lab, connections, remedy, patience, signal });
  }
  const database = await openDatabase({
    url,
    connections,
    remedy,
    cache,
    patience,
    leftovers,
    signal,
  });
  try {
    await createBank(database.control);
    return database;
  } catch (error) {
    await database.close({ signal });
    throw error;
  }
}

async function serveOn(database: LabDatabase, options: ServeOptions): Promise<void> {
  const { connections, lab, tell, signal, url } = options;
  const { control } = database;
  const replica = lab === null ? 1 : await addReplica(control);
  const tellers = new Tellers({
    database,
    sessions: await database.openSessions(connections),
    most: WORKERS_EACH,
    numbersAfter: (replica - 1) * WORKERS_EACH,
    sleep: (ms) => sleep(ms),
  });
  const store = lab === null ? new MemoryStore() : new LabStore(control, replica, tell);
  const bank = new Bank({ database, tellers, store });
  const jobs = new Jobs({ signal });
  const steppings = new Steppings(options.steppings);
  const { version, host, allowedHosts, strategies, servicePatience } = options;
  const app = await buildService({
    version,
    reach: { host, allowedHosts },
    bank,
    strategies,
    jobs,
    steppings,
    work: { ...options.work, url },
    tell,
    patience: servicePatience,
  });
  try {
    await listen(app, options);
    await untilAborted(signal);
  } finally {
    await Promise.all([app.close(), jobs.close(), steppings.close()]);
    await bank.close();
  }
}

async function listen(app: FastifyInstance, options: ServeOptions): Promise<void> {
  const { host, port, signal, ready } = options;
  signal.throwIfAborted();
  try {
    await app.listen({ host, port, signal });
  } catch (error) {
    signal.throwIfAborted();
    throw cannotListen(error, options);
  }
  await ready(addressOf(app, host));
}

function addressOf(app: FastifyInstance, host: string): string {
  const bound = app.server.address();
  const port = typeof bound === 'object' ? bound?.port : 0;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port ?? 0}`;
}

function cannotListen(cause: unknown, { host, port }: ServeOptions): EnvironmentError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
  const isTaken = code === 'EADDRINUSE';
  const subject = about(isTaken || code === 'EACCES' ? 'port' : 'host');
  const value = subject.option === 'port' ? port : host;
  const why = isTaken ? 'another program listens there' : code;
  return new EnvironmentError(`${subject.text} ${value}: ${why}`, {
    code: 'CANNOT_LISTEN',
    option: subject.option,
    hint:
      subject.option === 'port'
        ? `Choose another, such as ${option('port')} 0 for a free one.`
        : 'Give an address of this machine.',
    cause,
  });
}

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
