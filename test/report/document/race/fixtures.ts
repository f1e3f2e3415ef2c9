import type {
  Report,
  RoundResult,
  RunPlan,
  Scenario,
  Strategy,
  StrategyResult,
  Witness,
} from '../../../../src/model.js';
import { eachAlone } from '../../../../src/scenarios/limits.js';

const scenario: Scenario = {
  name: 'withdraw',
  summary: 'Every worker withdraws.',
  invariant: 'balance >= 0',
  exposes: ['lost update', 'overdraft'],
  accounts: { least: 1, default: 1, multipleOf: 1 },
  limits: eachAlone,
  defaultBalance: () => 5_000,
  nextOperation: () => {
    throw new Error('A report is written after the race.');
  },
};

function strategy(name: string): Strategy {
  return {
    name,
    summary: 'A strategy.',
    description: 'A strategy.',
    claims: {
      lostUpdates: name === 'naive' ? 'possible' : 'prevented',
      writeSkew: name === 'naive' ? 'possible' : 'prevented',
      overdrafts: name === 'naive' ? 'possible' : 'prevented',
      deadlocks: 'none',
      processes: 'any',
      progress: 'yes',
    },
    sqlstates: {},
    attempt: () => Promise.reject(new Error('A report is written after the race.')),
  };
}

export function planOf(strategies: readonly string[], changed: Partial<RunPlan> = {}): RunPlan {
  return {
    command: 'run',
    strategies: strategies.map(strategy),
    scenario,
    workers: 50,
    extent: { kind: 'operations', perWorker: 20 },
    accounts: 1,
    balance: 5_000,
    amount: { min: 10, max: 10 },
    thinkMs: 0,
    retries: 100,
    backoff: { kind: 'exponential', baseMs: 1, capMs: 100 },
    connections: null,
    processes: 1,
    rounds: 1,
    seed: 42,
    timeLimitMs: 10_000,
    timeoutMs: 80_000,
    url: null,
    keep: false,
    expectations: [],
    ...changed,
  };
}

/** A strategy that held, with nothing else to report. */
export function held(name: string, changed: Partial<StrategyResult> = {}): StrategyResult {
  return {
    strategy: name,
    scenario: 'withdraw',
    workers: 50,
    processes: 1,
    operations: {
      attempted: 1_000,
      committed: 500,
      refused: 500,
      failed: 0,
      indeterminate: 0,
      overlapping: 1_000,
    },
    initialBalance: 5_000,
    finalBalance: 0,
    expectedBalance: 0,
    drift: 0,
    lostUpdates: 0,
    violations: 0,
    lowestTrueBalance: 0,
    lowestStoredBalance: 0,
    estimated: false,
    retries: 0,
    retriedOperations: 0,
    conflicts: {},
    failures: {},
    durationMs: 293.2,
    throughput: 3_410.6,
    latencyMs: { p50: 12.04, p90: 20.4, p99: 31.27, max: 40 },
    cutShort: false,
    verdict: 'held',
    reason: 'No update was lost.',
    witness: null,
    failure: null,
    rounds: [],
    ...changed,
  };
}

export const witness: Witness = {
  kind: 'lost update',
  round: 1,
  account: 1,
  sentences: [
    'Worker 7 read balance 5,000 (version 0) for its operation 1, and so did worker 3 for its operation 1.',
    'Worker 3 wrote 4,990 as version 1.',
    'Worker 7 then wrote 4,990 as version 2, which builds on version 0: the update of worker 3 is lost.',
  ],
  operations: [
    { worker: 7, sequence: 1 },
    { worker: 3, sequence: 1 },
  ],
};

/** A strategy that lost updates, with the proof. */
export function broken(name: string, changed: Partial<StrategyResult> = {}): StrategyResult {
  return held(name, {
    operations: {
      attempted: 1_000,
      committed: 1_000,
      refused: 0,
      failed: 0,
      indeterminate: 0,
      overlapping: 1_000,
    },
    finalBalance: 4_790,
    expectedBalance: -5_000,
    drift: 9_790,
    lostUpdates: 979,
    violations: 500,
    lowestTrueBalance: -5_000,
    lowestStoredBalance: 4_790,
    durationMs: 117.83,
    throughput: 8_486.8,
    latencyMs: { p50: 4.821, p90: 8.1, p99: 12.3, max: 14.9 },
    verdict: 'broken',
    reason: '979 committed updates are missing from the final balance.',
    witness,
    ...changed,
  });
}

/** An inconclusive strategy: its final state could not be read. */
export function inconclusive(name: string, changed: Partial<StrategyResult> = {}): StrategyResult {
  return held(name, {
    finalBalance: null,
    expectedBalance: null,
    drift: null,
    lostUpdates: null,
    violations: null,
    lowestTrueBalance: null,
    lowestStoredBalance: null,
    verdict: 'inconclusive',
    reason: 'The final balance could not be read. Run it again on a server that answers.',
    ...changed,
  });
}

/** The figures of a result as those of its first round. */
export function roundOf(result: StrategyResult): RoundResult {
  const {
    strategy: _name,
    witness: _witness,
    rounds: _rounds,
    failure: _none,
    ...figures
  } = result;
  return { ...figures, round: 1 };
}

export function reportOf(
  results: readonly StrategyResult[],
  changed: Partial<Report> = {},
): Report {
  return {
    plan: planOf(results.map((result) => result.strategy)),
    server: {
      kind: 'embedded',
      version: '18.4',
      schema: 'race_lab_k3x9',
      fsync: 'on',
      synchronousCommit: 'on',
    },
    results,
    expectations: [],
    interruption: null,
    kept: false,
    ...changed,
  };
}

/** A report with one of everything that it can contain. */
export function fullReport(): Report {
  const results = [
    broken('naive'),
    held('atomic'),
    held('optimistic-timestamp', {
      throughput: 871.3,
      latencyMs: { p50: 48.04, p90: 80, p99: 161.27, max: 340 },
      retries: 4_120,
      retriedOperations: 612,
      conflicts: { '40P01': 7, conflict: 4_113 },
      operations: { ...held('').operations, refused: 498, failed: 2 },
      failures: { conflict: { count: 2, message: 'gave up after 100 retries' } },
    }),
    held('serializable', { throughput: 96.44, cutShort: true }),
    inconclusive('advisory-lock'),
  ];
  return reportOf(results, {
    expectations: [
      { rule: 'atomic:held', subject: 'atomic', met: true, actual: 'held' },
      { rule: 'lost-updates=0', subject: 'naive', met: false, actual: 979 },
      { rule: 'lost-updates=0', subject: 'advisory-lock', met: null, actual: null },
    ],
  });
}
