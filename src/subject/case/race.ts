import type { CaseServer } from '../../database/case-server.js';
import { fixedDeadlockTimeout } from '../../gate/deadlock-timeout.js';
import { failureOf } from '../../judge/failure.js';
import { anomalyCounts } from '../../judge/serial/counts.js';
import type { LabError } from '../../errors.js';
import type { CaseLoadPlan, CaseLoadResult, FreeRacePlan, FreeRaceResult } from '../../model.js';
import type { Progress } from '../../race/environment.js';
import { caseIdentity } from './case-identity.js';
import { eachCase, type CaseRun, type CasesOutcome } from './each-case.js';
import { caseUnderLoad } from './load/load.js';
import { onSubject, type SubjectEnvironment } from './on-subject.js';
import { raceRounds } from './race-rounds.js';
import { casePatienceMs } from './server-problems.js';

/** The clock, signal and listeners of a race, injected so that tests do not need real time. */
export interface CaseRaceEnvironment extends SubjectEnvironment {
  /** Milliseconds on a monotonic clock. */
  readonly now: () => number;
  readonly progress: Progress;
}

/** Nothing depends on who is the victim of a deadlock, so it is found soon. */
const DEADLOCK_TIMEOUT = '10ms';

/**
 * Races the cases of a plan in free rounds, one case after another.
 * @throws the signal's reason when it is aborted
 * @throws {EnvironmentError} when the server is lost, and there is no result yet
 */
export async function raceCases(
  plan: FreeRacePlan,
  server: CaseServer,
  environment: CaseRaceEnvironment,
): Promise<CasesOutcome<FreeRaceResult>> {
  const { now, progress } = environment;
  const fixed = await fixedDeadlockTimeout(server.control);
  const patience = { ms: casePatienceMs(server, fixed), now };
  return eachCase(runsOf(plan), server, environment, {
    opening: {
      mayTimeDeadlocks: fixed === null,
      usualDeadlockTimeout: DEADLOCK_TIMEOUT,
      overlap: 'none',
    },
    work: (opening) =>
      onSubject(opening, (subject, guard) =>
        raceRounds({ plan, case: opening.case, subject, guard, patience, progress }),
      ),
    failed: failedRace,
  });
}

/**
 * Puts the cases of a plan under load, one after another. Deadlocks take as long as the server's settings say.
 * @throws as {@link raceCases}
 */
export async function raceUnderLoad(
  plan: CaseLoadPlan,
  server: CaseServer,
  environment: CaseRaceEnvironment,
): Promise<CasesOutcome<CaseLoadResult>> {
  const { now, progress, signal } = environment;
  const fixed = await fixedDeadlockTimeout(server.control);
  const patience = { ms: casePatienceMs(server, fixed), now };
  return eachCase(runsOf(plan), server, environment, {
    opening: { mayTimeDeadlocks: false, overlap: 'none' },
    work: (opening) =>
      onSubject(opening, (subject) =>
        caseUnderLoad({ plan, case: opening.case, subject, patience, progress, signal }),
      ),
    failed: failedLoad,
  });
}

const runsOf = ({ cases }: Pick<FreeRacePlan, 'cases'>): CaseRun[] =>
  cases.map((the) => ({ case: the, isolation: null }));

const failedParts = ({ case: the }: CaseRun, defect: LabError) => {
  const failure = failureOf(defect);
  return {
    ...caseIdentity(the),
    verdict: 'inconclusive' as const,
    reason: failure.message,
    remarks: [],
    failure,
  };
};

const failedRace = (run: CaseRun, defect: LabError): FreeRaceResult => ({
  ...failedParts(run, defect),
  rounds: 0,
  broken: 0,
  held: 0,
  unclear: 0,
  overlapping: 0,
  ends: [],
  serialOutcomes: 0,
  serialOrders: 0,
  serialSampled: false,
  ...anomalyCounts({}),
  causes: {},
  masked: [],
  ignored: [],
  racingMs: 0,
  durationMs: 0,
  witness: null,
});

const failedLoad = (run: CaseRun, defect: LabError): CaseLoadResult => ({
  ...failedParts(run, defect),
  operations: { attempted: 0, returned: 0, refused: 0, failed: 0 },
  failures: {},
  violations: [],
  leftOpen: [],
  control: null,
  connections: 0,
  throughput: 0,
  latencyMs: { p50: 0, p95: 0, p99: 0, max: 0 },
  durationMs: 0,
});
