/** A bank that several processes share: a lab with a name, on one server. */
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

import { sqlFile } from '../../database/accounts.js';
import type { LabDatabase } from '../../database/lab-database.js';
import type { Session } from '../../database/session.js';
import { openShared, type SharedSchema } from '../../database/shared-schema.js';
import { judgeBank, type BankReport } from './judge.js';
import { readRecords, replicasOf } from './lab-records.js';
import { haveAllWriters } from './share.js';
import { createBank, readBank } from './tables.js';

/** Workers of one replica, at most: the numbers of replica 2 come after them. */
export const WORKERS_EACH = 500;

/** Which lab, and how it is reached. */
type Where = Pick<SharedSchema, 'url' | 'name' | 'signal' | 'patience' | 'connections' | 'remedy'>;

/** Opens the lab, and creates it when it is the first. */
export const joinLab = (where: Where): Promise<LabDatabase> =>
  openShared({ ...where, lastTable: 'record', create: createLab });

/** Opens a lab that exists. @throws {EnvironmentError} when it does not */
export const findLab = (where: Where): Promise<LabDatabase> =>
  openShared({ ...where, lastTable: 'record', create: null });

async function createLab(control: Session): Promise<void> {
  await createBank(control);
  await control.script(`begin; ${await sqlFile('bank-lab.sql')}; commit`);
}

/** @returns the number of the new replica, from 1 */
export async function addReplica(control: Session): Promise<number> {
  const [row] = await control.query<{ id: number }>(
    'insert into replica (clock) values ($1) returning id',
    [clockOfMachine()],
  );
  return row?.id ?? 1;
}

/** What processes with the same CLOCK_MONOTONIC have in common: it begins when the system starts. */
function clockOfMachine(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return hostname();
  }
}

/** Judges what all replicas of a lab have written. */
export async function judgeLab(database: LabDatabase): Promise<BankReport> {
  const { control } = database;
  const accounts = await readBank(control);
  const records = await readRecords(control, (those) => haveAllWriters(accounts, those));
  const replicas = await replicasOf(control);
  return judgeBank({ accounts, records, replicas, workersEach: WORKERS_EACH, isSettled: true });
}
