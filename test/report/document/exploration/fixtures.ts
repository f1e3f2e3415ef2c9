/** Reports of explorations and replays, by hand. */
import type {
  DrawnSchedule,
  ExplorationResult,
  ExplorePlan,
  ExploreReport,
  Outcome,
  ReplayPlan,
  ReplayReport,
  StrategyEnd,
} from '../../../../src/model.js';
import { numbersOf } from '../../../../src/text/schedule.js';
import { planOf, reportOf } from '../race/fixtures.js';
import { lostUpdate, overwritten } from '../../drawing/schedules.js';

const strategyOf = (name: string) => {
  const [strategy] = planOf([name]).strategies;
  if (strategy === undefined) throw new RangeError('no strategy was made');
  return strategy;
};

const { scenario } = planOf([]);
const { server } = reportOf([]);

const workload = {
  scenario: { ...scenario, defaultBalance: () => 10 },
  workers: 2,
  operations: 1,
  accounts: 1,
  balance: 10,
  amount: { min: 10, max: 10 },
  retries: 2,
  retriesWithoutProgress: 0,
  seed: 1,
  url: null,
  expectations: [],
};

/** Schedules of `withdraw` that end at balance 0. They are broken if both workers committed. */
function endOf(
  a: Outcome['kind'],
  b: Outcome['kind'],
  schedules: number,
  ...examples: readonly string[]
): StrategyEnd {
  return {
    schedules,
    broken: a === b ? schedules : 0,
    examples: examples.map(numbersOf),
    accounts: [{ id: 1, balance: 0 }],
    operations: [
      { worker: 1, sequence: 1, outcome: a },
      { worker: 2, sequence: 1, outcome: b },
    ],
  };
}

/** A strategy that held in every schedule. */
export function held(name: string, changed: Partial<ExplorationResult> = {}): ExplorationResult {
  return {
    strategy: name,
    scenario: 'withdraw',
    workers: 2,
    operations: 1,
    retries: 2,
    verdict: 'held',
    reason:
      'All 20 schedules held: every order in which the statements of 2 workers with 1 operation each can be released.',
    schedules: 20,
    broken: 0,
    held: 20,
    unclear: 0,
    estimated: false,
    coverage: { kind: 'complete' },
    outcomes: 2,
    ends: [
      endOf('committed', 'refused', 10, 'AAABBB'),
      endOf('refused', 'committed', 10, 'BBBAAA'),
    ],
    anomalies: { 'lost update': 0, overdraft: 0, 'write skew': 0 },
    causes: {},
    committed: 20,
    unsteady: 0,
    statements: 140,
    durationMs: 112.4,
    witness: null,
    failure: null,
    ...changed,
  };
}

/** A strategy that broke in some schedules, with the shortest broken one. */
export function broken(
  name: string,
  witness: DrawnSchedule | null = lostUpdate,
  changed: Partial<ExplorationResult> = {},
): ExplorationResult {
  return held(name, {
    verdict: 'broken',
    reason:
      'Broken in 4 of 6 schedules: every order of 2 workers × 1 operation. An update was lost in 4 and money that was not there was paid out in 4.',
    schedules: 6,
    broken: 4,
    held: 2,
    outcomes: 3,
    ends: [
      endOf('committed', 'committed', 4, 'ABBA', 'BAAB', 'ABAB', 'BABA'),
      endOf('committed', 'refused', 1, 'AABB'),
      endOf('refused', 'committed', 1, 'BBAA'),
    ],
    anomalies: { 'lost update': 4, overdraft: 4, 'write skew': 0 },
    committed: 10,
    statements: 22,
    durationMs: 31.29,
    witness,
    ...changed,
  });
}

/** A strategy of which too few schedules were run to decide that it holds. */
export function bounded(name: string, changed: Partial<ExplorationResult> = {}): ExplorationResult {
  return held(name, {
    verdict: 'inconclusive',
    reason:
      'Held in 20,000 of about 2.7 million schedules: all with at most 4 switches, and 5,000 drawn by the seed; raise --max-schedules, or bound it on purpose with --max-switches 4.',
    schedules: 20_000,
    held: 20_000,
    coverage: {
      kind: 'schedules',
      estimated: 2_712_345,
      completeToSwitches: 4,
      sampled: 5_000,
      maxSwitches: null,
    },
    outcomes: 5,
    ends: [
      endOf('committed', 'refused', 8_000, 'AAAABBBB'),
      endOf('refused', 'committed', 6_000, 'BBBBAAAA'),
      endOf('committed', 'failed', 4_000, 'AAABABBB'),
      endOf('failed', 'committed', 1_000, 'BBBABAAA'),
      endOf('refused', 'failed', 1_000, 'ABABABAB'),
    ],
    causes: { conflict: 230, '40001': 11_870 },
    durationMs: 8_912,
    ...changed,
  });
}

export function exploreReportOf(
  results: readonly ExplorationResult[],
  changed: Partial<ExploreReport> = {},
  planned: Partial<ExplorePlan> = {},
): ExploreReport {
  return {
    plan: {
      ...workload,
      command: 'explore',
      strategies: (results.length > 0 ? results : [held('naive')]).map(({ strategy }) =>
        strategyOf(strategy),
      ),
      maxSchedules: 20_000,
      maxSwitches: null,
      timeLimitMs: null,
      lanes: 2,
      ...planned,
    },
    server,
    deadlockTimeoutMs: null,
    results,
    expectations: [],
    interruption: null,
    ...changed,
  };
}

export function replayReportOf(
  name: string,
  drawn: DrawnSchedule,
  changed: Partial<ReplayReport> = {},
  planned: Partial<ReplayPlan> = {},
): ReplayReport {
  return {
    plan: {
      ...workload,
      command: 'replay',
      strategy: strategyOf(name),
      schedule: drawn.schedule,
      workers: drawn.workers,
      accounts: drawn.initial.length,
      ...planned,
    },
    server,
    deadlockTimeoutMs: null,
    drawn,
    expectations: [],
    ...changed,
  };
}

/** A report with one strategy of each kind. */
export const fullReport = (): ExploreReport =>
  exploreReportOf(
    [
      broken('naive'),
      broken('read-committed', overwritten),
      held('for-update'),
      held('serializable', { schedules: 70, held: 70, causes: { '40001': 52, '40P01': 3 } }),
      bounded('optimistic'),
    ],
    {
      deadlockTimeoutMs: 1_000,
      expectations: [
        { rule: 'claims', subject: 'naive', met: true, actual: 'broken' },
        { rule: 'schedules>=100', subject: 'for-update', met: false, actual: 20 },
        { rule: 'held', subject: 'optimistic', met: null, actual: 'inconclusive' },
      ],
    },
  );

/** Removes the commands, which the tests of commands cover. */
export const withoutCommands = (text: string): string =>
  text.replaceAll(/race-lab replay --.*/g, '<command>');

/** Replaces the drawings, from header to closing rule. Other tests cover them. */
export const withoutDrawings = (text: string): string =>
  text.replaceAll(/^ *A {10,}B {10,}account$[^─]*─+$[^─]*─+$/gm, '<drawing>');
