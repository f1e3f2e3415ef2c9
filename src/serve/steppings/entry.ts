/** One schedule that a client steps through. */
import { UsageError } from '../../errors.js';
import type { Stepping, SteppingState } from '../../lab/stepping.js';
import { nowMs } from '../../own-timers.js';
import { RequestError } from '../problem.js';

/** What a client sees of it. */
export interface SteppingView {
  readonly id: string;
  readonly hasEnded: boolean;
  /** When it ends by itself, in milliseconds; null: it has ended, or a step is under way. */
  readonly endsInMs: number | null;
  /** Why it ended early, or what it left behind; null: neither. */
  readonly error: unknown;
  /** After the end, the last one. */
  readonly state: SteppingState;
}

/** A stepping that has begun. */
export interface EntryOptions {
  readonly id: string;
  readonly stepping: Stepping;
  /** Milliseconds without a step after which it ends. */
  readonly idleMs: number;
}

/** A stepping, its clock, and what became of it. */
export class Entry {
  readonly id: string;
  /** Settles when everything is closed. Never rejects. */
  readonly ended: Promise<void>;
  readonly #stepping: Stepping;
  readonly #idleMs: number;
  #idleSince: number | null = nowMs();
  #error: unknown = null;

  constructor({ id, stepping, idleMs }: EntryOptions) {
    this.id = id;
    this.#stepping = stepping;
    this.#idleMs = idleMs;
    this.ended = this.#untilEnded();
  }

  /** Whether everything is closed, or being closed. */
  get hasEnded(): boolean {
    return this.#stepping.hasEnded;
  }

  /** What a client sees of it now. */
  get view(): SteppingView {
    const { hasEnded, state } = this.#stepping;
    const endsInMs = hasEnded || this.#idleSince === null ? null : this.#endsIn(this.#idleSince);
    return { id: this.id, hasEnded, endsInMs, error: this.#error, state };
  }

  /**
   * Does what the client decided, and waits until the schedule stands still.
   * @throws {RequestError} when it is not possible now
   * @throws what ended the stepping meanwhile
   */
  async go(decide: (stepping: Stepping) => Promise<SteppingState>): Promise<SteppingView> {
    if (this.hasEnded) throw steppingEnded(this.id);
    const before = this.#idleSince;
    this.#idleSince = null;
    try {
      await decide(this.#stepping);
      this.#idleSince = nowMs();
      return this.view;
    } catch (error) {
      this.#idleSince = before;
      throw error instanceof UsageError ? notPossible(error) : error;
    }
  }

  /** Ends it, and waits until everything is closed. */
  async end(): Promise<SteppingView> {
    // What it ends with is in the view.
    this.#stepping.end().catch(() => undefined);
    await this.ended;
    return this.view;
  }

  async #untilEnded(): Promise<void> {
    try {
      const { left } = await this.#stepping.ended;
      this.#error = left;
    } catch (error) {
      this.#error = error;
    }
  }

  #endsIn(idleSince: number): number {
    return Math.max(0, Math.ceil(idleSince + this.#idleMs - nowMs()));
  }
}

const notPossible = ({ message, code }: UsageError): RequestError =>
  new RequestError(409, message, {
    code,
    hint: 'The state says which workers can go: those that are ready.',
  });

const steppingEnded = (id: string): RequestError =>
  new RequestError(410, `stepping ${id} has ended`, {
    code: 'STEPPING_ENDED',
    hint: 'Begin again with POST /steppings, with the steps taken so far as its schedule.',
  });
