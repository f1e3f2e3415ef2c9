import type { ScheduleListener } from '../explore/listener.js';
import type { Replica } from '../model.js';
import { makeReplica } from '../replica.js';
import type { InProcessWorker } from './in-process-worker.js';

/** The application locks of one replica in one schedule. To take a lock is a step. A wait for a lock is reported. */
export class GatedReplica {
  readonly #replica = makeReplica();
  readonly #holders = new Map<string, InProcessWorker>();

  holderOf(lock: string): InProcessWorker | undefined {
    return this.#holders.get(lock);
  }

  /** The replica for one worker's code. */
  seenBy(worker: InProcessWorker, listener: Pick<ScheduleListener, 'holds'>): Replica {
    return {
      mutex: (name) => ({
        runExclusive: async (work) => {
          await worker.hold({ key: name, action: { kind: 'lock', name }, footprint: null });
          const waits = this.#holders.has(name);
          if (waits) worker.queue(name);
          return this.#replica.mutex(name).runExclusive(async () => {
            this.#holders.set(name, worker);
            worker.goOn();
            listener.holds(worker.number, name, waits);
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
