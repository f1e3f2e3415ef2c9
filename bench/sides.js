import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { Session } from '../dist/database/session.js';

const run = promisify(execFile);
const PROGRAM = fileURLToPath(new URL('../bin/race-lab.js', import.meta.url));
const TABLES = new URL('../sql/schema.sql', import.meta.url);

/** Retries of one operation, on all sides without a pause. */
export const RETRIES = 100;

/**
 * The cell's connections are one for each client, if it does not say.
 * @returns committed deposits per second, its connections and its warm-up not counted
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
 * Asks all sides of a round for their rates, one after another, the other way round in every second
 * round.
 * @param sides how each is asked, by name
 * @returns operations per second, by name
 */
export async function askInTurns(round, sides) {
  const rates = {};
  const names = Object.keys(sides);
  for (const name of round % 2 === 0 ? names : names.toReversed())
    rates[name] = await sides[name]();
  return rates;
}

/** The same table, with the same trigger, anew: dead rows of an earlier round slow nobody down. */
export async function freshTable(target, schema, accounts) {
  const session = await Session.open(target, null);
  await session.script(
    `drop schema if exists ${schema} cascade; create schema ${schema}; set search_path to ${schema};
     ${await readFile(TABLES, 'utf8')};
     insert into account (id, balance) select id, 0 from generate_series(1, ${accounts}) as id`,
  );
  await session.close();
}
