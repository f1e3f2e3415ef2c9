/**
 * What the explorer knows about the code under test: its workers, their connections, and the state of each. A
 * gate holds every step until the schedule releases it.
 */
import type { Action } from '../model.js';

/** What a step reads and writes, as far as it is known before the release. */
export interface Footprint {
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}

/** The step that one letter of a schedule releases. */
export interface PendingStep {
  /** Equal for equal steps, in every run. Fingerprints of prefixes contain it. */
  readonly key: string;
  /** Null: its worker starts with it, so its first statement is not known yet. */
  readonly action: Action | null;
  /** Null: unknown, so the step may depend on any other. */
  readonly footprint: Footprint | null;
  /** True: another worker may have sent it. */
  readonly isUncertain?: boolean;
  /** True: its statement was stopped after the first half, and goes on. */
  readonly isSecondHalf?: boolean;
}

/** The state of a channel. */
export type ChannelPosition =
  /** It has no step. */
  | { readonly kind: 'idle' }
  /** Its next step is held until the schedule releases it. */
  | { readonly kind: 'ready'; readonly step: PendingStep; readonly release: () => void }
  /** The server has its statement, and has not answered yet. */
  | { readonly kind: 'sent' }
  /** The server reports that its statement waits for locks of these workers. */
  | { readonly kind: 'waiting'; readonly for: readonly number[] }
  /** The server has answered. The worker goes on when it is handed the answer. */
  | { readonly kind: 'answered'; readonly deliver: () => void };

/** A connection of a worker, with one step at a time under way. */
export interface Channel {
  /** Number of its worker, from 1. */
  readonly worker: number;
  readonly position: ChannelPosition;
  /** The pid of its backend; null: it is not connected yet. */
  readonly backend: number | null;
  readonly inTransaction: boolean;
  /** The key of the step that was released last; empty before the first. */
  readonly lastKey: string;
  /** Records that its statement waits for these workers; none: the answer is on its way. */
  noteBlockers(workers: readonly number[]): void;
}

/** What a worker's code is doing. */
export type Activity =
  /** It runs, and may send a step at any moment. */
  | { readonly kind: 'working' }
  /** It waits for its channels. */
  | { readonly kind: 'gated' }
  /** It waits for an application lock. */
  | { readonly kind: 'queued'; readonly lock: string }
  /** It waits inside the application, such as for a timer or a full pool. It is no choice until it moves again. */
  | { readonly kind: 'quiet' }
  | { readonly kind: 'done' };

/** One of the functions that run concurrently. */
export interface GatedWorker {
  /** From 1. */
  readonly number: number;
  readonly activity: Activity;
  readonly channels: readonly Channel[];
}

/** For each backend, the backends that it waits for. Backends that do not wait may be missing. */
export type Blockers = ReadonlyMap<number, readonly number[]>;

/** The workers of one schedule. It holds their steps. */
export interface Gate {
  /** In the order of their numbers. */
  readonly workers: readonly GatedWorker[];
  /** The number of the worker that holds an application lock; null: none. */
  holderOf(lock: string): number | null;
  /** @throws {SessionLost} when the server can no longer be asked */
  blockersOf(channels: readonly Channel[]): Promise<Blockers>;
  /**
   * Waits for statements of other channels that are still under way although the schedule counts them as done.
   * @returns null when there are none
   */
  beforeRelease(channel: Channel): Promise<void> | null;
  /**
   * Until when the server may still find a deadlock in statements that wait: before, nothing else is released, so
   * that the victim is always the worker that completed the deadlock. In milliseconds, as `performance.now()`.
   */
  deadlockCheckEndsAt(): number;
  /**
   * Ends what workers that have ended left open, when no other worker can move.
   * @returns null when there is nothing
   */
  endLeftOpen(): Promise<void> | null;
  /**
   * Checks that the backends of channels whose answer is late are active.
   * @throws {SessionLost} when one is not, so that its answer was lost
   */
  requireAtWork(channels: readonly Channel[]): Promise<void>;
}

/** Whether workers wait for each other: the server will cancel one of their statements. */
export function haveDeadlock({ workers }: Pick<Gate, 'workers'>): boolean {
  const waitsFor = new Map<number, readonly number[]>();
  for (const { number, channels } of workers) {
    const blockers = channels.flatMap(({ position }) =>
      position.kind === 'waiting' ? position.for : [],
    );
    if (blockers.length > 0) waitsFor.set(number, blockers);
  }
  const reaches = (worker: number, goal: number, seen: Set<number>): boolean => {
    if (seen.has(worker)) return false;
    seen.add(worker);
    const next = waitsFor.get(worker) ?? [];
    return next.includes(goal) || next.some((each) => reaches(each, goal, seen));
  };
  return [...waitsFor.keys()].some((worker) => reaches(worker, worker, new Set()));
}

/** The channel whose step is next when the worker is released; undefined: the gate holds no step of it. */
export function readyChannel({ channels }: GatedWorker): ReadyChannel | undefined {
  for (const channel of channels) if (isReady(channel)) return channel;
  return undefined;
}

/** A channel whose step is held. */
export type ReadyChannel = Channel & {
  readonly position: Extract<ChannelPosition, { kind: 'ready' }>;
};

const isReady = (channel: Channel): channel is ReadyChannel => channel.position.kind === 'ready';
