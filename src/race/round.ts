import { endWarmUp, noteFinalState, readAccounts, resetAccounts } from '../database/accounts.js';
import type { LabDatabase } from '../database/database.js';
import { SessionLost } from '../database/session.js';
import type { SessionPool } from '../database/session-pool.js';
import type { AccountState, History, RunPlan, Strategy } from '../model.js';
import { AttemptWatch } from './attempt-watch.js';
import { watchTimeLimit } from './cut-off.js';
import type { RaceEnvironment } from './environment.js';
import { drawFor, randomStream } from './random.js';
import { makeReplica } from './replica.js';
import { RoundClock } from './round-clock.js';
import { settle } from './settle.js';
import { warmUpAccounts, Worker, type RawRecord } from './worker.js';

export interface RoundOptions {
  readonly plan: RunPlan;
  readonly strategy: Strategy;
  /** From 1. */
  readonly round: number;
  readonly database: LabDatabase;
  /** The pool of each worker, in the order of their numbers. */
  readonly pools: readonly SessionPool[];
  readonly environment: RaceEnvironment;
}

/** More than any warm-up operation asks for. */
const WARM_UP_BALANCE = 1_000_000;

/** What a worker's stream beside that of its operations is for; part of its seed. */
const JITTER = 2;

/**
 * Races one strategy for one round: fresh accounts, every worker warm, a common start, and the
 * state of the accounts at the end.
 * @throws {EnvironmentError} for the first defect of the strategy's code: see `attempt`, and one that
 *   hangs
 */
export async function raceRound(options: RoundOptions): Promise<History> {
  const watch = new AttemptWatch(options);
  const workers = makeWorkers(options, watch);
  try {
    return await Promise.race([raceWorkers(options, workers), watch.failed]);
  } finally {
    watch.stop();
  }
}

async function raceWorkers(options: RoundOptions, workers: readonly Worker[]): Promise<History> {
  const { plan, strategy, round, environment } = options;
  const initial = await prepare(options, workers);
  environment.progress.roundStarted(strategy.name, round);
  const clock = new RoundClock(environment, plan.extent, plan.timeLimitMs);
  const endWatch = watchTimeLimit(options.database, plan.timeLimitMs, environment);
  const records = await raceAll(workers, clock, endWatch);
  const settled = await mayBeSettled(records, options.database);
  const final = await readFinal(options);
  return {
    strategy: strategy.name,
    scenario: plan.scenario.name,
    round,
    workers: plan.workers,
    initial,
    limits: plan.scenario.limits(plan.accounts),
    final,
    operations: final && settled ? settle(records, initial, final) : records,
    durationMs: records.reduce((last, { endedAt }) => Math.max(last, endedAt), 0),
    cutShort: clock.cutShort,
  };
}

async function raceAll(
  workers: readonly Worker[],
  clock: RoundClock,
  endWatch: () => Promise<void>,
): Promise<RawRecord[]> {
  try {
    return (await Promise.all(workers.map((worker) => worker.work(clock)))).flat();
  } finally {
    await endWatch();
  }
}

function makeWorkers(
  { plan, strategy, round, pools, environment }: RoundOptions,
  watch: AttemptWatch,
): Worker[] {
  const replica = makeReplica();
  return pools.map((pool, index) => {
    const number = index + 1;
    const worker = new Worker({
      number,
      plan,
      strategy,
      pool,
      replica,
      draw: drawFor(plan, round, number),
      jitter: randomStream(plan.seed, round, number, JITTER),
      environment,
      onDefect: (defect) => watch.fail(defect),
    });
    watch.add(worker.client);
    return worker;
  });
}

async function prepare(
  { plan, strategy, database: { control } }: RoundOptions,
  workers: readonly Worker[],
): Promise<AccountState[]> {
  const ids = Array.from({ length: plan.accounts }, (_, index) => index + 1);
  const balances = new Map(ids.map((id) => [id, plan.balance]));
  for (let number = 1; number <= plan.workers; number += 1) {
    for (const id of warmUpAccounts(number)) balances.set(id, WARM_UP_BALANCE);
  }
  await resetAccounts(control, balances, strategy.sql);
  await Promise.all(workers.map((worker) => worker.warmUp()));
  await endWarmUp(control, plan.balance);
  return ids.map((id) => ({ id, balance: plan.balance, version: 0 }));
}

/** Whether what the accounts hold now is what they will hold; true when nothing is open. */
async function mayBeSettled(
  records: readonly RawRecord[],
  database: LabDatabase,
): Promise<boolean> {
  if (records.every(({ outcome }) => outcome.kind !== 'indeterminate')) return true;
  return database.endLostSessions().catch(() => false);
}

async function readFinal(options: RoundOptions): Promise<AccountState[] | null> {
  const { control } = options.database;
  try {
    await noteFinalState(control, options.strategy.name, options.round);
    return await readAccounts(control);
  } catch (error) {
    if (error instanceof SessionLost) return null;
    throw error;
  }
}
