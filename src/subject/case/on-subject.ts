import type { CaseServer } from '../../database/case-server.js';
import { BlockWatch } from '../../gate/block-watch.js';
import type { Case } from '../../model.js';
import { guardProcess } from './guard-process.js';
import { CaseSubject, type StatementReader } from './subject.js';

/** What a case needs from outside. */
export interface SubjectEnvironment {
  /** Aborted when everything must end at once. */
  readonly signal: AbortSignal;
  readonly reader: StatementReader;
  /** Loads the file of a case again, for a further lane. */
  readonly freshInstance: (the: Case) => Promise<Case>;
}

/**
 * Opens a case, works on it, and closes it in any case.
 * @throws the error of the work; else that of the case's `close`
 * @throws {CaseDefect} when its code ends the process, or leaves an error unhandled
 * @throws the signal's reason when it is aborted
 */
export function onSubject<T>(
  the: Case,
  mayTimeDeadlocks: boolean,
  server: CaseServer,
  environment: SubjectEnvironment,
  work: (subject: CaseSubject) => Promise<T>,
): Promise<T> {
  return guardProcess(the, async (strayed) => {
    const watch = new BlockWatch(server.control);
    const subject = new CaseSubject({ case: the, server, watch, mayTimeDeadlocks, ...environment });
    const interrupted = new AbortController();
    let done: T;
    try {
      const aborted = whenAborted(environment.signal, interrupted.signal);
      done = await Promise.race([work(subject), strayed, aborted]);
    } catch (error) {
      await subject.abandon();
      throw error;
    } finally {
      interrupted.abort();
    }
    const [notClosed] = await subject.close();
    if (notClosed !== undefined) throw notClosed;
    return done;
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
