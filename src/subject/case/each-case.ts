/** Works on the cases of a plan, one after another. */
import type { CaseServer } from '../../database/case-server.js';
import { LabError, sentenceOf } from '../../errors.js';
import type { Case, IsolationLevel } from '../../model.js';
import { awake } from '../../race/keep-awake.js';
import type { ClosedSubject, OpeningOptions, SubjectEnvironment } from './on-subject.js';
import { sessionDefect } from './server-problems.js';
import { StuckByLateWork } from './stuck-by-late-work.js';
import { Strays, withRemarks } from './strays.js';

/** A result as far as this needs it. */
interface AnyResult {
  readonly case: string;
  readonly reference?: string;
  readonly remarks: readonly string[];
  readonly failure: object | null;
}

/** A case, at a default isolation level. */
export interface CaseRun {
  readonly case: Case;
  /** Null: that of the server. */
  readonly isolation: IsolationLevel | null;
}

/** What is done with each case. */
export interface CaseWork<Result> {
  readonly opening: Pick<OpeningOptions, 'mayTimeDeadlocks' | 'usualDeadlockTimeout' | 'overlap'>;
  /** Opens the case with these options, works on it, and closes it. */
  readonly work: (opening: OpeningOptions) => Promise<ClosedSubject<Result>>;
  /** The result of a case that could not be worked on. */
  readonly failed: (run: CaseRun, defect: LabError) => Result;
}

/** All results, and why the work ended early, if it did. */
export interface CasesOutcome<Result> {
  readonly results: readonly Result[];
  /** The defects of cases. Their results contain them, too. */
  readonly defects: readonly LabError[];
  /** A sentence that says why the work ended early; null: it did not. */
  readonly interruption: string | null;
}

/**
 * A case that cannot be worked on does not stop the others.
 * @throws the signal's reason when it is aborted
 * @throws {EnvironmentError} when the server is lost, and there is no result yet
 */
export async function eachCase<Result extends AnyResult>(
  runs: readonly CaseRun[],
  server: CaseServer,
  environment: SubjectEnvironment,
  { opening, work, failed }: CaseWork<Result>,
): Promise<CasesOutcome<Result>> {
  const results: Result[] = [];
  const defects: LabError[] = [];
  const strays = new Strays([...new Set(runs.map((run) => run.case))]);
  const outcome = (interruption: string | null): CasesOutcome<Result> => ({
    results: results.map((result) => strays.addTo(result)),
    defects,
    interruption,
  });
  for (const run of runs) {
    environment.signal.throwIfAborted();
    const others = strays.besides(run.case);
    try {
      const { done, notClosed } = await awake(1, () =>
        work({ ...opening, ...run, others, server, environment }),
      );
      results.push(withRemarks(done, notClosed.map(sentenceOf)));
    } catch (error) {
      environment.signal.throwIfAborted();
      const lost = await server.whyLost(error);
      if (lost !== null) {
        if (results.length === 0) throw lost;
        return outcome(sentenceOf(lost));
      }
      const defect = defectIn(error, run, server);
      if (defect === null) throw error;
      const result = failed(run, defect);
      const isFailure = !(defect instanceof StuckByLateWork);
      if (isFailure) defects.push(defect);
      results.push(isFailure ? result : { ...result, failure: null });
    }
  }
  return outcome(null);
}

/** Null: the error is none of the case or of the server. */
const defectIn = (error: unknown, run: CaseRun, server: CaseServer): LabError | null =>
  error instanceof LabError ? error : (sessionDefect(run.case, error) ?? server.explain(error));
