import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import { EnvironmentError, LabError } from '../../errors.js';
import type { ConnectionTarget } from '../address.js';
import { within } from '../within.js';
import { serverEnvironment } from './build.js';
import { fullDisk } from './full-disk.js';
import { KEEPER_SCRIPT } from './keeper.js';
import { isIntact } from './manifest.js';
import { findServerPackage } from './package.js';
import { allRunsDirectories, cacheDirectory, runsDirectory } from './places.js';
import { findServerUser, type ServerUser } from './server-user.js';
import { sweep } from './sweep.js';
import { DATABASE, installation, rebuilt, SUPERUSER, type Installation } from './template.js';
import { option } from '../../text/option.js';

/** The PostgreSQL server of one run. When {@link stop} resolves, the server and its files are gone. */
export interface EmbeddedServer {
  readonly target: ConnectionTarget;
  /** The line in its log that says why it ended; null: none. */
  lastWords(): string | null;
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** How many connections the run opens. */
  readonly connections: number;
  /** The directory of the template cluster; default: the user's cache directory. */
  readonly cache?: string | undefined;
}

const RUN_PREFIX = 'race-lab-';
const BUILD_PREFIX = 'building-';

/**
 * Starts a fresh server on a Unix socket in a private directory.
 * @throws {EnvironmentError} when this machine cannot run one
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  try {
    return await start(options);
  } catch (cause) {
    if (cause instanceof LabError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new EnvironmentError(`the embedded PostgreSQL could not be started: ${reason}`, {
      code: 'EMBEDDED_FAILED',
      hint: `Free disk space, or use a server of your own with ${option('url')}.`,
      cause,
    });
  }
}

async function start(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const [source, user] = await Promise.all([findServerPackage(), findServerUser()]);
  const [cache, runs] = await Promise.all([
    cacheDirectory(user, options.cache),
    runsDirectory(user),
  ]);
  const ownUid = process.getuid?.() ?? user.uid;
  const uids = [user.uid, ownUid];
  const swept = Promise.all([
    ...allRunsDirectories().map((place) => sweep(place, RUN_PREFIX, uids)),
    sweep(cache, BUILD_PREFIX, uids),
  ]);
  const installed = await installation(source, user, cache);
  const place = { user, runs, connections: options.connections };
  const starting = startFrom(installed, place).catch(async (error: unknown) => {
    if (!(error instanceof NotStarted)) throw error;
    return startFrom(await rebuilt(source, user, cache, installed), place);
  });
  const [server] = await Promise.all([starting, swept]);
  return server;
}

/** The server did not start, possibly because the installation in the cache is damaged. */
class NotStarted extends EnvironmentError {}

/** Where and as which user a server runs, and for how many connections. */
interface ServerPlace {
  readonly user: ServerUser;
  readonly runs: string;
  readonly connections: number;
}

/** @throws {NotStarted} when the installation is damaged, or the server does not start from it */
async function startFrom(installed: Installation, place: ServerPlace): Promise<EmbeddedServer> {
  const name = `${RUN_PREFIX}${process.pid}-${randomBytes(3).toString('hex')}`;
  const directory = join(place.runs, name);
  const keeper = startKeeper(installed, directory, place);
  const ready = whenReady(keeper, directory);
  ready.catch(() => undefined);
  // The check runs while the server starts, so it costs no time.
  if (isIntact(installed.home)) return ready;
  await ready.then(
    (server) => server.stop(),
    () => undefined,
  );
  throw new NotStarted(`the embedded PostgreSQL in ${installed.home} is damaged`, {
    code: 'EMBEDDED_FAILED',
    hint: 'Remove that directory. race-lab creates it again.',
  });
}

/**
 * The settings of a server for one run. Its files are temporary, so it never waits for a disk. Background
 * processes that would disturb a measurement are off.
 */
function serverOptions(connections: number): string[] {
  const settings = {
    // The run's directory, relative to the data directory: an absolute path could contain a comma.
    unix_socket_directories: '..',
    listen_addresses: '',
    max_connections: connections + 10,
    fsync: 'off',
    full_page_writes: 'off',
    wal_level: 'minimal',
    max_wal_senders: 0,
    max_wal_size: '1GB',
    checkpoint_timeout: '1h',
    shared_buffers: '32MB',
    // Files in the run's directory, which are removed with it even after a crash of the server.
    dynamic_shared_memory_type: 'mmap',
    autovacuum: 'off',
    io_method: 'sync',
    jit: 'off',
    // race-lab provokes conflicts on purpose, so the log contains only the server's own state.
    log_min_messages: 'log',
    lc_messages: 'C',
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

function startKeeper(
  { postgres, template }: Installation,
  directory: string,
  { user, connections, runs }: ServerPlace,
): ChildProcess {
  const options = serverOptions(connections);
  const keeper = spawn(
    '/bin/sh',
    ['-c', KEEPER_SCRIPT, 'race-lab-keeper', directory, postgres, template, ...options],
    {
      cwd: runs,
      env: serverEnvironment(),
      // A process session of its own, so that a Ctrl-C at the terminal reaches only race-lab.
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
      ...user.switchTo,
    },
  );
  const lifeline = keeper.stdio[3];
  if (!lifeline || !('write' in lifeline)) throw new TypeError('the keeper has no lifeline');
  // The exit event reports a keeper that has ended.
  lifeline.on('error', () => undefined);
  try {
    // Synchronously, and only after the keeper has started, because race-lab may be killed at any moment and the
    // keeper then removes the directory.
    mkdirSync(directory, 0o700);
    if (user.switchTo) chownSync(directory, user.switchTo.uid, user.switchTo.gid);
    lifeline.write('\n');
  } catch (error) {
    lifeline.end();
    throw error;
  }
  return keeper;
}

/** How long the keeper may take to stop the server, in milliseconds. */
const STOP_MS = 5_000;

async function whenReady(keeper: ChildProcess, directory: string): Promise<EmbeddedServer> {
  const exited = new Promise<void>((resolve) => {
    keeper.once('exit', () => resolve());
    keeper.once('error', () => resolve());
  });
  const stop = async () => {
    const lifeline = keeper.stdio[3];
    if (lifeline && 'end' in lifeline) lifeline.end();
    try {
      await within(exited, STOP_MS, () => new Error('the keeper did not stop the server'));
    } catch {
      // A process of the keeper was killed, so nothing stops the server. It is in the keeper's process group.
      if (keeper.pid !== undefined) process.kill(-keeper.pid, 'SIGQUIT');
      await exited;
    }
    // Normally the keeper removes it. This is for a keeper that was itself killed.
    await rm(directory, { recursive: true, force: true, maxRetries: 5 });
  };
  const log = { text: '' };
  try {
    await readiness(keeper, log);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    target: {
      kind: 'socket',
      path: join(directory, '.s.PGSQL.5432'),
      user: SUPERUSER,
      database: DATABASE,
    },
    lastWords: () => LAST_WORDS.exec(log.text)?.[0] ?? null,
    stop,
  };
}

const READY = 'database system is ready to accept connections';

/** Matches the reason why a server ended: it panicked, one of its processes was killed, or the disk is full. */
const LAST_WORDS = /PANIC: .*|\w[\w ]* \(PID \d+\) was terminated by signal .*|.*No space left.*/;

/** Matches problems of the machine, which a new installation does not solve. */
const OF_THE_MACHINE = /shared memory|semaphore|cannot allocate memory|too many open files|fork/i;

/** @param log receives the last part of the server's log, from now on */
function readiness(keeper: ChildProcess, log: { text: string }): Promise<void> {
  const what = 'the embedded PostgreSQL';
  return new Promise((resolve, reject) => {
    keeper.stderr?.setEncoding('utf8').on('data', (text: string) => {
      log.text = (log.text + text).slice(-LOG_KEPT);
      if (log.text.includes(READY)) resolve();
    });
    // `close` comes after the end of its streams, when its output is complete.
    keeper.once('close', (code) => {
      const last = log.text.trim().split('\n').at(-1);
      const problem = `${what} did not start (exit code ${code})${last ? `: ${last}` : ''}`;
      const options = {
        code: 'EMBEDDED_FAILED',
        hint: `See "race-lab doctor", or use a server of your own with ${option('url')}.`,
      } as const;
      const ofMachine = OF_THE_MACHINE.test(log.text);
      const error = ofMachine
        ? new EnvironmentError(problem, options)
        : new NotStarted(problem, options);
      reject(fullDisk(`${what} did not start`, log.text, 'TMPDIR') ?? error);
    });
    keeper.once('error', (cause) => {
      const hint = `Use a server of your own with ${option('url')}.`;
      reject(
        new EnvironmentError(`${what} could not be started: ${cause.message}`, {
          code: 'EMBEDDED_FAILED',
          hint,
          cause,
        }),
      );
    });
  });
}

const LOG_KEPT = 4_000;
