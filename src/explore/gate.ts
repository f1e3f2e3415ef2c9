/**
 * What the explorer knows of the code under test: its workers, the connections they send statements
 * on, and how far each has come. A gate holds every step until the schedule releases it.
 */
import type { Action } from '../model.js';

/** What a step reads and writes, as far as that is known before it is released. */
export interface Footprint {
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}

/** What one letter of a schedule releases. */
export interface PendingStep {
  /** Equal for equal steps, in every run: fingerprints of prefixes compare it. */
  readonly key: string;
  readonly action: Action;
  /** Null: unknown, so the step may depend on any other. */
  readonly footprint: Footprint | null;
}

/** Where a channel is. */
export type ChannelPosition =
  /** Nothing of it is under way. */
  | { readonly kind: 'idle' }
  /** Its next step is held until the schedule releases it. */
  | { readonly kind: 'ready'; readonly step: PendingStep; readonly release: () => void }
  /** The server has its statement, and has not answered yet. */
  | { readonly kind: 'sent' }
  /** The server reports that its statement waits for locks of these workers. */
  | { readonly kind: 'waiting'; readonly for: readonly number[] };

/** A connection of a worker, with one step at a time under way. */
export interface Channel {
  /** Number of its worker, from 1. */
  readonly worker: number;
  readonly position: ChannelPosition;
  /** Process id of the server's process behind it. */
  readonly backend: number;
  readonly inTransaction: boolean;
  /** Key of the step that was released last; empty before the first. */
  readonly lastKey: string;
  /** Notes that its statement waits for these workers; none: the answer is on its way. */
  noteBlockers(workers: readonly number[]): void;
}

/** What a worker's code does. */
export type Activity =
  /** It runs, and may send a step at any moment. */
  | { readonly kind: 'working' }
  /** It waits for its channels. */
  | { readonly kind: 'gated' }
  /** It waits inside the application for a lock. */
  | { readonly kind: 'queued'; readonly lock: string }
  | { readonly kind: 'done' };

/** One of the functions that run at once. */
export interface GatedWorker {
  /** From 1. */
  readonly number: number;
  readonly activity: Activity;
  readonly channels: readonly Channel[];
}

/** For each server process, the processes it waits for. Those that do not wait may be missing. */
export type Blockers = ReadonlyMap<number, readonly number[]>;

/** The workers of one schedule, and where their steps are held. */
export interface Gate {
  /** In the order of their numbers. */
  readonly workers: readonly GatedWorker[];
  /** Number of the worker that holds a lock of the application; null: no worker does. */
  holderOf(lock: string): number | null;
  /** @throws {SessionLost} when the server can no longer be asked */
  blockersOf(channels: readonly Channel[]): Promise<Blockers>;
  /**
   * Waits for what other channels have under way although the schedule counts it as done.
   * @returns null when there is nothing to wait for
   */
  beforeRelease(channel: Channel): Promise<void> | null;
  /**
   * Checks that the server is at work for channels whose answer is late.
   * @throws {SessionLost} when it is not, so that the answer was lost
   */
  requireAtWork(channels: readonly Channel[]): Promise<void>;
}

/** The channel whose step comes next when a worker is released; undefined: it has none that is held. */
export function readyChannel({ channels }: GatedWorker): ReadyChannel | undefined {
  for (const channel of channels) if (isReady(channel)) return channel;
  return undefined;
}

/** A channel that holds a step. */
export type ReadyChannel = Channel & {
  readonly position: Extract<ChannelPosition, { kind: 'ready' }>;
};

const isReady = (channel: Channel): channel is ReadyChannel => channel.position.kind === 'ready';
