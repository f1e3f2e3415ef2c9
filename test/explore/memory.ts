/** Code under test without a server: workers in this process, and a table of locks in memory. */
import type {
  Activity,
  Blockers,
  Channel,
  ChannelPosition,
  Gate,
  GatedWorker,
} from '../../src/explore/gate.js';
import { silent, type Answer, type ScheduleListener } from '../../src/explore/listener.js';
import type { Lane, Standstill } from '../../src/explore/subject.js';

/** What a server would answer instead of this error. */
const failure = (error: unknown): Answer => ({
  kind: 'failed',
  sqlstate: '',
  message: String(error),
  cycle: null,
});

/** A connection whose steps are held, and whose answers the test controls. */
export class MemoryChannel implements Channel {
  readonly worker: number;
  readonly backend: number;
  position: ChannelPosition = { kind: 'idle' };
  inTransaction = false;
  lastKey = '';
  readonly #moved: () => void;
  readonly #listener: () => ScheduleListener;

  constructor(worker: MemoryWorker, backend: number) {
    this.worker = worker.number;
    this.backend = backend;
    this.#moved = () => worker.moved();
    this.#listener = () => worker.listener;
  }

  /** Holds a step until the schedule releases it, sends it, and waits for the answer. */
  async step(key: string, answer: () => Promise<void> | void): Promise<void> {
    const action = { kind: 'statement', sql: key, parameters: [] } as const;
    const step = { key, action, footprint: null };
    await new Promise<void>((resolve) => {
      const release = () => {
        this.#move({ kind: 'idle' });
        resolve();
      };
      this.#move({ kind: 'ready', step, release });
    });
    this.lastKey = key;
    this.#listener().sending(this, step);
    this.#move({ kind: 'sent' });
    try {
      await answer();
      const result = { rows: [], count: 0, command: key } as const;
      this.#listener().answered(this, { kind: 'returned', ...result }, false);
    } catch (error) {
      this.#listener().answered(this, failure(error), false);
      throw error;
    } finally {
      this.#move({ kind: 'idle' });
    }
  }

  noteBlockers(workers: readonly number[]): void {
    this.#move(workers.length === 0 ? { kind: 'sent' } : { kind: 'waiting', for: workers });
  }

  #move(position: ChannelPosition): void {
    this.position = position;
    this.#moved();
  }
}

/** A worker whose code runs here. It is working unless one of its channels has a step under way. */
export class MemoryWorker implements GatedWorker {
  readonly number: number;
  readonly channels: readonly MemoryChannel[];
  listener: ScheduleListener = silent;
  #isDone = true;
  #queuedFor: string | null = null;

  constructor(number: number, channels = 1) {
    this.number = number;
    this.channels = Array.from(
      { length: channels },
      (_, index) => new MemoryChannel(this, 100 * number + index),
    );
  }

  get activity(): Activity {
    if (this.#isDone) return { kind: 'done' };
    if (this.#queuedFor !== null) return { kind: 'queued', lock: this.#queuedFor };
    const isGated = this.channels.some(({ position }) => position.kind !== 'idle');
    return { kind: isGated ? 'gated' : 'working' };
  }

  moved(): void {
    this.listener.moved();
  }

  queue(lock: string | null): void {
    this.#queuedFor = lock;
    this.moved();
  }

  async run(listener: ScheduleListener, code: () => Promise<void>): Promise<void> {
    this.listener = listener;
    this.#isDone = false;
    await code();
    this.#isDone = true;
    this.moved();
  }

  /** Its only channel. */
  get channel(): MemoryChannel {
    const [channel] = this.channels;
    if (!channel) throw new RangeError('a worker without a channel');
    return channel;
  }
}

/** The server ended a worker to resolve a deadlock. */
export class MemoryDeadlock extends Error {}

/** Locks that are granted in the order of the requests. */
class LockTable {
  readonly #holders = new Map<string, number>();
  readonly #queues = new Map<string, { readonly worker: number; readonly grant: () => void }[]>();

  /** @throws {MemoryDeadlock} when the wait would complete a deadlock */
  async acquire(worker: number, lock: string): Promise<void> {
    const holder = this.#holders.get(lock);
    if (holder === undefined) this.#holders.set(lock, worker);
    if (holder === undefined || holder === worker) return;
    if (this.#waitsFor(holder).has(worker)) throw new MemoryDeadlock(lock);
    const queue = this.#queues.get(lock) ?? [];
    this.#queues.set(lock, queue);
    await new Promise<void>((resolve) => queue.push({ worker, grant: resolve }));
  }

  releaseAll(worker: number): void {
    for (const [lock, holder] of this.#holders) {
      if (holder !== worker) continue;
      const next = this.#queues.get(lock)?.shift();
      if (next === undefined) this.#holders.delete(lock);
      else this.#holders.set(lock, next.worker);
      next?.grant();
    }
  }

  /** The workers directly ahead of this one: the holder of its lock, and those that wait before it. */
  blockersOf(worker: number): readonly number[] {
    for (const [lock, queue] of this.#queues) {
      const place = queue.findIndex((waiting) => waiting.worker === worker);
      const holder = this.#holders.get(lock);
      if (place < 0 || holder === undefined) continue;
      return [holder, ...queue.slice(0, place).map((waiting) => waiting.worker)];
    }
    return [];
  }

  /** This worker, and all workers that it waits for, directly or through others. */
  #waitsFor(worker: number, found = new Set<number>()): ReadonlySet<number> {
    if (found.has(worker)) return found;
    found.add(worker);
    for (const blocker of this.blockersOf(worker)) this.#waitsFor(blocker, found);
    return found;
  }
}

/** What the code of a worker receives. */
export interface MemoryCode {
  (worker: MemoryWorker, locks: LockTable): Promise<void>;
}

/** What a gate in memory does differently. */
export type GateOverrides = Partial<Omit<Gate, 'workers'>>;

/** A lane whose workers run code in memory. */
export class MemoryLane<End> implements Lane<End, string> {
  overrides: GateOverrides = {};
  readonly workers: readonly MemoryWorker[];
  readonly #codes: readonly MemoryCode[];
  readonly #end: () => End;
  #locks = new LockTable();

  /** @param end reads the rows at the end of a schedule, and restores them */
  constructor(codes: readonly MemoryCode[], end: () => End, channels = 1) {
    this.#codes = codes;
    this.#end = end;
    this.workers = codes.map((_, index) => new MemoryWorker(index + 1, channels));
  }

  get gate(): Gate {
    return {
      workers: this.workers,
      holderOf: () => null,
      blockersOf: (channels) => Promise.resolve(this.#blockersOf(channels)),
      beforeRelease: () => null,
      deadlockCheckEndsAt: () => 0,
      endLeftOpen: () => null,
      requireAtWork: () => Promise.resolve(),
      ...this.overrides,
    };
  }

  async start(listener: ScheduleListener): Promise<void> {
    this.#locks = new LockTable();
    await Promise.all(
      this.workers.map((worker, index) =>
        worker.run(listener, async () => this.#codes[index]?.(worker, this.#locks)),
      ),
    );
  }

  finish(): Promise<End> {
    return Promise.resolve(this.#end());
  }

  record() {
    return { listener: silent, draw: () => 'a drawing' };
  }

  standstill({ ms, workers, outsidersOf }: Standstill): Error {
    const outsiders = workers.flatMap(({ channels }) => channels.flatMap(outsidersOf));
    const blockers = outsiders.length === 0 ? '' : `, blocked by backend ${outsiders.join()}`;
    return new Error(`no worker has made progress for ${ms} ms${blockers}`);
  }

  #blockersOf(channels: readonly Channel[]): Blockers {
    return new Map(
      channels.map(({ worker, backend }) => [
        backend ?? 0,
        this.#locks.blockersOf(worker).map((number) => 100 * number),
      ]),
    );
  }
}
