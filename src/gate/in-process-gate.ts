import type { Session } from '../database/session.js';
import type { Blockers, Channel, Gate } from '../explore/gate.js';
import type { BlockWatch } from './block-watch.js';
import { GatedReplica } from './gated-replica.js';
import type { InProcessWorker } from './in-process-worker.js';

/** The gate of one lane. It holds its workers' statements below Kysely. */
export class InProcessGate implements Gate {
  readonly workers: readonly InProcessWorker[];
  readonly #watch: BlockWatch;
  #replica = new GatedReplica();

  constructor(workers: readonly InProcessWorker[], watch: BlockWatch) {
    this.workers = workers;
    this.#watch = watch;
  }

  /** Creates new application locks, because each schedule has its own. */
  freshReplica(): GatedReplica {
    this.#replica = new GatedReplica();
    return this.#replica;
  }

  holderOf(lock: string): number | null {
    return this.#replica.holderOf(lock)?.number ?? null;
  }

  blockersOf(channels: readonly Channel[]): Promise<Blockers> {
    return this.#watch.ask(channels.flatMap(({ backend }) => backend ?? []));
  }

  /** Waits until every BEGIN of other workers is answered, because a BEGIN is sent without waiting for its reply. */
  beforeRelease(channel: Channel): Promise<void> | null {
    const beginning = this.workers.filter(
      ({ number, session }) => number !== channel.worker && session.isBeginning,
    );
    if (beginning.length === 0) return null;
    return begun(beginning.map(({ session }) => session));
  }

  deadlockCheckEndsAt(): number {
    return Math.max(0, ...this.workers.map((worker) => worker.deadlockCheckEndsAt));
  }

  endLeftOpen(): null {
    return null;
  }

  requireAtWork(channels: readonly Channel[]): Promise<void> {
    const sessions = this.workers
      .filter((worker) => channels.some((channel) => channel.worker === worker.number))
      .map(({ session }) => session);
    return this.#watch.requireAtWork(sessions);
  }
}

async function begun(sessions: readonly Session[]): Promise<void> {
  for (const session of sessions) await session.begun();
}
