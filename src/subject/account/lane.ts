import { readAccounts } from '../../database/accounts.js';
import type { Session } from '../../database/session.js';
import type { ScheduleListener } from '../../explore/listener.js';
import type { GrowingRecorder } from '../../explore/step-by-hand.js';
import type { Lane, Standstill } from '../../explore/subject.js';
import { Trace } from '../../explore/trace.js';
import type { InProcessGate } from '../../gate/in-process-gate.js';
import type { AccountEnd } from '../../judge/account/schedule-judge.js';
import type {
  AccountState,
  AttemptEvent,
  DrawnSchedule,
  OperationRecord,
  ScheduleDrawing,
  Strategy,
  Workload,
} from '../../model.js';
import { awaitedLocks, type AwaitedLocks } from '../awaited-locks.js';
import { besideStrategy } from '../../race/account-table.js';
import { drawingOf, unfinished } from './drawing.js';
import { standstill } from './standstill.js';
import { Work, type AttemptListener, type WorkPosition } from './work.js';

/** After how many schedules the table is truncated, to remove dead row versions. */
const SCHEDULES_BETWEEN_SWEEPS = 100;

/**
 * The `updated_at` of the first version. It is fixed so that each run of a schedule has the same rows. It has
 * microseconds, because a real timestamp nearly always has them.
 */
const UPDATED_AT = '2000-01-01 00:00:00.123456+00';

/** The parts of a lane. */
export interface AccountLaneOptions {
  readonly workload: Workload;
  /** This lane's own instance of the strategy. */
  readonly strategy: Strategy;
  readonly gate: InProcessGate;
  /** Prepares and reads the table. No worker uses it. */
  readonly housekeeper: Session;
}

/** A lane on which one strategy works on the account table, one schedule at a time. */
export class AccountLane implements Lane<AccountEnd, DrawnSchedule> {
  readonly gate: InProcessGate;
  readonly #workload: Workload;
  readonly #strategy: Strategy;
  readonly #housekeeper: Session;
  readonly #initial: readonly AccountState[];
  #works: readonly Work[] = [];
  #operations: readonly OperationRecord[] = [];
  #attemptEnded: AttemptListener = ignore;
  #schedules = 0;

  /** The table must be ready for the strategy and contain the initial accounts. */
  constructor({ workload, strategy, gate, housekeeper }: AccountLaneOptions) {
    this.#workload = workload;
    this.#strategy = strategy;
    this.gate = gate;
    this.#housekeeper = housekeeper;
    this.#initial = freshAccounts(workload);
  }

  async start(listener: ScheduleListener, stepsSoFar: () => number): Promise<void> {
    const replica = this.gate.freshReplica();
    const attemptEnded = this.#attemptEnded;
    this.#works = this.gate.workers.map(
      (worker) =>
        new Work(worker, {
          workload: this.#workload,
          strategy: this.#strategy,
          replica: replica.seenBy(worker, listener),
          stepsSoFar,
          attemptEnded,
        }),
    );
    for (const [index, work] of this.#works.entries()) {
      this.gate.workers[index]?.join(listener, () => work.released());
    }
    const records = await Promise.all(this.#works.map((work) => work.perform()));
    this.#operations = records.flat();
  }

  async finish(): Promise<AccountEnd> {
    const final = await besideStrategy(this.#strategy, () => this.#startAfresh());
    return {
      operations: this.#operations,
      initial: this.#initial,
      final,
      refusedStatements: this.gate.workers.map(({ client }) => client.failed),
    };
  }

  record(): GrowingRecorder<AccountEnd, DrawnSchedule, ScheduleDrawing> {
    const trace = new Trace<WorkPosition, AccountState[], AttemptEvent>({
      workers: this.gate.workers,
      labelOf: (worker) => this.#works[worker - 1]?.standing ?? { operation: 0, attempt: 0 },
      look: () => besideStrategy(this.#strategy, () => readAccounts(this.#housekeeper)),
    });
    this.#attemptEnded = (worker, at, end, cause) =>
      trace.note({ kind: 'attempt ended', worker, ...at, end, cause });
    return {
      listener: trace,
      draw: (run) => {
        this.#attemptEnded = ignore;
        return drawingOf(this.#workload, this.#strategy.name, run, trace.steps);
      },
      soFar: () => {
        const begun = this.#works.flatMap((work) => work.begun);
        return unfinished(this.#workload, this.#initial, begun, [...trace.steps]);
      },
    };
  }

  /** What workers wait for now. */
  awaitedLocks(): Promise<AwaitedLocks> {
    return besideStrategy(this.#strategy, () => awaitedLocks(this.#housekeeper, this.gate.workers));
  }

  standstill(why: Standstill): Error {
    return standstill(this.#strategy, this.gate.workers, why);
  }

  async #startAfresh(): Promise<AccountState[]> {
    this.#schedules += 1;
    const sweep = this.#schedules % SCHEDULES_BETWEEN_SWEEPS === 0;
    const [final] = await Promise.all([
      this.#housekeeper.query<AccountState>('delete from account returning id, balance, version'),
      sweep ? this.#housekeeper.script('truncate account') : undefined,
      this.#housekeeper.query(insertAccounts(this.#initial)),
    ]);
    return final.toSorted((a, b) => a.id - b.id);
  }
}

const ignore: AttemptListener = () => {};

/** The accounts at the start of every schedule. */
export const freshAccounts = ({ accounts, balance }: Workload): readonly AccountState[] =>
  Array.from({ length: accounts }, (_, index) => ({ id: index + 1, balance, version: 0 }));

/** The statement that inserts accounts. */
export function insertAccounts(accounts: readonly AccountState[]): string {
  const rows = accounts.map(({ id, balance }) => `(${id}, ${balance}, '${UPDATED_AT}')`);
  return `insert into account (id, balance, updated_at) values ${rows.join(', ')}`;
}
