/** Reports of explorations and replays of cases, by hand. */
import type {
  Case,
  CaseExplorePlan,
  CaseExploreReport,
  CaseReplayReport,
  CaseResult,
  CaseScheduleEnd,
  CaseWitness,
  JsonValue,
  Verdict,
} from '../../../src/model.js';
import { numbersOf } from '../../../src/text/schedule.js';
import { reportOf } from '../document/race/fixtures.js';
import { invariant } from './witnesses.js';

const { server } = reportOf([]);

const caseOf = (name: string, workers: readonly string[], reference?: string): Case => ({
  name,
  schema: [],
  start: [],
  open: null,
  close: null,
  service: null,
  workers: workers.map((worker) => ({ name: worker, run: () => null })),
  replicas: 1,
  invariants: [],
  refusals: [],
  retried: [],
  ignore: [],
  ...(reference === undefined ? {} : { reference }),
});

/** Schedules after which each worker returned a value, or was refused (null). */
const endOf = (
  values: readonly (JsonValue | null)[],
  schedules: number,
  broken: number,
  ...examples: readonly string[]
): CaseScheduleEnd => ({
  schedules,
  broken,
  examples: examples.map(numbersOf),
  endings: values.map((value) =>
    value === null ? { kind: 'refused', message: 'no' } : { kind: 'returned', value },
  ),
  changes: [],
});

/** A case that held in every schedule. */
export function held(name: string, changed: Partial<CaseResult> = {}): CaseResult {
  return {
    case: name,
    reference: `./${name}.race.ts`,
    isolation: null,
    workers: ['anna', 'ben'],
    verdict: 'held',
    reason:
      'All 24 schedules held: every order in which the statements of anna and ben can be released.',
    schedules: 24,
    broken: 0,
    held: 24,
    unclear: 0,
    coverage: { kind: 'complete' },
    outcomes: 2,
    ends: [
      endOf([{ placed: 'o1' }, null], 12, 0, 'AAABBB'),
      endOf([null, { placed: 'o2' }], 12, 0, 'BBBAAA'),
    ],
    serialOutcomes: 2,
    serialOrders: 2,
    serialSampled: false,
    anomalies: { invariant: 0, 'not serializable': 0, failure: 0, 'left open': 0 },
    invariants: {},
    causes: {},
    unsteady: 0,
    statements: 180,
    masked: [],
    ignored: [],
    remarks: [],
    unaffected: [],
    durationMs: 96.25,
    witness: null,
    failure: null,
    ...changed,
  };
}

/** A case that broke, with the shortest broken schedule. */
export const broken = (
  name: string,
  witness: CaseWitness | null,
  changed: Partial<CaseResult> = {},
): CaseResult =>
  held(name, {
    workers: witness?.drawn.workers ?? ['anna', 'ben'],
    verdict: 'broken',
    reason: 'Broken in 12 of 16 schedules: every order. 12 end like no serial order.',
    schedules: 16,
    broken: 12,
    held: 4,
    outcomes: 2,
    ends: [
      endOf([{ placed: 'o1' }, { placed: 'o2' }], 12, 12, 'ABBBAA', 'BAAABB'),
      endOf([{ placed: 'o1' }, null], 4, 0, 'AAABBB'),
    ],
    anomalies: { invariant: 0, 'not serializable': 12, failure: 0, 'left open': 0 },
    durationMs: 31.29,
    witness,
    ...changed,
  });

export const bounded = (name: string): CaseResult =>
  held(name, {
    verdict: 'inconclusive',
    reason: 'Held in 20,000 of about 2.7 million schedules.',
    schedules: 20_000,
    held: 19_990,
    unclear: 10,
    coverage: {
      kind: 'schedules',
      estimated: 2_712_345,
      completeToSwitches: 4,
      sampled: 5_000,
      maxSwitches: null,
    },
    causes: { '40001': 11_870, '40P01': 3 },
    unsteady: 2,
    serialOrders: 120,
    serialSampled: true,
    remarks: ['In 3 schedules the server answered a COMMIT with ROLLBACK.'],
    unaffected: [],
    durationMs: 8_912,
  });

/** A case whose code is wrong. */
export const failing = (name: string): CaseResult =>
  held(name, {
    verdict: 'inconclusive',
    reason: `case ${name}: open() threw Error: no such table`,
    schedules: 0,
    held: 0,
    outcomes: 0,
    ends: [],
    durationMs: 0,
    failure: { message: `case ${name}: open() threw Error: no such table`, hint: 'Fix it.' },
  });

export const exploreReportOf = (
  results: readonly CaseResult[],
  changed: Partial<CaseExploreReport> = {},
  planned: Partial<CaseExplorePlan> = {},
): CaseExploreReport => ({
  plan: {
    command: 'explore',
    cases: results.map((each) => caseOf(each.case, each.workers, each.reference)),
    maxSchedules: 20_000,
    maxSwitches: null,
    timeLimitMs: null,
    overlap: 'none',
    isolations: [],
    lanes: 2,
    seed: 1,
    url: null,
    expectations: [],
    ...planned,
  },
  server,
  deadlockTimeoutMs: null,
  results,
  expectations: [],
  interruption: null,
  ...changed,
});

export const replayReportOf = (
  name: string,
  replayed: CaseWitness,
  changed: Partial<CaseReplayReport> = {},
  url: string | null = null,
): CaseReplayReport => {
  const isBroken = replayed.anomalies.length > 0;
  const verdict: Verdict = isBroken ? 'broken' : 'held';
  return {
    plan: {
      command: 'replay',
      case: caseOf(name, replayed.drawn.workers, `./${name}.race.ts`),
      schedule: replayed.drawn.schedule,
      follow: false,
      overlap: 'none',
      isolation: null,
      url,
      expectations: [],
    },
    server,
    deadlockTimeoutMs: null,
    verdict,
    reason: isBroken ? 'No serial order ends so.' : 'It ends like a serial order.',
    replayed,
    masked: [],
    ignored: [],
    remarks: [],
    expectations: [],
    ...changed,
  };
};

/** A report with a case of each kind. */
export const fullReport = (): CaseExploreReport =>
  exploreReportOf(
    [
      broken('wallet', invariant, { masked: ['orders.created_at'] }),
      held('booking', { causes: { '23P01': 6 }, masked: ['booking.id', 'result.at'] }),
      held('a-very-long-name-of-a-case-that-says-what-it-does'),
      bounded('many-statements'),
      failing('no-table'),
      broken('unrepeatable', null),
    ],
    {
      deadlockTimeoutMs: 1_000,
      expectations: [
        { rule: 'held', subject: 'wallet', met: false, actual: 'broken' },
        { rule: 'held', subject: 'booking', met: true, actual: 'held' },
        { rule: 'schedules>=10', subject: 'many-statements', met: null, actual: 'inconclusive' },
      ],
    },
  );
