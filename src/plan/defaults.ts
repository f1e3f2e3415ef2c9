/** The values of options that are left out. */
import type { Backoff, Workload, Extent, RunPlan, Scenario } from '../model.js';
import { LONGEST_TIMER_MS } from './limits.js';

const SHARED = {
  workers: 50,
  scenario: 'withdraw',
  amount: { min: 10, max: 10 },
  thinkMs: 0,
  retries: 100,
  backoff: { kind: 'exponential', baseMs: 1, capMs: 100 } satisfies Backoff,
} as const;

const WORKLOAD = {
  strategy: 'naive',
  workers: 2,
  operations: 1,
  scenario: 'withdraw',
  amount: { min: 10, max: 10 },
  retries: 2,
  retriesWithoutProgress: 0,
  // Fixed: without --seed, an exploration is the same each time.
  seed: 1,
} as const;

/** Fixed defaults of each command. `operations` are per worker. */
export const DEFAULTS = {
  run: { ...SHARED, strategy: 'naive', operations: 20, rounds: 1, timeLimitMs: 10_000 },
  compare: { ...SHARED, strategy: 'all', operations: 5, rounds: 3, timeLimitMs: 3_000 },
  // Two lanes keep the client busy on a near server. A third one would take processor time from
  // them.
  explore: { ...WORKLOAD, maxSchedules: 20_000, lanes: 2 },
  replay: WORKLOAD,
  // Of `run` on cases. Rounds, unless a load is asked for.
  cases: { rounds: 200, workers: 50, operations: 20, seed: 1 },
} as const;

/**
 * Estimated operations per second of a round with `--duration`: a medium figure for contended
 * strategies on one machine. It only decides the default balance, so that some operations commit
 * and some, in the end, are refused.
 */
const ESTIMATED_OPERATIONS_PER_SECOND = 2_000;

/** What the size of a round depends on. */
export type Size = Pick<RunPlan, 'workers' | 'extent' | 'accounts' | 'amount'>;

/** Operations of a whole round: counted, or estimated for a round by time. */
function expectedOperations(workers: number, extent: Extent): number {
  switch (extent.kind) {
    case 'operations':
      return workers * extent.perWorker;
    case 'duration':
      return Math.ceil((extent.ms * ESTIMATED_OPERATIONS_PER_SECOND) / 1_000);
    default:
      return extent satisfies never;
  }
}

/** The scenario's starting balance of each account, for a run of this size. */
export function defaultBalance(scenario: Scenario, size: Size): number {
  return scenario.defaultBalance({
    workers: size.workers,
    accounts: size.accounts,
    operations: expectedOperations(size.workers, size.extent),
    meanAmount: (size.amount.min + size.amount.max) / 2,
  });
}

/** The scenario's starting balance of each account, for a workload of this size. */
export function defaultWorkloadBalance(
  scenario: Scenario,
  size: Pick<Workload, 'workers' | 'operations' | 'accounts' | 'amount'>,
): number {
  return defaultBalance(scenario, {
    ...size,
    extent: { kind: 'operations', perWorker: size.operations },
  });
}

/** Milliseconds for each strategy and round. With `--duration`, that time is added. */
export function defaultTimeLimitMs(command: RunPlan['command'], extent: Extent): number {
  const limit = DEFAULTS[command].timeLimitMs;
  return extent.kind === 'duration' ? extent.ms + limit : limit;
}

/**
 * Milliseconds for the whole run: a minute more than the time limits of all its races. Every
 * strategy has one race in every round.
 */
export function defaultTimeoutMs(races: number, timeLimitMs: number): number {
  return Math.min(races * timeLimitMs + 60_000, LONGEST_TIMER_MS);
}
