import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { Session } from '../build/database/session.js';

const run = promisify(execFile);
const PROGRAM = fileURLToPath(new URL('../bin/race-lab.js', import.meta.url));
const TABLES = new URL('../sql/schema.sql', import.meta.url);

/** The most retries of one operation. No side pauses before a retry. */
export const RETRIES = 100;

/**
 * Runs race-lab. Without `connections` in the cell, each client has its own.
 * @returns committed deposits per second, without the time to connect and to warm up
 */
export async function askRaceLab({ cell, seconds, server }) {
  const size = [`--workers=${cell.clients}`, `--accounts=${cell.accounts}`];
  if (cell.connections < cell.clients) size.push(`--connections=${cell.connections}`);
  const pace = [`--duration=${seconds}s`, `--retries=${RETRIES}`, '--backoff=none'];
  const work = ['--scenario=deposit', `--strategy=${cell.strategy}`];
  const { stdout } = await run(
    process.execPath,
    [PROGRAM, 'run', '--json', `--url=${server.url}`, ...work, ...size, ...pace],
    { maxBuffer: 2 ** 26 },
  );
  const [{ operations, durationMs }] = JSON.parse(stdout).results;
  return operations.committed / (durationMs / 1000);
}

/**
 * Measures the rates of all sides in a round, one after another. The order is reversed in every second round.
 * @param sides functions that measure the rate of each side, by name
 * @returns operations per second, by name
 */
export async function askInTurns(round, sides) {
  const rates = {};
  const names = Object.keys(sides);
  for (const name of round % 2 === 0 ? names : names.toReversed())
    rates[name] = await sides[name]();
  return rates;
}

/** Creates race-lab's table and trigger again, so that dead row versions of earlier rounds slow no side down. */
export async function freshTable(target, schema, accounts) {
  const session = await Session.open(target, null);
  await session.script(
    `drop schema if exists ${schema} cascade; create schema ${schema}; set search_path to ${schema};
     ${await readFile(TABLES, 'utf8')};
     insert into account (id, balance) select id, 0 from generate_series(1, ${accounts}) as id`,
  );
  await session.close();
}
