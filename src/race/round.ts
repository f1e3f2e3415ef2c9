import { endWarmUp, noteFinalState, readAccounts, resetAccounts } from '../database/accounts.js';
import type { LabDatabase } from '../database/lab-database.js';
import { SessionLost } from '../database/session-lost.js';
import type { AccountState, History, Operations, RunPlan, Strategy } from '../model.js';
import { wordFor } from '../plan/naming.js';
import { besideStrategy } from './account-table.js';
import type { Crew, RoundRecord } from './crew.js';
import { watchTimeLimit } from './cut-off.js';
import type { RaceEnvironment } from './environment.js';
import { hasIndeterminate, settle } from './settle.js';
import { warmUpAccounts } from './worker.js';

export interface RoundOptions {
  readonly plan: RunPlan;
  /** Of the plan, among several that are raced in turns; empty for the only one. */
  readonly label: string;
  readonly strategy: Strategy;
  /** From 1. */
  readonly round: number;
  readonly database: LabDatabase;
  readonly crew: Crew;
  readonly environment: RaceEnvironment;
}

/** More than all warm-up operations together withdraw. */
const WARM_UP_BALANCE = 1_000_000;

/**
 * Races one strategy for one round: creates the accounts, warms up all workers, starts them together, and
 * reads the accounts at the end.
 * @throws {EnvironmentError} the first defect of the strategy's code: see `attempt`; or that it hangs
 */
export async function raceRound(options: RoundOptions): Promise<History> {
  const { plan, strategy, round, environment } = options;
  const initial = await prepare(options);
  environment.progress.roundStarted(strategy.name, round);
  const { records, cutShort } = await raceAll(options);
  const settled = await mayBeSettled(records, options.database);
  const final = await readFinal(options);
  return {
    strategy: strategy.name,
    reference: wordFor(strategy),
    scenario: plan.scenario.name,
    round,
    workers: plan.workers,
    processes: plan.processes,
    initial,
    limits: plan.scenario.limits(plan.accounts),
    final,
    operations: final && settled ? settle(records, initial, final) : records,
    durationMs: lastEndIn(records),
    cutShort,
  };
}

async function raceAll({ plan, database, crew, environment }: RoundOptions): Promise<RoundRecord> {
  let endWatch = () => Promise.resolve();
  try {
    return await crew.race(() => {
      endWatch = watchTimeLimit(database, plan.timeLimitMs, environment);
    });
  } finally {
    await endWatch();
  }
}

async function prepare({
  plan,
  strategy,
  round,
  crew,
  database: { control },
}: RoundOptions): Promise<AccountState[]> {
  const ids = Array.from({ length: plan.accounts }, (_, index) => index + 1);
  const balances = new Map(ids.map((id) => [id, plan.balance]));
  for (let number = 1; number <= plan.workers; number += 1) {
    for (const id of warmUpAccounts(number)) balances.set(id, WARM_UP_BALANCE);
  }
  await resetAccounts(control, balances, strategy.sql);
  await crew.prepare(strategy, round);
  await besideStrategy(strategy, () => endWarmUp(control, plan.balance));
  return ids.map((id) => ({ id, balance: plan.balance, version: 0 }));
}

function lastEndIn(records: Operations): number {
  let last = 0;
  for (const { endedAt } of records) last = Math.max(last, endedAt);
  return last;
}

/** Whether the accounts can no longer change. True when no outcome is indeterminate. */
async function mayBeSettled(records: Operations, database: LabDatabase): Promise<boolean> {
  if (!hasIndeterminate(records)) return true;
  return database.endLostSessions().catch(() => false);
}

async function readFinal(options: RoundOptions): Promise<AccountState[] | null> {
  const { strategy, round, label, database } = options;
  const { control } = database;
  try {
    return await besideStrategy(strategy, async () => {
      await noteFinalState(control, { strategy: strategy.name, round, label });
      return readAccounts(control);
    });
  } catch (error) {
    if (error instanceof SessionLost) return null;
    throw error;
  }
}
