import { makeReplica } from '../replica.js';
import type { Replica } from '../model.js';
import type { LaneWorker } from './in-process-worker.js';

/** Told who got a lock of the application. */
export interface LockListener {
  held(worker: LaneWorker, lock: string, waited: boolean): void;
}

/** The locks of one replica in one schedule: taking one is a step, and waiting for one is seen. */
export class WatchedReplica {
  readonly #replica = makeReplica();
  readonly #holders = new Map<string, LaneWorker>();
  readonly #listener: LockListener;

  constructor(listener: LockListener) {
    this.#listener = listener;
  }

  holderOf(lock: string): LaneWorker | undefined {
    return this.#holders.get(lock);
  }

  /** The replica as one worker has it. */
  seenBy(worker: LaneWorker): Replica {
    return {
      mutex: (name) => ({
        runExclusive: async (work) => {
          await worker.hold({ kind: 'lock', name });
          const waits = this.#holders.has(name);
          worker.move(waits ? { kind: 'queued', lock: name } : { kind: 'working' });
          return this.#replica.mutex(name).runExclusive(async () => {
            this.#holders.set(name, worker);
            worker.move({ kind: 'working' });
            this.#listener.held(worker, name, waits);
            try {
              return await work();
            } finally {
              this.#holders.delete(name);
            }
          });
        },
      }),
    };
  }
}
