import type { LabDatabase } from '../../database/lab-database.js';
import type { Session } from '../../database/session.js';
import { SessionPool } from '../../database/session-pool.js';
import type { Operation } from '../../model.js';
import type { Approach } from '../../race/performer.js';
import type { RawRecord } from '../../race/raw-record.js';
import { tooBusy } from './refusals.js';
import { Teller } from './teller.js';

/** What the tellers work with. */
export interface TellersOptions {
  readonly database: LabDatabase;
  readonly sessions: readonly Session[];
  /** The most operations at once. */
  readonly most: number;
  /** Added to the numbers of this process's workers, which are from 1. */
  readonly numbersAfter: number;
  sleep(ms: number): Promise<void>;
  readonly limitMs?: number | undefined;
}

/** The workers of a bank: as many as operations were ever under way at once. They share a few sessions. */
export class Tellers {
  readonly #options: TellersOptions;
  readonly #pool: SessionPool;
  readonly #idle: { readonly number: number; readonly teller: Teller }[] = [];
  #sessions: readonly Session[];
  #hired = 0;
  /** Settles when the sessions that were lost are replaced; null: none is being replaced. */
  #replacing: Promise<void> | null = null;

  constructor(options: TellersOptions) {
    this.#options = options;
    this.#sessions = options.sessions;
    this.#pool = new SessionPool(options.sessions);
  }

  /** The most operations at once. */
  get most(): number {
    return this.#options.most;
  }

  /**
   * Carries out an operation with a teller that is free.
   * @throws {RequestError} when none is free, and there are as many as there may be
   * @throws {StrategyDefect} as {@link Teller.serve}
   */
  async serve(operation: Operation, approach: Approach): Promise<RawRecord> {
    await this.#replaceLost();
    const { number, teller } = this.#idle.pop() ?? this.#hire();
    try {
      return await teller.serve(operation, approach);
    } finally {
      this.#idle.push({ number, teller: teller.isUnfit ? this.#make(number) : teller });
    }
  }

  #hire() {
    const { most, numbersAfter } = this.#options;
    if (this.#hired >= most) throw tooBusy();
    this.#hired += 1;
    const number = numbersAfter + this.#hired;
    return { number, teller: this.#make(number) };
  }

  #make(number: number): Teller {
    const { database, limitMs } = this.#options;
    const sleep = (ms: number) => this.#options.sleep(ms);
    return new Teller({ number, pool: this.#pool, database, sleep, limitMs });
  }

  /** Opens a session for each one that was lost. While the server cannot be reached, operations fail. */
  async #replaceLost(): Promise<void> {
    // Operations that come meanwhile would find no session.
    await this.#replacing;
    const lost = this.#sessions.filter((session) => session.lost);
    if (lost.length === 0) return;
    this.#replacing ??= this.#replace(lost);
    await this.#replacing;
  }

  async #replace(lost: readonly Session[]): Promise<void> {
    try {
      const fresh = await this.#options.database.openSessions(lost.length);
      this.#sessions = [...this.#sessions.filter((session) => !lost.includes(session)), ...fresh];
      for (const session of fresh) this.#pool.add(session);
    } catch {
      // The operation finds out by itself.
    } finally {
      this.#replacing = null;
    }
  }
}
