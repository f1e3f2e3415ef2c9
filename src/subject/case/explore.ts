import type { CaseServer } from '../../database/case-server.js';
import { fixedDeadlockTimeout } from '../../gate/deadlock-timeout.js';
import type { CaseExplorePlan, CaseResult } from '../../model.js';
import { labelAt, levelsOf } from '../../plan/case-rules.js';
import type { ExploreProgress } from '../progress.js';
import { eachCase, type CaseRun, type CasesOutcome } from './each-case.js';
import { exploreCase } from './explore-case.js';
import { failedCase } from './failed-case.js';
import { LanesMixed } from './lanes-mixed.js';
import {
  onSubject,
  type ClosedSubject,
  type OpeningOptions,
  type SubjectEnvironment,
} from './on-subject.js';
import { casePatienceMs } from './server-problems.js';
import { withRemarks } from './strays.js';

/** The clock, signal and listeners of an exploration, injected so that tests do not need real time. */
export interface CaseExploreEnvironment extends SubjectEnvironment {
  /** Milliseconds on a monotonic clock. */
  readonly now: () => number;
  readonly progress: ExploreProgress;
}

/** All results, and why the exploration ended early, if it did. */
export interface CaseExploreOutcome extends CasesOutcome<CaseResult> {
  /** See `CaseExploreReport`. */
  readonly deadlockTimeoutMs: number | null;
}

/**
 * Explores the cases of a plan, one after another, each at every level. A case that cannot be explored does not stop the others.
 * @throws the signal's reason when it is aborted
 * @throws {EnvironmentError} when the server is lost, and there is no result yet
 */
export async function exploreCases(
  plan: CaseExplorePlan,
  server: CaseServer,
  environment: CaseExploreEnvironment,
): Promise<CaseExploreOutcome> {
  const { now, progress } = environment;
  const deadlockTimeoutMs = await fixedDeadlockTimeout(server.control);
  const mayTimeDeadlocks = deadlockTimeoutMs === null;
  const patience = { ms: casePatienceMs(server, deadlockTimeoutMs), now };
  let began = now();
  const outcome = await eachCase(runsOf(plan), server, environment, {
    opening: { mayTimeDeadlocks, overlap: plan.overlap },
    work: (opening) => {
      const { case: the, isolation } = opening;
      progress.started(labelAt(the, isolation, plan.cases));
      began = now();
      return exploreOne(opening, { plan, case: the, mayTimeDeadlocks, patience, progress });
    },
    failed: (run, defect) => failedCase(run, defect, now() - began),
  });
  return { ...outcome, deadlockTimeoutMs };
}

/** Each case at each level. */
const runsOf = (plan: CaseExplorePlan): CaseRun[] =>
  plan.cases.flatMap((the) => levelsOf(plan).map((isolation) => ({ case: the, isolation })));

type Exploring = Omit<Parameters<typeof exploreCase>[0], 'subject'>;

async function exploreOne(
  opening: OpeningOptions,
  exploring: Exploring,
): Promise<ClosedSubject<CaseResult>> {
  try {
    return await exploreOnLanes(opening, exploring);
  } catch (error) {
    if (!(error instanceof LanesMixed)) throw error;
    const plan = { ...exploring.plan, lanes: 1 };
    const { done, notClosed } = await exploreOnLanes(opening, { ...exploring, plan });
    return { done: withRemarks(done, [SHARED]), notClosed };
  }
}

const SHARED =
  'It was explored on one lane, because its lanes would share connections: something connects that is loaded only once, such as a package.';

const exploreOnLanes = (
  opening: OpeningOptions,
  exploring: Exploring,
): Promise<ClosedSubject<CaseResult>> =>
  onSubject(opening, (subject) => exploreCase({ ...exploring, subject }));
