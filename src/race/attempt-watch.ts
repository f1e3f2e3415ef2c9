import type { Client } from '../database/client.js';
import type { LabDatabase } from '../database/lab-database.js';
import { SessionLost } from '../database/session-lost.js';
import { readWaits } from '../database/waits.js';
import type { EnvironmentError } from '../errors.js';
import type { Strategy } from '../model.js';
import { hangs } from './defects.js';
import type { RaceEnvironment } from './environment.js';

const EVERY_MS = 1_000;
/** How long an attempt may send nothing while no other worker makes progress either. */
const PATIENCE_MS = 5_000;

interface AttemptState {
  readonly strategy: Strategy;
  /** Null: the server cannot be asked, so the watch judges only while no statement is under way. */
  readonly database: Pick<LabDatabase, 'control' | 'pids'> | null;
  readonly environment: Pick<RaceEnvironment, 'schedule'>;
}

/**
 * Ends a round whose strategy hangs in its own code: one attempt has no statement under way, and every other
 * attempt has none either or waits for a database lock. An attempt that waits for an application lock does not
 * count as hanging while the holder of that lock makes progress.
 */
export class AttemptWatch {
  /** Never fulfilled; rejected with the first defect. */
  readonly failed: Promise<never>;
  readonly #watched: AttemptState;
  readonly #clients: Client[] = [];
  #reject: (defect: unknown) => void = () => {};
  #cancelTimer: () => void = () => {};
  #isStopped = false;
  #moves = 0;
  #quietMs = 0;

  constructor(watched: AttemptState) {
    this.#watched = watched;
    this.failed = new Promise((_resolve, reject) => {
      this.#reject = reject;
    });
    // It may reject when no code awaits it any more.
    this.failed.catch(() => undefined);
    this.#wait();
  }

  add(client: Client): void {
    this.#clients.push(client);
  }

  fail(defect: EnvironmentError): void {
    this.#reject(defect);
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancelTimer();
  }

  #wait(): void {
    if (this.#isStopped) return;
    this.#cancelTimer = this.#watched.environment.schedule(EVERY_MS, () => {
      this.#look().then(
        () => this.#wait(),
        (error: unknown) => {
          // The race itself detects that the server was lost.
          if (!(error instanceof SessionLost)) this.#reject(error);
        },
      );
    });
  }

  async #look(): Promise<void> {
    this.#quietMs = this.#haveMoved() ? 0 : this.#quietMs + EVERY_MS;
    if (this.#quietMs < PATIENCE_MS) return;
    const idle = this.#clients.filter(({ isAtWork, underWay }) => isAtWork && underWay === 0);
    // An attempt that has sent something may hold the lock that the others wait for.
    const culprit = idle.find(({ sent }) => sent !== null) ?? idle[0];
    if (culprit === undefined || !(await this.#othersWait()) || this.#haveMoved()) return;
    this.#reject(hangs(this.#watched.strategy, culprit, this.#quietMs));
  }

  /** Whether any attempt made progress since the last call. */
  #haveMoved(): boolean {
    const moves = this.#clients.reduce((sum, client) => sum + client.moves, 0);
    const moved = moves !== this.#moves;
    this.#moves = moves;
    return moved;
  }

  /** Whether every statement under way waits for a lock of another backend. */
  async #othersWait(): Promise<boolean> {
    const underWay = this.#clients.reduce((sum, client) => sum + client.underWay, 0);
    if (underWay === 0) return true;
    const { database } = this.#watched;
    if (database === null) return false;
    const waits = await readWaits(database.control, database.pids());
    return waits.filter(({ blockedBy }) => blockedBy.length > 0).length >= underWay;
  }
}
