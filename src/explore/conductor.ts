import { nextTurn, nowMs } from '../own-timers.js';
import {
  haveDeadlock,
  type Activity,
  type Blockers,
  type Channel,
  type Gate,
  type PendingStep,
} from './gate.js';
import type { Answer, ScheduleListener } from './listener.js';
import type { Lane } from './subject.js';
import { Wakeup } from './wakeup.js';

/** How long to wait for an answer before asking the server, unless the statement is likely to wait for a lock. */
const QUICK_MS = 2;
/** How long to wait before checking again when nothing happens. */
const PAUSE_MS = 500;
/** How long to wait for the victim of a deadlock before other workers are released. */
const DEADLOCK_MS = 2_000;
/** How many times to ask the server without a pause whether a statement waits. */
const EAGER_QUESTIONS = 20;

/** How long a schedule may stand still. */
export interface StallLimit {
  /** Must be longer than the server takes to detect a deadlock. */
  readonly ms: number;
  /** Milliseconds on a monotonic clock. */
  readonly now: () => number;
}

/** The options of a conductor. */
export interface ConductorOptions {
  /** Pairs of steps where one has waited for the other before. The conductor adds to it. */
  readonly knownToWait: Set<string>;
  readonly patience: StallLimit;
}

/** What is known about a sent statement. */
interface Doubt {
  /** Whether it has waited for a lock. */
  waited: boolean;
  /** The number of events when the server reported that it waits. */
  askedAt: number;
}

/**
 * Knows at each point of a schedule which workers are ready, which wait and for which others, and which are
 * done. It asks the server which backends wait. The answer is valid until the next event.
 */
export class Conductor implements ScheduleListener {
  readonly #lane: Pick<Lane<unknown, unknown>, 'gate' | 'standstill'>;
  readonly #gate: Gate;
  readonly #listener: ScheduleListener;
  /** A defect of the code under test. */
  #defect: Error | null = null;
  readonly #knownToWait: Set<string>;
  readonly #patience: StallLimit;
  /** The backends that block a channel, from the last answer of the server. */
  readonly #outsiders = new Map<Channel, readonly number[]>();
  readonly #doubts = new Map<Channel, Doubt>();
  /** Workers whose wait for an application lock was already reported. */
  readonly #reportedQueued = new Set<number>();
  /** The number of answers and granted application locks so far. */
  #events = 0;
  #questions = 0;
  /** The time of the last event or the last release. */
  #movedAt = 0;
  readonly #wakeup: Wakeup;

  constructor(
    lane: Pick<Lane<unknown, unknown>, 'gate' | 'standstill'>,
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

  /** Ends the conductor, when the schedule is over or was given up. */
  end(): void {
    this.#wakeup.end();
  }

  /**
   * Waits until every worker is ready, waits for a lock, or is done, and until at least one is ready or all are
   * done.
   * @throws the lane's standstill when no worker makes progress, and the defect that `failed` received
   * @throws {SessionLost} when the server can no longer be asked
   */
  async settle(released = 0): Promise<void> {
    this.#movedAt = this.#patience.now();
    for (;;) {
      // A released application lock passes to the next worker without a report: wait for that first.
      if (this.#some('queued')) await nextTurn();
      const open = this.#openChannels();
      if (this.#some('working')) await this.#wakeup.within(PAUSE_MS);
      else if (this.#deliver(released)) continue;
      else if (open.length > 0) await this.#look(open);
      else if (this.#deliver(null)) continue;
      else if (await this.#awaitsDeadlockCheck()) continue;
      else if (this.#someReady() || !this.#someUndone()) break;
      else await this.#untilOneMoves();
      if (this.#defect !== null) throw this.#defect;
      await this.#requireMovement();
    }
    if (this.#defect !== null) throw this.#defect;
    this.#reportQueued();
  }

  /**
   * Hands one answer to its worker: to the worker that was released before all others, and to the others only
   * when no statement may be running any more. So the order does not depend on time.
   * @param worker null: any
   */
  #deliver(worker: number | null): boolean {
    for (const { number, channels } of this.#gate.workers) {
      if (worker !== null && number !== worker) continue;
      for (const { position } of channels) {
        if (position.kind !== 'answered') continue;
        position.deliver();
        return true;
      }
    }
    return false;
  }

  /** Waits while the server may still find a deadlock. @returns whether it waited */
  async #awaitsDeadlockCheck(): Promise<boolean> {
    const { now } = this.#patience;
    if (haveDeadlock(this.#gate) && now() - this.#movedAt < DEADLOCK_MS) {
      await this.#wakeup.within(PAUSE_MS);
      return true;
    }
    const ms = this.#gate.deadlockCheckEndsAt() - nowMs();
    if (ms <= 0) return false;
    await this.#wakeup.within(ms);
    return true;
  }

  /** Waits for a worker that moves by itself: from inside the application, or as the victim of a deadlock. */
  async #untilOneMoves(): Promise<void> {
    const ending = this.#gate.endLeftOpen();
    if (ending === null) await this.#wakeup.within(PAUSE_MS);
    else await ending;
  }

  /* ---------- Reports of the gate ---------- */

  moved(): void {
    // While any worker is working, there is nothing to decide yet.
    if (!this.#some('working')) this.#wakeup.wake();
  }

  stepBegins(): void {}

  sending(channel: Channel, step: PendingStep): void {
    this.#doubts.set(channel, { waited: false, askedAt: -1 });
    this.#listener.sending(channel, step);
  }

  arrived(): void {
    this.#happened();
    this.moved();
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

  /* ---------- Which worker waits for which ---------- */

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

  /** Channels with an unanswered statement that, as far as is known, may be running. */
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

  /** Waits for an answer, or until the server reports that the statements wait for locks. */
  async #look(open: readonly Channel[]): Promise<void> {
    const before = this.#events;
    const eager =
      this.#questions < EAGER_QUESTIONS && open.some((channel) => this.#isSuspect(channel));
    if (!eager && (await this.#wakeup.within(QUICK_MS))) return;
    this.#questions += 1;
    // Lets the statement be written first, so that it can reach the lock.
    if (eager) await nextTurn();
    if (before !== this.#events) return;
    const asked = this.#gate.blockersOf(open);
    // When an answer comes first, an error of this question is dropped. The next question will fail too.
    asked.catch(() => undefined);
    const blockers = await Promise.race([asked, this.#wakeup.next()]);
    if (blockers === undefined || before !== this.#events) return;
    for (const channel of open) this.#conclude(channel, blockersIn(blockers, channel));
  }

  /** Whether the channel's statement is likely to wait, so that the server is asked at once. */
  #isSuspect(channel: Channel): boolean {
    const { position } = channel;
    if (position.kind === 'waiting') {
      // If no blocker is in a transaction any more, the answer is on its way.
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
      // The lock was granted and the answer is on its way, or a backend of another client blocks it.
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
      channels.filter(({ backend }) => backend !== null && backends.includes(backend)),
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

/** The key of a pair: the statement that waits, and the last statement of its blocker. */
const pairOf = (channel: Channel, other: Channel): string => `${channel.lastKey}\n${other.lastKey}`;

const blockersIn = (blockers: Blockers, { backend }: Channel): readonly number[] =>
  (backend === null ? undefined : blockers.get(backend)) ?? [];
