import type { CaseServer } from '../../database/case-server.js';
import type { Session } from '../../database/session.js';
import { Snapshot } from '../../database/snapshot/snapshot.js';
import type { LabError } from '../../errors.js';
import type { Subject } from '../../explore/subject.js';
import type { BlockWatch } from '../../gate/block-watch.js';
import { Habits } from '../../gate/wire/habits.js';
import type { StatementParser } from '../../gate/wire/housekeeping.js';
import type { CaseEnd } from '../../judge/serial/end.js';
import type { Case, IsolationLevel, Overlap } from '../../model.js';
import { sleep } from '../../own-timers.js';
import type { Application } from './application.js';
import { LaneVariables } from './environment.js';
import type { ProcessGuard } from './guard-process.js';
import { Invariants } from './invariants.js';
import type { CaseTrace } from './case-trace.js';
import { CaseLane } from './lane.js';
import { cutterOn, type LaneCutter } from './lane-cutter.js';
import { closeLaneGate, learnNames, openLaneGate, type LaneGate } from './lane-gate.js';
import { LanesMixed, promiseToReject } from './lanes-mixed.js';
import { openApplication, replicasOf, type Replicas } from './open-application.js';
import { observeJobs } from './service/jobs.js';
import { paceOf } from './pace-of.js';
import { Programs } from './service/programs.js';
import { memoryOf } from './reopen.js';
import { fillTemplate } from './template.js';

/** What a case needs to be run. */
export interface CaseSubjectOptions {
  readonly case: Case;
  readonly server: CaseServer;
  readonly watch: BlockWatch;
  readonly parser: StatementParser;
  /** Whether the role may set deadlock_timeout. */
  readonly mayTimeDeadlocks: boolean;
  /** The deadlock_timeout of statements that are not held [that of explorations]. */
  readonly usualDeadlockTimeout?: string;
  readonly overlap: Overlap;
  /** The default isolation level of the code; null: that of the server. */
  readonly isolation: IsolationLevel | null;
  /** Whether a person may think between two statements, so that no setting of the server may end them. */
  readonly isUnhurried?: boolean;
  /** Loads the case's file again, for a lane of its own. */
  readonly freshInstance: (the: Case) => Promise<Case>;
  readonly guard: Pick<ProcessGuard, 'during'>;
  readonly signal: AbortSignal;
}

/** How long an application may take to close after its connections were cut, in milliseconds. */
const LAST_WORDS_MS = 300;

/** What a lane has opened so far. */
interface LaneParts {
  database: string | null;
  gate: LaneGate | null;
  application: Application | null;
  programs: Programs | null;
  lane: CaseLane | null;
  readonly sessions: Session[];
}

/** A case, with a database from a template for each lane. */
export class CaseSubject implements Subject<CaseEnd, CaseTrace> {
  readonly #options: CaseSubjectOptions;
  readonly #variables = new LaneVariables();
  readonly #habits: Habits;
  /** Everything that was opened, also by a lane that could not be opened. */
  readonly #parts = new Set<LaneParts>();
  #template: Promise<string> | null = null;
  /** Lanes are opened one at a time, because the environment variables of the process lead to one of them. */
  #opening: Promise<unknown> = Promise.resolve();
  #isOver = false;
  /** Whether `open` changes the database: then every schedule begins with what it made, and two lanes may differ. */
  hasOwnStart = false;
  /** Whether workers may still wait for something that never comes: then it cannot be closed in an orderly way. */
  isStuck = false;
  /** Runs on each further lane before it is used. */
  warmUp: (lane: CaseLane) => Promise<void> = () => Promise.resolve();

  readonly #mixing = promiseToReject();

  constructor(options: CaseSubjectOptions) {
    this.#options = options;
    this.#habits = new Habits(paceOf(options.case));
  }

  get isolation(): IsolationLevel | null {
    return this.#options.isolation;
  }

  get lanes(): readonly CaseLane[] {
    return [...this.#parts].flatMap(({ lane }) => lane ?? []);
  }

  /** Rejects with {@link LanesMixed} when code of one lane uses a connection of another. */
  get mixed(): Promise<never> {
    return this.#mixing.promise;
  }

  /** One of its lanes, with what only a case's lane has. */
  laneOf(lane: object): CaseLane {
    const found = this.lanes.find((each) => each === lane);
    if (found === undefined) throw new RangeError('the lane belongs to another case');
    return found;
  }

  /** @throws {CaseDefect} when a part of the case cannot be used */
  openLane(): Promise<CaseLane> {
    const opening = this.#opening.then(() => this.#open());
    this.#opening = opening.catch(() => undefined);
    return opening;
  }

  /**
   * Closes the applications, and drops the databases.
   * @returns the errors of `close`
   */
  async close(): Promise<readonly LabError[]> {
    if (this.isStuck) {
      await this.abandon();
      return [];
    }
    await this.#opening;
    this.#isOver = true;
    const applications = [...this.#parts].flatMap(({ application }) => application ?? []);
    const errors = await this.#options.guard.during(() =>
      Promise.all(applications.map((application) => application.close())),
    );
    await this.#endAll();
    return errors.flat();
  }

  /** Ends everything at once, because the code of the case may still run. */
  async abandon(): Promise<void> {
    this.#isOver = true;
    await this.#options.guard.during(async () => {
      const parts = [...this.#parts];
      for (const { gate } of parts) gate?.gate.cut();
      const closing = parts.map(({ application, programs }) =>
        Promise.all([application?.close(), programs?.stop()]),
      );
      await Promise.race([Promise.all([...closing, this.#opening]), sleep(LAST_WORDS_MS)]);
    });
    await this.#endAll();
  }

  async #endAll(): Promise<void> {
    for (const parts of this.#parts) await this.#end(parts);
    const template = await this.#template?.catch(() => null);
    if (template) await this.#drop(template);
    this.#variables.restore();
  }

  async #end(parts: LaneParts): Promise<void> {
    const { gate, sessions, database, application, programs } = parts;
    this.#parts.delete(parts);
    // Other processes are waited for, however long their end takes.
    if (this.#options.case.service !== null) await application?.close();
    await programs?.stop();
    if (gate !== null) await this.#closeGate(gate);
    for (const session of sessions) await this.#options.server.closeSession(session);
    if (database !== null) await this.#drop(database);
  }

  async #drop(database: string): Promise<void> {
    // When the server or its session is lost, closing the server drops what is left.
    await this.#options.server.dropDatabase(database).catch(() => undefined);
  }

  async #open(): Promise<CaseLane> {
    const isFirst = this.lanes.length === 0;
    const parts: LaneParts = {
      database: null,
      gate: null,
      application: null,
      programs: null,
      lane: null,
      sessions: [],
    };
    this.#parts.add(parts);
    try {
      const lane = await this.#openParts(parts);
      if (!isFirst) await this.warmUp(lane);
      return lane;
    } catch (error) {
      if (parts.lane === null || this.#isOver) await this.#end(parts);
      throw error;
    }
  }

  async #openParts(parts: LaneParts): Promise<CaseLane> {
    const { case: the, server, freshInstance, signal } = this.#options;
    const { codeMs: limitMs, watchMs } = server.patience;
    this.#template ??= this.#makeTemplate();
    const template = await this.#template;
    this.#requireMore();
    parts.database = await server.createDatabase(template);
    this.#requireMore();
    const own = await server.openSession(parts.database);
    parts.sessions.push(own);
    const cutter = cutterOn(own, this.#options);
    parts.gate = await this.#openGate(parts.database, the.workers.length, cutter);
    const { context } = parts.gate;
    const replicas = await replicasOf(() => freshInstance(the));
    const users = await server.openUsersSession(parts.database);
    parts.sessions.push(users);
    let snapshot = await Snapshot.open(own);
    learnNames(parts.gate, snapshot.catalog);
    const invariants = await Invariants.open(the, users, server.patience.invariantMs);
    this.#requireMore();
    const application = await this.#openApplication(parts, parts.gate, replicas);
    if (await snapshot.isOutdated()) {
      this.hasOwnStart = true;
      snapshot = await Snapshot.retake(own);
      learnNames(parts.gate, snapshot.catalog);
    }
    const { lockHolders, key } = await snapshot.read();
    await invariants.checkStart(key);
    parts.programs = new Programs(context.env);
    const lane = new CaseLane({
      case: replicas[0],
      gate: parts.gate,
      application,
      programs: parts.programs,
      snapshot,
      own,
      lockHolders,
      invariants,
      memory: memoryOf(application, parts.gate, { ...this.#options, subject: this }),
      isolation: this.isolation,
      limitMs,
      watchMs,
      signal,
    });
    parts.lane = lane;
    return lane;
  }

  /** Opens the application, and waits until it sends nothing more. */
  async #openApplication(
    parts: LaneParts,
    laneGate: LaneGate,
    replicas: Replicas,
  ): Promise<Application> {
    const { server, signal } = this.#options;
    const { codeMs: limitMs, serviceMs } = server.patience;
    const { context, variables } = laneGate;
    const options = { context, variables, limitMs, serviceMs, signal };
    const application = await openApplication(replicas, options);
    parts.application = application;
    this.#requireMore();
    await laneGate.gate.untilCalm();
    if (this.#options.case.service !== null) await observeJobs(laneGate, this.lanes.length === 0);
    return application;
  }

  /** @throws {Error} when everything was ended in the meantime */
  #requireMore(): void {
    if (this.#isOver) throw new Error('the case is over');
  }

  /** Makes the database that those of the lanes are copies of. */
  async #makeTemplate(): Promise<string> {
    const { case: the, server } = this.#options;
    const database = await server.createDatabase(null);
    const options = {
      case: the,
      server,
      isCut: this.#options.overlap !== 'none',
      openGate: (name: string) => this.#openGate(name, 0, null),
      closeGate: this.#closeGate,
    };
    try {
      await fillTemplate(options, database);
    } catch (error) {
      await this.#drop(database);
      throw error;
    }
    return database;
  }

  async #openGate(database: string, workers: number, cutter: LaneCutter | null): Promise<LaneGate> {
    const opened = await openLaneGate({
      ...this.#options,
      // What fills the template is not the code under test.
      isolation: workers === 0 ? null : this.isolation,
      cutter,
      database,
      workers,
      habits: this.#habits,
      foreign: () => this.#mixing.reject(new LanesMixed()),
    });
    this.#variables.set(opened.context.env);
    return opened;
  }

  readonly #closeGate = (gate: LaneGate): Promise<void> =>
    this.#options.guard.during(() => closeLaneGate(gate));
}
