import { readAccounts, resetAccounts } from '../../database/accounts.js';
import type { LabDatabase } from '../../database/lab-database.js';
import { PATIENCE } from '../../database/patience.js';
import type { Session } from '../../database/session.js';
import type { AccountState, Workload, Strategy } from '../../model.js';
import { besideStrategy } from '../../race/account-table.js';
import { DeadlockTimeout } from '../../gate/deadlock-timeout.js';
import { LaneWorker } from '../../gate/in-process-worker.js';

/** Dead rows of so many schedules may lie about before they are swept away. */
const SCHEDULES_BETWEEN_SWEEPS = 100;

/**
 * The time of the first version, fixed so that a schedule is the same each time, and with
 * microseconds, because one time in a thousand a moment is a whole millisecond.
 */
const UPDATED_AT = '2000-01-01 00:00:00.123456+00';

/** No time is measured, so no commit has to wait for a disk; others see it as early as ever. */
const SETTINGS = 'set synchronous_commit to off';

/** What one worker after another has on a lane. */
interface Seat {
  readonly session: Session;
  readonly timeout: DeadlockTimeout | null;
}

/** A place where one schedule runs at a time: workers with their sessions, in a schema of its own. */
export class Lane {
  readonly schema: string;
  readonly #housekeeper: Session;
  readonly #seats: readonly Seat[];
  #workers: readonly LaneWorker[] = [];
  #start: readonly AccountState[] = [];
  #strategy: Strategy | undefined;
  #schedules = 0;

  private constructor(schema: string, seats: readonly Seat[], housekeeper: Session) {
    this.schema = schema;
    this.#seats = seats;
    this.#housekeeper = housekeeper;
  }

  /** @throws {EnvironmentError} when the server refuses */
  static async open(
    database: LabDatabase,
    schema: string,
    workers: number,
    mayTimeDeadlocks: boolean,
  ): Promise<Lane> {
    const [housekeeper, ...sessions] = await database.openSessions(workers + 1, schema);
    if (!housekeeper) throw new RangeError('a lane needs a session');
    await Promise.all([housekeeper, ...sessions].map((session) => session.script(SETTINGS)));
    await housekeeper.script(`set lock_timeout to ${PATIENCE.lockMs}`);
    const seats = await Promise.all(
      sessions.map(async (session) => {
        const timeout = mayTimeDeadlocks ? await DeadlockTimeout.start(session, workers) : null;
        return { session, timeout };
      }),
    );
    return new Lane(schema, seats, housekeeper);
  }

  get workers(): readonly LaneWorker[] {
    return this.#workers;
  }

  get sessions(): readonly Session[] {
    return [this.#housekeeper, ...this.#seats.map(({ session }) => session)];
  }

  /** The accounts as every schedule finds them. */
  get initial(): readonly AccountState[] {
    return this.#start;
  }

  /** The strategy it was prepared for: this lane's own instance of it. */
  get strategy(): Strategy {
    if (!this.#strategy) throw new RangeError('the lane is not prepared');
    return this.#strategy;
  }

  /** Makes the table ready for a strategy: with its own rules, and fresh accounts. */
  async prepare({ accounts, balance }: Workload, strategy: Strategy): Promise<void> {
    this.#strategy = strategy;
    // What another strategy sends only now is held by a worker that nobody releases any more.
    this.#workers = this.#seats.map(
      ({ session, timeout }, index) => new LaneWorker(index + 1, session, timeout),
    );
    this.#start = Array.from({ length: accounts }, (_, index) => ({
      id: index + 1,
      balance,
      version: 0,
    }));
    await resetAccounts(this.#housekeeper, new Map(), strategy.sql);
    await this.#housekeeper.script(this.#freshAccounts());
  }

  /** The accounts as they are now. */
  look(): Promise<AccountState[]> {
    return besideStrategy(this.strategy, () => readAccounts(this.#housekeeper));
  }

  /** Reads what a schedule left behind, and makes the accounts fresh for the next one. */
  finish(): Promise<AccountState[]> {
    return besideStrategy(this.strategy, () => this.#startAfresh());
  }

  async #startAfresh(): Promise<AccountState[]> {
    this.#schedules += 1;
    const sweep = this.#schedules % SCHEDULES_BETWEEN_SWEEPS === 0;
    const [final] = await Promise.all([
      this.#housekeeper.query<AccountState>('delete from account returning id, balance, version'),
      sweep ? this.#housekeeper.script('truncate account') : undefined,
      this.#housekeeper.query(this.#freshAccounts()),
    ]);
    return final.toSorted((a, b) => a.id - b.id);
  }

  #freshAccounts(): string {
    const rows = this.#start.map(({ id, balance }) => `(${id}, ${balance}, '${UPDATED_AT}')`);
    return `insert into account (id, balance, updated_at) values ${rows.join(', ')}`;
  }
}
