let last: Promise<unknown> = Promise.resolve();

/**
 * Loads cases or works on them when the calls before it have ended. Two at a time would meet in what belongs to the
 * whole process: the environment variables that lead to a case's database, and its unhandled errors.
 * @param work must not wait for a turn of its own
 * @throws the signal's reason when it is aborted; before the work begins, at once
 */
export function inTurn<T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const begun = new AbortController();
    const leave = () => reject(signal?.reason);
    signal?.addEventListener('abort', leave, { once: true, signal: begun.signal });
    last = last.then(() => {
      begun.abort();
      return signal?.aborted ? leave() : work().then(resolve, reject);
    });
  });
}
