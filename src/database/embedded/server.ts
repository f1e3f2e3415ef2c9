import { spawn, type ChildProcess } from 'node:child_process';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { EnvironmentError, LabError } from '../../errors.js';
import type { ConnectionTarget } from '../address.js';
import { KEEPER_SCRIPT } from './keeper.js';
import { findServerPackage } from './package.js';
import { allRunsDirectories, cacheDirectory, runsDirectory } from './places.js';
import { findServerUser, type ServerUser } from './server-user.js';
import { sweep } from './sweep.js';
import {
  DATABASE,
  installation,
  serverEnvironment,
  SUPERUSER,
  type Installation,
} from './template.js';

/** A PostgreSQL of one run's own; it is gone, with its files, when {@link stop} resolves. */
export interface EmbeddedServer {
  readonly target: ConnectionTarget;
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** Connections the run will open. */
  readonly connections: number;
  /** Where the template cluster is kept; default: the user's cache directory. */
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
      hint: 'Make room, or use a server of your own with --url.',
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
  const swept = Promise.all([
    ...allRunsDirectories().map((place) => sweep(place, RUN_PREFIX, user.uid)),
    sweep(cache, BUILD_PREFIX, ownUid),
  ]);
  const installed = await installation(source, user, cache);
  const directory = await mkdtemp(join(runs, `${RUN_PREFIX}${process.pid}-`));
  if (user.switchTo) await chown(directory, user.switchTo.uid, user.switchTo.gid);
  const keeper = startKeeper(installed, user, directory, options.connections);
  const [server] = await Promise.all([whenReady(keeper, directory), swept]);
  return server;
}

/**
 * A server for one run: its files are thrown away, so nothing waits for a disk, and nothing runs
 * in the background that would disturb a measurement.
 */
function serverOptions(connections: number): string[] {
  const settings = {
    // The run's directory, seen from the data directory, so that its name may hold a comma.
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
    // In files of the run's directory, which go with it, however the server ends.
    dynamic_shared_memory_type: 'mmap',
    autovacuum: 'off',
    io_method: 'sync',
    jit: 'off',
    // Conflicts are what we provoke; the log is for the server's own state.
    log_min_messages: 'log',
    lc_messages: 'C',
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

function startKeeper(
  installed: Installation,
  user: ServerUser,
  directory: string,
  connections: number,
): ChildProcess {
  const options = serverOptions(connections);
  return spawn(
    '/bin/sh',
    ['-c', KEEPER_SCRIPT, 'race-lab-keeper', installed.postgres, installed.template, ...options],
    {
      cwd: directory,
      env: serverEnvironment(),
      // A session of its own: a Ctrl-C at the terminal reaches race-lab alone.
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
      ...user.switchTo,
    },
  );
}

async function whenReady(keeper: ChildProcess, directory: string): Promise<EmbeddedServer> {
  const exited = new Promise<void>((resolve) => {
    keeper.once('exit', () => resolve());
    keeper.once('error', () => resolve());
  });
  const stop = async () => {
    const lifeline = keeper.stdio[3];
    if (lifeline && 'end' in lifeline) lifeline.end();
    await exited;
    // The keeper removes it; this is for a keeper that was itself killed.
    await rm(directory, { recursive: true, force: true });
  };
  try {
    await readiness(keeper);
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
    stop,
  };
}

const READY = 'database system is ready to accept connections';

function readiness(keeper: ChildProcess): Promise<void> {
  let log = '';
  return new Promise((resolve, reject) => {
    const fail = (what: string, cause?: unknown) => {
      const last = log.trim().split('\n').at(-1);
      reject(
        new EnvironmentError(`the embedded PostgreSQL ${what}${last ? `: ${last}` : ''}`, {
          hint: 'See "race-lab doctor", or use a server of your own with --url.',
          cause,
        }),
      );
    };
    keeper.stderr?.setEncoding('utf8').on('data', (text: string) => {
      log = (log + text).slice(-4000);
      if (log.includes(READY)) resolve();
    });
    keeper.once('exit', (code) => fail(`did not start (exit code ${code})`));
    keeper.once('error', (error) => fail(`could not be started: ${error.message}`, error));
  });
}
