/** Every schedule of a case with its end, for a comparison of judges. */
import { CaseServer } from '../../src/database/case-server.js';
import { Lanes } from '../../src/explore/lanes.js';
import { BySwitches } from '../../src/explore/policy/by-switches.js';
import type { ScheduleRun } from '../../src/explore/schedule.js';
import { Walk } from '../../src/explore/walk.js';
import { loadStatementParser } from '../../src/gate/wire/housekeeping.js';
import type { CaseEnd } from '../../src/judge/serial/end.js';
import type { SerialJudge } from '../../src/judge/serial/judge.js';
import type { Case, Coverage } from '../../src/model.js';
import { awake } from '../../src/race/keep-awake.js';
import type { CaseTrace } from '../../src/subject/case/case-trace.js';
import { learnOrders, learnSubset, relearn } from '../../src/subject/case/learning.js';
import { onSubject } from '../../src/subject/case/on-subject.js';
import type { CaseSubject } from '../../src/subject/case/subject.js';
import { serverUrl } from './server.js';

/** What an exploration found, schedule by schedule. */
export interface EverySchedule {
  readonly coverage: Coverage;
  /** How many runs did not repeat their schedule. */
  readonly unsteady: number;
  /** Each schedule once. */
  readonly runs: readonly ScheduleRun<CaseEnd>[];
  readonly judge: SerialJudge;
}

/** Explores cases on the server of the test run. */
export interface Explorer {
  readonly explore: (the: Case) => Promise<EverySchedule>;
  readonly close: () => Promise<void>;
}

export async function openExplorer(): Promise<Explorer> {
  const [server, parser] = await Promise.all([
    CaseServer.open({ url: serverUrl() }),
    loadStatementParser(),
  ]);
  const { signal } = new AbortController();
  const freshInstance = (the: Case) => Promise.resolve(the);
  const environment = { signal, parser, freshInstance };
  return {
    explore: async (the) => {
      const opening = {
        case: the,
        others: NO_OTHERS,
        server,
        mayTimeDeadlocks: true,
        overlap: 'none' as const,
        isolation: null,
        environment,
      };
      const { done } = await awake(1, () =>
        onSubject(opening, (subject) => everyScheduleOf(the, subject)),
      );
      return done;
    },
    close: () => server.close(),
  };
}

const NO_OTHERS = { strayed: () => false };

const LIMITS = { maxSchedules: 20_000, maxSwitches: null, seed: 1 };
/** Another lane takes longer to open than it saves when there are few schedules. */
const LANES = { most: 2, schedulesPerLane: 64 };
const PATIENCE = { ms: 10_000, now: () => performance.now() };

async function everyScheduleOf(the: Case, subject: CaseSubject): Promise<EverySchedule> {
  const lanes = new Lanes<CaseEnd, CaseTrace>(subject, LANES);
  const first = subject.laneOf(await lanes.first());
  const learned = await learnOrders(first, { plan: LIMITS, case: the, patience: PATIENCE });
  const { judge } = learned;
  const runs: ScheduleRun<CaseEnd>[] = [];
  const walk = new Walk({
    lanes,
    judge,
    limits: { ...LIMITS, workers: the.workers.length },
    systematic: new BySwitches(LIMITS),
    patience: PATIENCE,
    prepare: (lane, { end }) => learnSubset(subject.laneOf(lane), judge, end, PATIENCE),
    counted: (run, _broke, isNew) => {
      if (isNew) runs.push(run);
    },
  });
  const coverage = await walk.run();
  if (walk.tally.totals().broken > 0) await relearn(first, learned, PATIENCE);
  return { coverage, unsteady: walk.unsteady, runs, judge };
}
