import type { CaseServer } from '../../database/case-server.js';
import { BlockWatch } from '../../gate/block-watch.js';
import type { LabError } from '../../errors.js';
import type { Case, IsolationLevel, Overlap } from '../../model.js';
import { guardProcess, type OtherCases, type ProcessGuard } from './guard-process.js';
import type { StatementParser } from '../../gate/wire/housekeeping.js';
import { explainedByLateWork } from './stuck-by-late-work.js';
import { CaseSubject } from './subject.js';

/** What a case needs from outside. */
export interface SubjectEnvironment {
  /** Aborted when everything must end at once. */
  readonly signal: AbortSignal;
  readonly parser: StatementParser;
  /** Loads the file of a case again, for a further lane. */
  readonly freshInstance: (the: Case) => Promise<Case>;
}

/** What a case is opened with, besides its environment. */
export interface OpeningOptions {
  readonly case: Case;
  readonly others: OtherCases;
  readonly server: CaseServer;
  /** Whether the role may set deadlock_timeout. */
  readonly mayTimeDeadlocks: boolean;
  /** The deadlock_timeout of statements that are not held [that of explorations]. */
  readonly usualDeadlockTimeout?: string;
  readonly overlap: Overlap;
  /** The default isolation level; null: that of the server. */
  readonly isolation: IsolationLevel | null;
  /** Whether a person may think between two statements [false]. */
  readonly isUnhurried?: boolean;
  readonly environment: SubjectEnvironment;
}

/** What the work returned, and the errors of the case's `close`. */
export interface ClosedSubject<T> {
  readonly done: T;
  readonly notClosed: readonly LabError[];
}

/**
 * Opens a case, works on it, and closes it in any case.
 * @throws the error of the work
 * @throws {LanesMixed} when its lanes share connections
 * @throws {CaseDefect} when its code ends the process, or leaves an error unhandled
 * @throws {StuckByLateWork} when late work keeps its workers from ending
 * @throws the signal's reason when it is aborted
 */
export function onSubject<T>(
  { others, environment, ...opening }: OpeningOptions,
  work: (subject: CaseSubject, guard: ProcessGuard) => Promise<T>,
): Promise<ClosedSubject<T>> {
  const { case: the, server } = opening;
  return guardProcess(the, others, async (guard) => {
    const watch = new BlockWatch(server.control);
    const options = { ...opening, watch, guard, ...environment };
    const subject = new CaseSubject(options);
    const interrupted = new AbortController();
    let done: T;
    try {
      const aborted = whenAborted(environment.signal, interrupted.signal);
      done = await Promise.race([work(subject, guard), guard.strayed, subject.mixed, aborted]);
    } catch (error) {
      const explained = explainedByLateWork(error, subject.lanes, the);
      await subject.abandon();
      throw explained;
    } finally {
      interrupted.abort();
    }
    return { done, notClosed: await subject.close() };
  });
}

/** Rejects when the signal is aborted, unless it no longer matters. */
function whenAborted(signal: AbortSignal, over: AbortSignal): Promise<never> {
  const aborted = new Promise<never>((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true, signal: over });
  });
  aborted.catch(() => undefined);
  return aborted;
}
