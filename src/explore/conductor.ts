import { setImmediate as nextTurn } from 'node:timers/promises';

import type { Activity, Channel, Gate } from './gate.js';
import type { Answer, ScheduleListener } from './listener.js';
import type { Drawing, Lane } from './subject.js';
import { Wakeup } from './wakeup.js';

/** How long an answer may take before the server is asked, unless a lock is to be expected. */
const QUICK_MS = 2;
/** How long to wait before looking again when nothing happens. */
const PAUSE_MS = 500;
/** How often the server is asked without a pause whether a statement waits. */
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
  /** Pairs of steps of which one has waited for the other before; it is added to. */
  readonly knownToWait: Set<string>;
  readonly patience: StallLimit;
}

/** What is known of a statement that was sent. */
interface Doubt {
  /** Whether it has waited for a lock. */
  waited: boolean;
  /** How many events there had been when the server reported that it waits. */
  askedAt: number;
}

/**
 * Knows at each point of a schedule which workers are ready, which wait and for whom, and which are
 * done. The server is asked who waits, and its answer holds until something happens that may change it.
 */
export class Conductor implements ScheduleListener {
  readonly #lane: Pick<Lane<unknown, Drawing>, 'gate' | 'standstill'>;
  readonly #gate: Gate;
  readonly #listener: ScheduleListener;
  /** What was found out about the code under test. */
  #defect: Error | null = null;
  readonly #knownToWait: Set<string>;
  readonly #patience: StallLimit;
  /** Server processes of other clients, for which a channel waits. */
  readonly #outsiders = new Map<Channel, readonly number[]>();
  readonly #doubts = new Map<Channel, Doubt>();
  /** Workers whose waiting for a lock of the application was reported. */
  readonly #reportedQueued = new Set<number>();
  /** Answers, and locks of the application that were granted. */
  #events = 0;
  #questions = 0;
  /** When something happened last, or a worker was released. */
  #movedAt = 0;
  readonly #wakeup: Wakeup;

  constructor(
    lane: Pick<Lane<unknown, Drawing>, 'gate' | 'standstill'>,
    listener: ScheduleListener,
    { knownToWait, patience }: ConductorOptions,
  ) {
    this.#lane = lane;
    this.#gate = lane.gate;
    this.#listener = listener;
    this.#knownToWait = knownToWait;
    this.#patience = patience;
    this.#wakeup = new Wakeup(patience.now, QUICK_MS);
  }

  /** The schedule is over, or given up. */
  end(): void {
    this.#wakeup.end();
  }

  /**
   * Waits until every worker is ready, waits for a lock, or is done; and at least one is ready, unless
   * all are done.
   * @throws the lane's standstill when nothing moves any more, and what `failed` was called with
   * @throws {SessionLost} when the server can no longer be asked
   */
  async settle(): Promise<void> {
    this.#movedAt = this.#patience.now();
    for (;;) {
      // A lock of the application is handed on without a move: let that happen first.
      if (this.#some('queued')) await nextTurn();
      const open = this.#openChannels();
      if (this.#some('working')) await this.#wakeup.within(PAUSE_MS);
      else if (open.length > 0) await this.#look(open);
      else if (this.#someReady() || !this.#someUndone()) break;
      // A circle of waiting workers: the server ends one of them.
      else await this.#wakeup.within(PAUSE_MS);
      if (this.#defect !== null) throw this.#defect;
      await this.#requireMovement();
    }
    if (this.#defect !== null) throw this.#defect;
    this.#reportQueued();
  }

  /* ---------- What the gate reports ---------- */

  moved(): void {
    // A worker that works moves again before there is anything to decide.
    if (!this.#some('working')) this.#wakeup.wake();
  }

  stepBegins(): void {}

  sending(channel: Channel): void {
    this.#doubts.set(channel, { waited: false, askedAt: -1 });
  }

  answered(channel: Channel, answer: Answer): void {
    this.#happened();
    const waited = this.#doubts.get(channel)?.waited ?? false;
    this.#doubts.delete(channel);
    this.#listener.answered(channel, answer, waited);
  }

  waits(worker: number, on: readonly number[], lock: string | null): void {
    this.#listener.waits(worker, on, lock);
  }

  holds(worker: number, lock: string, waited: boolean): void {
    this.#happened();
    this.#reportedQueued.delete(worker);
    this.#listener.holds(worker, lock, waited);
  }

  stepEnded(): void {}

  failed(defect: Error): void {
    this.#defect ??= defect;
  }

  #happened(): void {
    this.#events += 1;
    this.#questions = 0;
    this.#movedAt = this.#patience.now();
  }

  /* ---------- Who waits for whom ---------- */

  #some(kind: Activity['kind']): boolean {
    return this.#gate.workers.some(({ activity }) => activity.kind === kind);
  }

  #someReady(): boolean {
    return this.#someChannel(({ position }) => position.kind === 'ready');
  }

  #someUndone(): boolean {
    return this.#gate.workers.some(({ activity }) => activity.kind !== 'done');
  }

  #someChannel(test: (channel: Channel) => boolean): boolean {
    return this.#gate.workers.some(({ channels }) => channels.some(test));
  }

  /** Those whose statement is unanswered, and may be at work for all we know. */
  #openChannels(): readonly Channel[] {
    const open: Channel[] = [];
    for (const { channels } of this.#gate.workers) {
      for (const channel of channels) if (this.#isOpen(channel)) open.push(channel);
    }
    return open;
  }

  #isOpen(channel: Channel): boolean {
    const { kind } = channel.position;
    if (kind === 'sent') return true;
    return kind === 'waiting' && this.#doubts.get(channel)?.askedAt !== this.#events;
  }

  /** Waits for an answer, or until the server reports that there will be none yet. */
  async #look(open: readonly Channel[]): Promise<void> {
    const before = this.#events;
    const eager =
      this.#questions < EAGER_QUESTIONS && open.some((channel) => this.#isSuspect(channel));
    if (!eager && (await this.#wakeup.within(QUICK_MS))) return;
    this.#questions += 1;
    // Once the statement was written, and has had a moment to reach the lock.
    if (eager) await nextTurn();
    if (before !== this.#events) return;
    const asked = this.#gate.blockersOf(open);
    // When an answer is faster, the question may fail unheard: the next one will fail too.
    asked.catch(() => undefined);
    const blockers = await Promise.race([asked, this.#wakeup.next()]);
    if (blockers === undefined || before !== this.#events) return;
    for (const channel of open) this.#conclude(channel, blockers.get(channel.backend) ?? []);
  }

  /** Whether it is likely to wait, so that the server is asked at once. */
  #isSuspect(channel: Channel): boolean {
    const { position } = channel;
    if (position.kind === 'waiting') {
      // When all that it waited for is over, the answer is on its way.
      const { for: blockers } = position;
      return this.#someChannel((other) => other.inTransaction && blockers.includes(other.worker));
    }
    return this.#someChannel(
      (other) =>
        other !== channel && other.inTransaction && this.#knownToWait.has(pairOf(channel, other)),
    );
  }

  #conclude(channel: Channel, backends: readonly number[]): void {
    const doubt = this.#doubts.get(channel);
    const { position } = channel;
    if (!doubt || (position.kind !== 'sent' && position.kind !== 'waiting')) return;
    const blockers = this.#channelsOf(backends);
    this.#outsiders.set(channel, backends);
    if (blockers.length === 0) {
      // Its lock was granted, and the answer is on its way; or another client is in the way.
      channel.noteBlockers([]);
      return;
    }
    doubt.waited = true;
    doubt.askedAt = this.#events;
    for (const other of blockers) this.#knownToWait.add(pairOf(channel, other));
    const workers = [...new Set(blockers.map(({ worker }) => worker))];
    if (position.kind === 'waiting' && position.for.join() === workers.join()) return;
    channel.noteBlockers(workers);
    this.#listener.waits(channel.worker, workers, null);
  }

  #channelsOf(backends: readonly number[]): readonly Channel[] {
    return this.#gate.workers.flatMap(({ channels }) =>
      channels.filter(({ backend }) => backends.includes(backend)),
    );
  }

  #reportQueued(): void {
    for (const { number, activity } of this.#gate.workers) {
      if (activity.kind !== 'queued' || this.#reportedQueued.has(number)) continue;
      this.#reportedQueued.add(number);
      const holder = this.#gate.holderOf(activity.lock);
      this.#listener.waits(number, holder === null ? [] : [holder], activity.lock);
    }
  }

  async #requireMovement(): Promise<void> {
    const { ms, now } = this.#patience;
    if (now() - this.#movedAt <= ms) return;
    const { workers } = this.#gate;
    const sent = workers.flatMap(({ channels }) =>
      channels.filter(({ position }) => position.kind === 'sent'),
    );
    await this.#gate.requireAtWork(sent);
    const outsidersOf = (channel: Channel) =>
      channel.position.kind === 'sent' ? (this.#outsiders.get(channel) ?? []) : [];
    throw this.#lane.standstill({ workers, outsidersOf, ms });
  }
}

/** What one of them sent, and what the other had sent last when that waited for it. */
const pairOf = (channel: Channel, other: Channel): string => `${channel.lastKey}\n${other.lastKey}`;
