import type { Catalog } from '../../database/snapshot/catalog.js';
import type { Snapshot } from '../../database/snapshot/snapshot.js';
import type { Session } from '../../database/session.js';
import { silent, type ScheduleListener } from '../../explore/listener.js';
import type { GrowingRecorder } from '../../explore/step-by-hand.js';
import type { Lane, Standstill } from '../../explore/subject.js';
import { unlockAll } from '../../gate/wire/left-open.js';
import type { FreeRun } from '../../gate/wire/free-run.js';
import type { Habits } from '../../gate/wire/habits.js';
import type { WireGate } from '../../gate/wire/wire-gate.js';
import type { WireListener } from '../../gate/wire/wire-listener.js';
import type { CaseEnd, TableEnd, TableShape } from '../../judge/serial/end.js';
import type { Case, Ending, IsolationLevel } from '../../model.js';
import type { Application } from './application.js';
import type { Programs } from './service/programs.js';
import { recorderOf, type CaseNote, type CaseProgress, type CaseTrace } from './case-trace.js';
import { freeWork, type FreeWork } from './free-work.js';
import { endWork } from './end-work.js';
import { FirstErrors } from './ending.js';
import type { HousekeepingLog } from './housekeeping-log.js';
import type { Invariants } from './invariants.js';
import { comparedTables } from './ignored-columns.js';
import { KeptDefinitions } from './kept-definitions.js';
import { LastFailures } from './last-failures.js';
import type { ProcessMemory } from './process-memory.js';
import type { LateStatements } from './late-statements.js';
import { LevelLog } from './level-log.js';
import * as problems from './lane-problems.js';
import type { LaneGate } from './lane-gate.js';
import { rowsAtEnd } from './rows-at-end.js';
import { ScheduleRecord } from './schedule-record.js';
import { StepWatch, type UncomparedChange } from './step-watch.js';
import { shapeOf, tableEnds } from './table-ends.js';
import { WorkerCalls } from './worker-calls.js';

/** The parts of a lane. */
export interface CaseLaneOptions {
  readonly case: Case;
  readonly gate: LaneGate;
  readonly application: Application;
  readonly programs: Programs;
  readonly snapshot: Snapshot;
  /** A session of race-lab itself on the lane's database. */
  readonly own: Session;
  /** The backends that hold advisory locks before any worker has begun: the application itself took them. */
  readonly lockHolders: readonly number[];
  readonly invariants: Invariants;
  readonly memory: ProcessMemory;
  /** The default level that was chosen; null: none. */
  readonly isolation: IsolationLevel | null;
  /** How long statements that came too late may take, in milliseconds. */
  readonly limitMs: number;
  /** How long a service is watched after its answers, in milliseconds. */
  readonly watchMs: number;
  readonly signal: AbortSignal;
}

/** How many schedules are always checked for changed definitions: a function may hide the statement. */
const CHECKED = 2;

/** A lane on which the workers of a case run, one schedule at a time, on a database of their own. */
export class CaseLane implements Lane<CaseEnd, CaseTrace> {
  readonly gate: WireGate;
  /** @see CaseLaneOptions.own */
  readonly own: Session;
  readonly memory: ProcessMemory;
  /** What cuts its statements; null: no statement is cut. */
  readonly cutter: LaneGate['cutter'];
  readonly #options: CaseLaneOptions;
  readonly #shapes: readonly TableShape[];
  readonly #definitions: KeptDefinitions;
  readonly #calls: WorkerCalls;
  readonly #failures = new LastFailures();
  readonly #all: ReadonlySet<number>;
  #taking: ReadonlySet<number>;
  /** In the serial orders no statement is cut. */
  #isSerial = false;
  #watch: StepWatch | null = null;
  #note: (note: CaseNote) => void = ignore;
  #record = new ScheduleRecord(0);
  #finished = 0;
  /** The workers whose steps could have been another's, over all schedules. */
  readonly uncertain = new Set<number>();
  /** The workers that sent a statement after their function had ended, with the last such statement. */
  readonly afterEnd = new Map<number, string>();
  /** Whether code of an earlier schedule sent a statement in a later one. */
  isDisturbed = false;
  /** Whether a schedule did not end, because something waited for ever. */
  isStuck = false;
  /** The workers that waited inside the application. */
  readonly quiet = new Set<number>();
  /** Of these, the workers that waited until another one moved. */
  readonly dependent = new Set<number>();
  /** The workers that have sent a statement, over all schedules since each ran alone. */
  readonly senders = new Set<number>();
  /** What each worker threw first, over all schedules. */
  readonly thrown = new FirstErrors();
  /** What workers have changed that is not compared, over all schedules. */
  readonly uncompared = new Set<UncomparedChange>();
  readonly madeTables = new Set<string>();
  readonly levels: LevelLog;
  /** The names of the invariants that the rows of the start violate. */
  readonly violatedAtStart: readonly string[];
  /** The most connections that were used in a schedule. */
  connections = 0;

  constructor(options: CaseLaneOptions) {
    this.#options = options;
    this.gate = options.gate.gate;
    this.own = options.own;
    this.memory = options.memory;
    this.cutter = options.gate.cutter;
    this.violatedAtStart = options.invariants.violatedAtStart;
    this.#shapes = comparedTables(options.case, this.catalog).map(shapeOf);
    this.levels = new LevelLog(options.isolation);
    this.#definitions = new KeptDefinitions(options.case, options.snapshot);
    this.#calls = new WorkerCalls(options, this.thrown, this.#failures);
    this.#all = new Set(options.case.workers.map((_, index) => index + 1));
    this.#taking = this.#all;
    // What came until now is of `open`.
    if (options.case.service === null) options.gate.late.clear();
  }

  /** Statements that came when all workers had ended. */
  get late(): Omit<LateStatements, 'note' | 'clear'> {
    return this.#options.gate.late;
  }

  /** What workers have sent that is no step. */
  get housekeeping(): HousekeepingLog {
    return this.#options.gate.housekeeping;
  }

  /** What is known of the code of the case, on all lanes. */
  get habits(): Habits {
    return this.#options.gate.habits;
  }

  /** How long a service is watched after its answers, in milliseconds. */
  get watchMs(): number {
    return this.#options.watchMs;
  }

  /** What was opened for the workers. */
  get application(): Pick<Application, 'isNothing' | 'lastAnswer' | 'underWay'> {
    return this.#options.application;
  }

  /** The tables and sequences of its database. */
  get catalog(): Catalog {
    return this.#options.snapshot.catalog;
  }

  /** What the application shows besides, in sentences. */
  get remarks(): readonly string[] {
    return this.#options.application.remarks;
  }

  /** How code reaches its database. */
  get context(): LaneGate['context'] {
    return this.#options.gate.context;
  }

  /** The rows at the start of every schedule. */
  async initial(): Promise<readonly TableEnd[]> {
    return tableEnds(this.#shapes, await this.#options.snapshot.read());
  }

  /**
   * Lets only some workers take part in the next schedule.
   * @param advance how far sequences begin after their start
   */
  async only(taking: readonly number[], advance: number): Promise<void> {
    this.#taking = new Set(taking);
    this.#isSerial = true;
    if (advance !== 0) {
      await this.#options.snapshot.read();
      await this.#options.snapshot.restore(advance);
    }
  }

  async start(next: ScheduleListener): Promise<void> {
    const watch = this.#begin(next);
    const code = (worker: number) => this.#run(worker);
    await this.gate.begin(watch, this.#reports, this.#taking, code, this.#isSerial);
  }

  /** Begins a run in which no statement is held. {@link finish} ends it. */
  startFreely(): FreeWork {
    return freeWork((failed) => {
      const listener = this.#begin({ ...silent, failed });
      return this.gate.beginFreely({ listener, reports: this.#reports });
    });
  }

  #begin(next: ScheduleListener): StepWatch {
    const watch = new StepWatch({
      next,
      tooMany: (worker, sql) => next.failed(new problems.EndlessStatements(this.#the, worker, sql)),
      refreshes: (worker, sql) => next.failed(problems.refreshed(this.#the, worker, sql)),
    });
    this.#watch = watch;
    this.#record = new ScheduleRecord(this.#the.workers.length);
    this.levels.begin();
    this.#failures.begin();
    return watch;
  }

  /**
   * Ends what workers have left open, because other workers wait for it.
   * @param ofAny also of workers that have not ended
   */
  async endLeftOpen(run: FreeRun, ofAny: boolean): Promise<void> {
    const left = run.leftBehind(this.gate.connections, ofAny);
    run.reportLeftOpen(left, ofAny);
    for (const connection of left) await connection.rollBack();
    const { lockHolders } = await this.#options.snapshot.read();
    await this.#unlock(lockHolders, left);
  }

  async finish(): Promise<CaseEnd> {
    const { snapshot, invariants, limitMs } = this.#options;
    const ran = [...this.#taking];
    this.#taking = this.#all;
    this.#isSerial = false;
    await endWork(this, limitMs, () => this.#stuck(problems.lateForEver(this.#the, limitMs)));
    for (const worker of this.#watch?.sent.keys() ?? []) this.senders.add(worker);
    this.connections = Math.max(this.connections, this.#watch?.channels.size ?? 0);
    const rows = await this.#definitions.unlessAltered(() =>
      rowsAtEnd(snapshot, this.#watch?.preparing, (by) => this.#record.leaves(by, 'transaction')),
    );
    for (const what of this.#watch?.uncompared ?? []) this.uncompared.add(what);
    for (const name of rows.madeTables) this.madeTables.add(name);
    if (rows.isAltered) await this.#definitions.requireSame();
    await this.#unlock(rows.lockHolders);
    const violations = await invariants.violationsIn(rows.key);
    await this.#definitions.unlessAltered(() => snapshot.restore());
    await this.memory.ended(this.#watch?.sent ?? new Map(), snapshot);
    this.#finished += 1;
    if (this.#watch?.mayDefine === true || this.#finished <= CHECKED) {
      await this.#definitions.requireSame();
    }
    if (this.#record.isFull) {
      throw problems.tooManyConnections(this.#the, this.gate.connections.length);
    }
    const tables = tableEnds(this.#shapes, rows);
    return { ...this.#record.facts, tables, violations, ran };
  }

  record(): GrowingRecorder<CaseEnd, CaseTrace, CaseProgress> {
    return recorderOf({
      workers: this.gate.workers,
      look: async () => tableEnds(this.#shapes, await this.#options.snapshot.read()),
      endings: () => this.#record.endings,
      noting: (take) => void (this.#note = take ?? ignore),
    });
  }

  standstill(why: Standstill): Error {
    return this.#stuck(
      problems.standstill(this.#the, why, this.gate.connections, this.application.underWay),
    );
  }

  #stuck(defect: Error): Error {
    this.isStuck = true;
    return defect;
  }

  get #the(): Case {
    return this.#options.case;
  }

  readonly #reports: WireListener = {
    leftOpen: (worker, what) => {
      if (this.#record.leaves(worker, what)) this.#note({ kind: 'left open', worker, what });
    },
    commitRolledBack: () => {
      this.#record.rolledBackCommits += 1;
    },
    ran: (worker, levels, sqlstate) => this.levels.ran(worker, levels, sqlstate),
    settled: (worker, sqlstate) => this.#failures.settled(worker, sqlstate),
    warned: (message) => this.#record.warns(message),
    uncertain: (worker) => void this.uncertain.add(worker),
    disturbed: () => void (this.isDisturbed = true),
    quiet: (worker) => {
      this.quiet.add(worker);
      this.#note({ kind: 'quiet', worker });
    },
    late: (sql) => this.#options.gate.late.note(sql),
    afterEnd: (worker, sql) => void this.afterEnd.set(worker, sql),
  };

  async #run(number: number): Promise<void> {
    this.housekeeping.workerBegan(number);
    const ending = this.levels.judged(number, await this.#call(number));
    this.housekeeping.workerEnded(number);
    this.#record.endings[number - 1] = ending;
    this.#note({ kind: 'ended', worker: number, ending });
  }

  /** Runs a worker once in a free run, for the end of a round. */
  async runFreely(run: FreeRun, number: number): Promise<void> {
    this.#record.endings[number - 1] = await this.operate(run, number);
  }

  /** Calls a worker once in a free run. @see WorkerCalls.call */
  operate(run: FreeRun, number: number): Promise<Ending> {
    this.#watch?.sent.delete(number);
    return run.start(number, () => this.#call(number));
  }

  #call(number: number): Promise<Ending> {
    return this.#calls.call(number, (defect) => this.#watch?.failed(defect));
  }

  #unlock(holders: readonly number[], connections = this.gate.connections): Promise<void> {
    const left = holders.filter((backend) => !this.#options.lockHolders.includes(backend));
    return unlockAll(left, connections, (worker) => this.#record.leaves(worker, 'advisory lock'));
  }
}

const ignore = (): void => {};
