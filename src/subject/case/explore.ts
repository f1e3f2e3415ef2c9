import type { CaseServer } from '../../database/case-server.js';
import { LabError, sentenceOf } from '../../errors.js';
import { fixedDeadlockTimeout } from '../../gate/deadlock-timeout.js';
import type { CaseExplorePlan, CaseResult } from '../../model.js';
import { labelAt, levelsOf } from '../../plan/case-rules.js';
import { awake } from '../../race/keep-awake.js';
import type { ExploreProgress } from '../progress.js';
import { exploreCase } from './explore-case.js';
import { failedCase } from './failed-case.js';
import { LanesMixed } from './lanes-mixed.js';
import { onSubject, type OpeningOptions, type SubjectEnvironment } from './on-subject.js';
import { casePatienceMs, sessionDefect } from './server-problems.js';
import { Strays, withRemarks } from './strays.js';

/** The clock, signal and listeners of an exploration, injected so that tests do not need real time. */
export interface CaseExploreEnvironment extends SubjectEnvironment {
  /** Milliseconds on a monotonic clock. */
  readonly now: () => number;
  readonly progress: ExploreProgress;
}

/** All results, and why the exploration ended early, if it did. */
export interface CaseExploreOutcome {
  readonly results: readonly CaseResult[];
  /** The defects of cases that could not be explored. Their results contain them, too. */
  readonly defects: readonly LabError[];
  /** See `CaseExploreReport`. */
  readonly deadlockTimeoutMs: number | null;
  /** A sentence that says why the exploration ended early; null: it did not. */
  readonly interruption: string | null;
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
  const { now, progress, signal } = environment;
  const deadlockTimeoutMs = await fixedDeadlockTimeout(server.control);
  const ms = casePatienceMs(server, deadlockTimeoutMs);
  const results: CaseResult[] = [];
  const defects: LabError[] = [];
  const strays = new Strays(plan.cases);
  const outcome = (interruption: string | null): CaseExploreOutcome => ({
    results: results.map((result) => strays.addTo(result)),
    defects,
    deadlockTimeoutMs,
    interruption,
  });
  for (const { the, isolation } of runsOf(plan)) {
    signal.throwIfAborted();
    progress.started(labelAt(the, isolation, plan.cases));
    const began = now();
    try {
      const others = strays.besides(the);
      const mayTimeDeadlocks = deadlockTimeoutMs === null;
      const { overlap } = plan;
      const opening = { case: the, others, server, mayTimeDeadlocks, overlap, isolation };
      const exploring = { plan, case: the, mayTimeDeadlocks, patience: { ms, now }, progress };
      results.push(await awake(1, () => exploreOne({ ...opening, environment }, exploring)));
    } catch (error) {
      signal.throwIfAborted();
      const lost = await server.whyLost(error);
      if (lost !== null) {
        if (results.length === 0) throw lost;
        return outcome(sentenceOf(lost));
      }
      const defect =
        error instanceof LabError ? error : (sessionDefect(the, error) ?? server.explain(error));
      if (defect === null) throw error;
      defects.push(defect);
      results.push(failedCase(the, isolation, defect, now() - began));
    }
  }
  return outcome(null);
}

/** Each case at each level. */
const runsOf = (plan: CaseExplorePlan) =>
  plan.cases.flatMap((the) => levelsOf(plan).map((isolation) => ({ the, isolation })));

type Exploring = Omit<Parameters<typeof exploreCase>[0], 'subject'>;

async function exploreOne(opening: OpeningOptions, exploring: Exploring): Promise<CaseResult> {
  try {
    return await exploreOnLanes(opening, exploring);
  } catch (error) {
    if (!(error instanceof LanesMixed)) throw error;
    const plan = { ...exploring.plan, lanes: 1 };
    const result = await exploreOnLanes(opening, { ...exploring, plan });
    return withRemarks(result, [SHARED]);
  }
}

const SHARED =
  'It was explored on one lane, because its lanes would share connections: something connects that is loaded only once, such as a package.';

async function exploreOnLanes(opening: OpeningOptions, exploring: Exploring): Promise<CaseResult> {
  const { done: result, notClosed } = await onSubject(opening, (subject) =>
    exploreCase({ ...exploring, subject }),
  );
  return withRemarks(result, notClosed.map(sentenceOf));
}
