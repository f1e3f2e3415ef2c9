import type { Extent } from '../../../model.js';

/** Whether a worker that has done so many operations begins another one. */
export const goalOf =
  (extent: Extent, elapsedMs: () => number) =>
  (done: number): boolean => {
    switch (extent.kind) {
      case 'operations':
        return done < extent.perWorker;
      case 'duration':
        return elapsedMs() < extent.ms;
      default:
        return extent satisfies never;
    }
  };
