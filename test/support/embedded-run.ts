import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import { expect, vi } from 'vitest';

import { allRunsDirectories } from '../../src/database/embedded/places.js';
import { DATABASE, SUPERUSER } from '../../src/database/embedded/template.js';
import { Session } from '../../src/database/session.js';
import { start, type CommandOptions, type RunningCommand } from './command.js';

/** A running race-lab with an embedded server. */
export interface RunInRace extends RunningCommand {
  /** The run's directory. */
  readonly directory: string;
  /** The server's main process. */
  readonly postmaster: number;
  /** Every process of the server, the main one included. */
  readonly serverProcesses: readonly number[];
}

/** Longer than any test takes. The test must end this run. */
const ENDLESS = ['--duration', '10m', '--scenario', 'deposit'];

/** Starts an endless race, and waits until its workers are busy. */
export async function startRace(
  args: readonly string[] = [],
  options: CommandOptions = {},
): Promise<RunInRace> {
  const started = start(['run', ...ENDLESS, ...args], options);
  const temporary = options.env?.['TMPDIR'];
  return atWork(started, manyUpdates, temporary === undefined ? [] : [temporary]);
}

/** Has millions of schedules: its write never matches a row, so every attempt is retried. */
export const WITHOUT_END = ['--strategy=optimistic-date', '--retries=5', '--max-schedules=1000000'];

/** Starts an endless exploration, and waits until it uses several lanes. */
export async function startExploring(args: readonly string[] = []): Promise<RunInRace> {
  return atWork(start(['explore', ...WITHOUT_END, ...args]), severalLanes);
}

/** Starts the exploration of cases, and waits until a case has several lanes. */
export async function startCases(
  files: readonly string[],
  options: CommandOptions,
): Promise<RunInRace> {
  return atWork(start(['explore', ...files], options), severalDatabases);
}

/** Whether the second case of two has several lanes. */
export async function severalDatabases(session: Session): Promise<boolean> {
  const rows = await session.query(
    `select from pg_stat_activity where datname like 'race\\_lab\\_%\\_5' and state is not null`,
  );
  return rows.length > 1;
}

type AtWork = (session: Session, schemas: readonly string[]) => Promise<boolean>;

async function atWork(
  started: RunningCommand,
  isAtWork: AtWork,
  temporary: readonly string[] = [],
): Promise<RunInRace> {
  const directory = await vi.waitFor(() => runDirectoryOf(started, temporary), PATIENCE);
  const serverProcesses = await vi.waitFor(() => workingProcesses(directory, isAtWork), PATIENCE);
  return { ...started, directory, serverProcesses, postmaster: postmasterOf(directory) };
}

async function manyUpdates(session: Session, [schema]: readonly string[]): Promise<boolean> {
  const [account] = await session.query<{ version: number }>(
    `select version from ${schema ?? 'no_schema_yet'}.account where id = 1`,
  );
  return account !== undefined && account.version >= 100;
}

/** Whether all default lanes exist and the last one was written to. */
const severalLanes: AtWork = async (session, schemas) => {
  const last = schemas.find((schema) => schema.endsWith('_2'));
  const rows = await session.query(`select from ${last ?? 'no_schema_yet'}.account`);
  return rows.length > 0;
};

const PATIENCE = { timeout: 20_000, interval: 50 };

/**
 * The directories of runs that exist now.
 * @param temporary a further directory to search
 */
export function runDirectories(temporary: readonly string[] = []): string[] {
  return [...allRunsDirectories(), ...temporary].flatMap((place) =>
    (existsSync(place) ? readdirSync(place) : [])
      .filter((name) => /^race-lab-\d+-/.test(name))
      .map((name) => join(place, name)),
  );
}

/**
 * The directory of a run.
 * @throws while it does not exist yet
 */
export function runDirectoryOf(run: RunningCommand, temporary: readonly string[] = []): string {
  const pid = run.process.pid ?? 0;
  const found = runDirectories(temporary).find((path) =>
    basename(path).startsWith(`race-lab-${pid}-`),
  );
  if (found === undefined) throw new Error(`no directory of process ${pid} yet`);
  return found;
}

function postmasterOf(directory: string): number {
  return Number(readFileSync(join(directory, 'data', 'postmaster.pid'), 'utf8').split('\n')[0]);
}

/** The server's processes, after it has started. */
async function workingProcesses(directory: string, isAtWork: AtWork): Promise<number[]> {
  const path = join(directory, '.s.PGSQL.5432');
  const session = await Session.open(
    { kind: 'socket', path, user: SUPERUSER, database: DATABASE },
    null,
  );
  try {
    const schemas = await session.query<{ name: string }>(
      `select nspname as name from pg_namespace where nspname like 'race\\_lab\\_%'`,
    );
    const names = schemas.map(({ name }) => name);
    if (!(await isAtWork(session, names))) throw new Error('it is not under way yet');
    const processes = await session.query<{ pid: number }>(
      'select pid from pg_stat_activity where pid <> pg_backend_pid()',
    );
    return [postmasterOf(directory), ...processes.map(({ pid }) => pid)];
  } finally {
    await session.close();
  }
}

/** Waits until none of the processes is alive. */
export async function expectGone(processes: readonly number[], withinMs: number): Promise<void> {
  await expect
    .poll(() => processes.filter((pid) => isAlive(pid)), { timeout: withinMs, interval: 25 })
    .toEqual([]);
}

/** Whether a process is running. A zombie is not. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  if (!existsSync('/proc/self/stat')) return true;
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
