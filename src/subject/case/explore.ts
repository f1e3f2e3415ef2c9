import type { CaseServer } from '../../database/case-server.js';
import { SessionLost } from '../../database/session-lost.js';
import { LabError, sentenceOf } from '../../errors.js';
import { fixedDeadlockTimeout, patienceMs } from '../../gate/deadlock-timeout.js';
import type { CaseExplorePlan, CaseResult } from '../../model.js';
import { awake } from '../../race/keep-awake.js';
import type { ExploreProgress } from '../account/progress.js';
import { exploreCase } from './explore-case.js';
import { failedCase } from './failed-case.js';
import { onSubject, type SubjectEnvironment } from './on-subject.js';

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
 * Explores the cases of a plan, one after another. A case that cannot be explored does not stop the others.
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
  const patience = { ms: patienceMs(deadlockTimeoutMs), now };
  const results: CaseResult[] = [];
  const defects: LabError[] = [];
  for (const the of plan.cases) {
    signal.throwIfAborted();
    progress.strategyStarted(the.name);
    const began = now();
    const mayTimeDeadlocks = deadlockTimeoutMs === null;
    try {
      const exploring = { plan, case: the, mayTimeDeadlocks, patience, progress };
      results.push(await awake(1, () => exploreOne(exploring, server, environment)));
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof SessionLost || server.control.lost) {
        const lost = server.explain(error);
        if (lost === null || results.length === 0) throw lost ?? error;
        return { results, defects, deadlockTimeoutMs, interruption: sentenceOf(lost) };
      }
      const defect = error instanceof LabError ? error : server.explain(error);
      if (defect === null) throw error;
      defects.push(defect);
      results.push(failedCase(the, defect, now() - began));
    }
  }
  return { results, defects, deadlockTimeoutMs, interruption: null };
}

type Exploring = Omit<Parameters<typeof exploreCase>[0], 'subject'>;

const exploreOne = (
  exploring: Exploring,
  server: CaseServer,
  environment: CaseExploreEnvironment,
): Promise<CaseResult> =>
  onSubject(exploring.case, exploring.mayTimeDeadlocks, server, environment, (subject) =>
    exploreCase({ ...exploring, subject }),
  );
