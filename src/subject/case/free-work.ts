import type { FreeRun } from '../../gate/wire/free-run.js';

/** Work that is not held. */
export interface FreeWork {
  readonly run: FreeRun;
  /** Rejects with the first defect of the code. */
  readonly defective: Promise<never>;
}

/** @param start is handed what receives defects */
export function freeWork(start: (failed: (defect: Error) => void) => FreeRun): FreeWork {
  let fail: (defect: Error) => void = () => {};
  const defective = new Promise<never>((_resolve, reject) => {
    fail = reject;
  });
  defective.catch(() => undefined);
  return { run: start(fail), defective };
}
