import { setImmediate as nextTurn } from 'node:timers/promises';

import type { Statement } from '../database/statement.js';
import type { EnvironmentError } from '../errors.js';
import type { Strategy } from '../model.js';
import { sentLate } from '../race/defects.js';
import type { BlockWatch } from '../gate/block-watch.js';
import { standstill } from '../subject/account/standstill.js';
import type { LockListener, WatchedReplica } from '../gate/gated-replica.js';
import { Wakeup } from './wakeup.js';
import type { Answer, LaneWorker, Observer } from '../gate/in-process-worker.js';

/** Told what happens, in the order in which it happens. */
export interface Chronicle {
  replied(worker: LaneWorker, answer: Answer, waited: boolean): void;
  /** @param lock the name of a lock of the application; null for one of the server */
  waits(worker: LaneWorker, on: readonly number[], lock: string | null): void;
  holds(worker: LaneWorker, lock: string, waited: boolean): void;
}

/** So long an answer may take at least before the server is asked, unless a lock is to be expected. */
const QUICK_MS = 2;
/** So long nobody looks again when nothing happens. */
const PAUSE_MS = 500;
/** So often the server is asked without a pause whether a statement waits. */
const EAGER_QUESTIONS = 20;
/** How long a schedule may stand still. */
export interface StallLimit {
  /** Longer than the server takes to find a deadlock. */
  readonly ms: number;
  /** Milliseconds on a clock that never goes back. */
  readonly now: () => number;
}

/** What a conductor takes from the schedule that it conducts. */
export interface ConductorOptions {
  readonly strategy: Strategy;
  /** Statements that have waited for a lock before; it is added to. */
  readonly knownToWait: Set<string>;
  readonly patience: StallLimit;
}

/** What is known of a statement that was sent. */
interface Doubt {
  /** Whether it has waited for a lock. */
  waited: boolean;
  /** How many events there had been when the server said that it waits. */
  askedAt: number;
}

/**
 * Knows at each point of a schedule who is ready, who waits and for whom, and who is done. The
 * server is asked who waits, and what it said counts until something happens that may change it.
 */
export class Conductor implements Observer, LockListener {
  readonly #workers: readonly LaneWorker[];
  readonly #watch: BlockWatch;
  readonly #chronicle: Chronicle;
  readonly #strategy: Strategy;
  /** What was found out about the strategy's code. */
  #defect: EnvironmentError | null = null;
  readonly #knownToWait: Set<string>;
  readonly #patience: StallLimit;
  /** Server processes that are none of ours, and for which a worker waits. */
  readonly #outsiders = new Map<LaneWorker, readonly number[]>();
  readonly #doubts = new Map<LaneWorker, Doubt>();
  readonly #toldQueued = new Set<LaneWorker>();
  /** Answers, and locks of the application that were granted. */
  #events = 0;
  #questions = 0;
  /** When something happened last, or somebody was released. */
  #movedAt = 0;
  readonly #wakeup: Wakeup;

  constructor(
    workers: readonly LaneWorker[],
    watch: BlockWatch,
    chronicle: Chronicle,
    { strategy, knownToWait, patience }: ConductorOptions,
  ) {
    this.#strategy = strategy;
    this.#workers = workers;
    this.#watch = watch;
    this.#chronicle = chronicle;
    this.#knownToWait = knownToWait;
    this.#patience = patience;
    this.#wakeup = new Wakeup(patience.now, QUICK_MS);
  }

  /** The schedule is over, or given up. */
  end(): void {
    this.#wakeup.end();
  }

  /**
   * Waits until every worker is ready, waits for a lock, or is done; and somebody is ready, unless
   * all are done.
   * @throws {EnvironmentError} when nothing moves any more, or a statement comes too late
   * @throws {SessionLost} when the server can no longer be asked
   */
  async settle(replica: WatchedReplica): Promise<void> {
    this.#movedAt = this.#patience.now();
    for (;;) {
      // A lock of the application is handed on without a move: let that happen first.
      if (this.#some('queued')) await nextTurn();
      const open = this.#workers.filter((worker) => this.#isOpen(worker));
      if (this.#some('working')) await this.#wakeup.within(PAUSE_MS);
      else if (open.length > 0) await this.#look(open);
      else if (this.#some('ready') || !this.#someUndone()) break;
      // A circle of waiting workers: the server ends one of them.
      else await this.#wakeup.within(PAUSE_MS);
      if (this.#defect !== null) throw this.#defect;
      await this.#requireMovement();
    }
    if (this.#defect !== null) throw this.#defect;
    this.#tellQueued(replica);
  }

  /* ---------- What the workers tell ---------- */

  moved(): void {
    // Whoever works moves again before there is anything to decide.
    if (!this.#some('working')) this.#wakeup.wake();
  }

  sending(worker: LaneWorker, { kind }: Statement): void {
    this.#doubts.set(worker, { waited: false, askedAt: -1 });
    if (kind === 'begin') worker.deadlockTimeout?.transactionBegins();
    if (kind === 'begin' || kind === 'commit' || kind === 'rollback') return;
    worker.deadlockTimeout?.prepare(this.#isWaitedFor(worker));
  }

  answered(worker: LaneWorker, answer: Answer): void {
    this.#happened();
    const waited = this.#doubts.get(worker)?.waited ?? false;
    this.#doubts.delete(worker);
    this.#chronicle.replied(worker, answer, waited);
  }

  held(worker: LaneWorker, lock: string, waited: boolean): void {
    this.#happened();
    this.#toldQueued.delete(worker);
    this.#chronicle.holds(worker, lock, waited);
  }

  sentLate(sql: string): void {
    this.#defect ??= sentLate(this.#strategy, sql);
  }

  #happened(): void {
    this.#events += 1;
    this.#questions = 0;
    this.#movedAt = this.#patience.now();
  }

  /* ---------- Who waits for whom ---------- */

  #some(kind: LaneWorker['position']['kind']): boolean {
    return this.#workers.some(({ position }) => position.kind === kind);
  }

  #someUndone(): boolean {
    return this.#workers.some(({ position }) => position.kind !== 'done');
  }

  /** Whether its statement is unanswered, and may be at work for all we know. */
  #isOpen(worker: LaneWorker): boolean {
    const { kind } = worker.position;
    if (kind === 'sent') return true;
    return kind === 'waiting' && this.#doubts.get(worker)?.askedAt !== this.#events;
  }

  /** Waits for an answer, or for the server's word that there will be none yet. */
  async #look(open: readonly LaneWorker[]): Promise<void> {
    const before = this.#events;
    const eager =
      this.#questions < EAGER_QUESTIONS && open.some((worker) => this.#isSuspect(worker));
    if (!eager && (await this.#wakeup.within(QUICK_MS))) return;
    this.#questions += 1;
    // Once the statement was written, and has had a moment to reach the lock.
    if (eager) await nextTurn();
    if (before !== this.#events) return;
    const asked = this.#watch.ask(open.map(({ session }) => session.pid));
    // When an answer is faster, the question's failure is nobody's: the next one will fail too.
    asked.catch(() => undefined);
    const blockers = await Promise.race([asked, this.#wakeup.next()]);
    if (blockers === undefined || before !== this.#events) return;
    for (const worker of open) this.#conclude(worker, blockers.get(worker.session.pid) ?? []);
  }

  /** Whether it is likely to wait, so that the server is asked at once. */
  #isSuspect(worker: LaneWorker): boolean {
    const { position } = worker;
    if (position.kind === 'waiting') {
      // When all it waited for is over, the answer is on its way.
      return position.for.some((number) => this.#workers[number - 1]?.session.inTransaction);
    }
    return this.#workers.some(
      (other) =>
        other !== worker &&
        other.session.inTransaction &&
        this.#knownToWait.has(pairOf(worker, other)),
    );
  }

  #conclude(worker: LaneWorker, pids: readonly number[]): void {
    const doubt = this.#doubts.get(worker);
    const { position } = worker;
    if (!doubt || (position.kind !== 'sent' && position.kind !== 'waiting')) return;
    const on = this.#workers.filter(({ session }) => pids.includes(session.pid));
    this.#outsiders.set(worker, pids);
    if (on.length === 0) {
      // It was let go, and the answer is on its way; or somebody else is in the way.
      worker.move({ kind: 'sent' });
      return;
    }
    doubt.waited = true;
    doubt.askedAt = this.#events;
    for (const other of on) this.#knownToWait.add(pairOf(worker, other));
    const numbers = on.map(({ number }) => number);
    if (position.kind === 'waiting' && position.for.join() === numbers.join()) return;
    worker.move({ kind: 'waiting', for: numbers });
    this.#chronicle.waits(worker, numbers, null);
  }

  #isWaitedFor({ number }: LaneWorker): boolean {
    return this.#workers.some(
      ({ position }) => position.kind === 'waiting' && position.for.includes(number),
    );
  }

  #tellQueued(replica: WatchedReplica): void {
    for (const worker of this.#workers) {
      const { position } = worker;
      if (position.kind !== 'queued' || this.#toldQueued.has(worker)) continue;
      this.#toldQueued.add(worker);
      const holder = replica.holderOf(position.lock);
      this.#chronicle.waits(worker, holder ? [holder.number] : [], position.lock);
    }
  }

  async #requireMovement(): Promise<void> {
    const { ms, now } = this.#patience;
    if (now() - this.#movedAt <= ms) return;
    const sent = this.#workers.filter(({ position }) => position.kind === 'sent');
    await this.#watch.requireAtWork(sent.map(({ session }) => session));
    throw standstill(this.#strategy, this.#workers, this.#outsiders, ms);
  }
}

/** What one of them sent, and what the other had sent last when that waited for it. */
const pairOf = (worker: LaneWorker, other: LaneWorker): string =>
  `${worker.statement}\n${other.statement}`;
