import { resetAccounts } from '../../database/accounts.js';
import type { LabDatabase } from '../../database/lab-database.js';
import { PATIENCE } from '../../database/patience.js';
import type { Session } from '../../database/session.js';
import type { Subject } from '../../explore/subject.js';
import { BlockWatch } from '../../gate/block-watch.js';
import { DeadlockTimeout } from '../../gate/deadlock-timeout.js';
import { InProcessGate } from '../../gate/in-process-gate.js';
import { InProcessWorker } from '../../gate/in-process-worker.js';
import type { AccountEnd } from '../../judge/account/schedule-judge.js';
import type { DrawnSchedule, Strategy, Workload } from '../../model.js';
import { notLoadedAgain, sentLate } from '../../race/defects.js';
import { AccountLane, freshAccounts, insertAccounts } from './lane.js';

/** An exploration measures no time, so a commit need not wait for the disk. Its visibility is the same. */
const SETTINGS = 'set synchronous_commit to off';

/** The session of one worker at a place, reused by each strategy. */
interface Seat {
  readonly session: Session;
  readonly timeout: DeadlockTimeout | null;
}

/** A schema with an account table, and the sessions on it. Strategies use it one after another. */
interface Place {
  readonly schema: string;
  readonly housekeeper: Session;
  readonly seats: readonly Seat[];
}

/** A strategy on the account table. */
export interface AccountSubject extends Subject<AccountEnd, DrawnSchedule> {
  openLane(): Promise<AccountLane>;
}

/** The options of places. */
export interface PlacesOptions {
  readonly workload: Workload;
  /** Whether the role may set deadlock_timeout. */
  readonly mayTimeDeadlocks: boolean;
  /** Makes an instance of a strategy that shares no variables with the instances of other lanes. */
  readonly freshInstance: (strategy: Strategy) => Promise<Strategy>;
}

/** The schemas and sessions of an exploration. Each strategy reuses those of the one before. */
export class AccountPlaces {
  readonly #database: LabDatabase;
  readonly #options: PlacesOptions;
  readonly #watch: BlockWatch;
  #all: Place[] = [];
  /** Places without a lane of the current strategy. */
  #free: Place[] = [];
  #gates: InProcessGate[] = [];
  /** Places that are being opened. */
  readonly #opening = new Set<Promise<unknown>>();
  /** Schemas of abandoned places, except the run's own schema. */
  readonly #spareSchemas: string[] = [];

  constructor(database: LabDatabase, options: PlacesOptions) {
    this.#database = database;
    this.#options = options;
    this.#watch = new BlockWatch(database.control);
  }

  /** A strategy as a subject. The exploration of the strategy before must have ended. */
  subjectFor(strategy: Strategy): AccountSubject {
    this.#free = [...this.#all];
    this.#gates = [];
    return {
      openLane: () => this.#openLane(strategy),
    };
  }

  /**
   * Abandons all places for good, because failed code may still use them. Later places open new sessions in the
   * same schemas.
   * @throws as `LabDatabase.discard`
   */
  async abandon(): Promise<void> {
    await Promise.allSettled(this.#opening);
    const places = this.#all.splice(0);
    for (const { workers } of this.#gates) for (const { client } of workers) client.abandon();
    const sessions = places.flatMap(({ housekeeper, seats }) => [
      housekeeper,
      ...seats.map(({ session }) => session),
    ]);
    await this.#database.discard(sessions);
    const own = this.#database.info.schema;
    this.#spareSchemas.push(...places.map(({ schema }) => schema).filter((each) => each !== own));
  }

  /** @throws {StrategyDefect} when the strategy can no longer be loaded */
  async #openLane(strategy: Strategy): Promise<AccountLane> {
    const { workload, freshInstance } = this.#options;
    const place = this.#free.shift() ?? (await this.#openPlace());
    const instance = await freshInstance(strategy).catch((error: unknown) => {
      throw notLoadedAgain(strategy, error);
    });
    const { housekeeper } = place;
    await resetAccounts(housekeeper, new Map(), instance.sql);
    await housekeeper.script(insertAccounts(freshAccounts(workload)));
    const gate = this.#gateOn(place, instance);
    this.#gates.push(gate);
    return new AccountLane({ workload, strategy: instance, gate, housekeeper });
  }

  /** Makes new workers for each strategy. A late statement of another strategy is held by its old worker for ever. */
  #gateOn({ seats }: Place, strategy: Strategy): InProcessGate {
    const workers: readonly InProcessWorker[] = seats.map(
      ({ session, timeout }, index) =>
        new InProcessWorker({
          number: index + 1,
          session,
          deadlockTimeout: timeout,
          isWaitedFor: (number) =>
            workers.some(
              ({ position }) => position.kind === 'waiting' && position.for.includes(number),
            ),
          lateStatement: (sql) => sentLate(strategy, sql),
        }),
    );
    return new InProcessGate(workers, this.#watch);
  }

  #openPlace(): Promise<Place> {
    // The run's own schema comes first; every further place has a schema of its own.
    const isFirst = this.#all.length === 0 && this.#opening.size === 0;
    const opening = this.#open(isFirst ? this.#database.info.schema : null);
    this.#opening.add(opening);
    opening.finally(() => this.#opening.delete(opening)).catch(() => undefined);
    return opening;
  }

  async #open(ownSchema: string | null): Promise<Place> {
    const { workload, mayTimeDeadlocks } = this.#options;
    const database = this.#database;
    const schema = ownSchema ?? this.#spareSchemas.pop() ?? (await database.addSchema());
    const [housekeeper, ...sessions] = await database.openSessions(workload.workers + 1, schema);
    if (!housekeeper) throw new RangeError('a place needs a session');
    await Promise.all([housekeeper, ...sessions].map((session) => session.script(SETTINGS)));
    await housekeeper.script(`set lock_timeout to ${PATIENCE.lockMs}`);
    const seats = await Promise.all(
      sessions.map(async (session) => {
        const timeout = mayTimeDeadlocks
          ? await DeadlockTimeout.start(session, workload.workers)
          : null;
        return { session, timeout };
      }),
    );
    const place = { schema, housekeeper, seats };
    this.#all.push(place);
    return place;
  }
}
