import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { Session } from '../../build/database/session.js';
import { freshTable, RETRIES } from '../sides.js';

const run = promisify(execFile);

/** The same settings as in race-lab's sessions. */
const SCHEMA = 'pgbench_side';
const OPTIONS = `-c search_path=${SCHEMA} -c enable_seqscan=off`;

/** pgbench's version; null when it is not on the PATH. */
export async function findPgbench() {
  try {
    return (await run('pgbench', ['--version'])).stdout.trim();
  } catch {
    return null;
  }
}

export const NO_PGBENCH = 'pgbench is not on the PATH: install the PostgreSQL client tools.';

/** @returns transactions per second, without the time to connect */
export async function askPgbench({ cell, seconds, script, server, threads }) {
  await freshTable(server.target, SCHEMA, cell.accounts);
  const args = ['--no-vacuum', '--protocol=prepared', `--file=${script}`, `--time=${seconds}`];
  const size = [`--client=${cell.clients}`, `--jobs=${Math.min(threads, cell.clients)}`];
  const { stdout } = await run(
    'pgbench',
    [...args, ...size, `--max-tries=${RETRIES + 1}`, server.conninfo],
    { env: { ...process.env, PGOPTIONS: OPTIONS } },
  );
  const rate = Number(/^tps = ([\d.]+)/m.exec(stdout)?.[1]);
  if (rate > 0) return rate;
  throw new Error(`the output of pgbench has no rate:\n${stdout}`);
}

/** Sets synchronous_commit for all later connections of the role. */
export async function setSynchronousCommit(target, value) {
  const session = await Session.open(target, null);
  await session.script(`alter role current_user set synchronous_commit to ${value}`);
  await session.close();
}
