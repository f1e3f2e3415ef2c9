import type { Session } from '../../database/session.js';
import type { DatabaseRows, Snapshot } from '../../database/snapshot/snapshot.js';
import { CaseDefect } from '../../errors.js';
import type { ScheduleListener } from '../../explore/listener.js';
import type { ScheduleRun } from '../../explore/schedule.js';
import type { Lane, Recorder, Standstill } from '../../explore/subject.js';
import { Trace, type TraceStep } from '../../explore/trace.js';
import { whereabouts } from '../../explore/whereabouts.js';
import type { WireGate, WireListener } from '../../gate/wire/wire-gate.js';
import type { CaseEnd, TableEnd, TableShape } from '../../judge/serial/end.js';
import type { Case, CaseEvent, Ending, LeftOpen } from '../../model.js';
import type { Application } from './application.js';
import { called } from './defects.js';
import { returned, thrown } from './ending.js';
import { Invariants } from './invariants.js';

/** An event that a case adds to a step. */
export type CaseNote = Exclude<CaseEvent, { kind: 'reply' | 'waits' | 'holds' }>;

/** A step as it was recorded. */
export type CaseTraceStep = TraceStep<null, readonly TableEnd[], CaseNote>;

/** A recorded schedule of a case. */
export interface CaseTrace {
  readonly run: ScheduleRun<CaseEnd>;
  readonly steps: readonly CaseTraceStep[];
}

/** The parts of a lane. */
export interface CaseLaneOptions {
  readonly case: Case;
  readonly url: string;
  readonly gate: WireGate;
  readonly application: Application;
  readonly snapshot: Snapshot;
  /** Runs the user's own SQL, with the settings of the database. */
  readonly session: Session;
  readonly signal: AbortSignal;
}

/** A lane on which the workers of a case run, one schedule at a time, on a database of their own. */
export class CaseLane implements Lane<CaseEnd, CaseTrace> {
  readonly gate: WireGate;
  readonly #options: CaseLaneOptions;
  readonly #shapes: readonly TableShape[];
  readonly #invariants: Invariants;
  readonly #all: ReadonlySet<number>;
  #taking: ReadonlySet<number>;
  #listener: ScheduleListener | null = null;
  #note: (note: CaseNote) => void = ignore;
  #endings: (Ending | null)[] = [];
  #leftOpen: { worker: number; what: LeftOpen }[] = [];
  #rolledBackCommits = 0;
  #warnings: string[] = [];
  /** The workers whose steps could have been another's, over all schedules. */
  readonly uncertain = new Set<number>();

  constructor(options: CaseLaneOptions) {
    this.#options = options;
    this.gate = options.gate;
    this.#shapes = options.snapshot.catalog.tables.map(({ name, columns, key, references }) => ({
      name,
      columns,
      key,
      references,
    }));
    this.#invariants = new Invariants(options.case, options.session);
    this.#all = new Set(options.case.workers.map((_, index) => index + 1));
    this.#taking = this.#all;
  }

  /** The rows at the start of every schedule. */
  async initial(): Promise<readonly TableEnd[]> {
    return this.#tablesOf(await this.#options.snapshot.read());
  }

  /**
   * Lets only some workers take part in the next schedule.
   * @param advance how far sequences begin after their start
   */
  async only(taking: readonly number[], advance: number): Promise<void> {
    this.#taking = new Set(taking);
    if (advance !== 0) {
      await this.#options.snapshot.read();
      await this.#options.snapshot.restore(advance);
    }
  }

  async start(listener: ScheduleListener): Promise<void> {
    const { workers } = this.#options.case;
    this.#listener = listener;
    this.#endings = workers.map(() => null);
    this.#leftOpen = [];
    this.#rolledBackCommits = 0;
    this.#warnings = [];
    await this.gate.begin(listener, this.#reports, this.#taking, (worker) => this.#run(worker));
  }

  async finish(): Promise<CaseEnd> {
    const { snapshot } = this.#options;
    const ran = [...this.#taking];
    this.#taking = this.#all;
    await this.gate.finish();
    const rows = await snapshot.read();
    if (rows.isAltered) throw this.#altered();
    await this.#unlock(rows.lockHolders);
    const violations = await this.#invariants.violationsIn(rows.key);
    await snapshot.restore();
    return {
      endings: this.#endings,
      tables: this.#tablesOf(rows),
      violations,
      leftOpen: this.#leftOpen,
      rolledBackCommits: this.#rolledBackCommits,
      warnings: this.#warnings,
      ran,
    };
  }

  record(): Recorder<CaseEnd, CaseTrace> {
    const { snapshot } = this.#options;
    const trace = new Trace<null, readonly TableEnd[], CaseNote>({
      workers: this.gate.workers,
      labelOf: () => null,
      look: async () => this.#tablesOf(await snapshot.read()),
    });
    this.#note = (note) => trace.note(note);
    return {
      listener: trace,
      draw: (run) => {
        this.#note = ignore;
        return { run, steps: trace.steps };
      },
    };
  }

  standstill({ workers, ms }: Standstill): Error {
    const places = workers.map((worker) => whereabouts(worker)).join('; ');
    const the = this.#options.case;
    return new CaseDefect(
      the.name,
      `${called(the)}: no worker has made progress for ${ms / 1000} s: ${places}`,
      {
        hint: 'A worker waits for something that never comes, or loops. Each worker must end by itself, whatever the others do.',
      },
    );
  }

  readonly #reports: WireListener = {
    leftOpen: (worker, what) => {
      this.#leftOpen.push({ worker, what });
      this.#note({ kind: 'left open', worker, what });
    },
    commitRolledBack: () => {
      this.#rolledBackCommits += 1;
    },
    warned: (message) => void this.#warnings.push(message),
    uncertain: (worker) => void this.uncertain.add(worker),
    quiet: (worker) => this.#note({ kind: 'quiet', worker }),
    late: () => undefined,
  };

  async #run(number: number): Promise<void> {
    const { case: the, application, signal, url } = this.#options;
    const worker = the.workers[number - 1];
    if (worker === undefined) throw new RangeError(`there is no worker ${number}`);
    const ending = await this.#endingOf(number, async () =>
      worker.run(application.replicaFor(number), { worker: worker.name, signal, url }),
    );
    this.#endings[number - 1] = ending;
    this.#note({ kind: 'ended', worker: number, ending });
  }

  async #endingOf(number: number, run: () => Promise<unknown>): Promise<Ending> {
    const { case: the } = this.#options;
    try {
      const value = await run();
      try {
        return returned(value);
      } catch (error) {
        this.#fail(number, error);
        return { kind: 'returned', value: null };
      }
    } catch (error) {
      return thrown(error, the);
    }
  }

  #fail(number: number, error: unknown): void {
    const { case: the } = this.#options;
    const name = the.workers[number - 1]?.name ?? '';
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
    this.#listener?.failed(
      new CaseDefect(the.name, `${called(the)}: workers.${name} returned what is no JSON: ${why}`, {
        hint: 'Return plain data, or nothing: results are compared between orders.',
      }),
    );
  }

  #altered(): CaseDefect {
    const { case: the } = this.#options;
    return new CaseDefect(
      the.name,
      `${called(the)}: a worker drops a table, or changes its columns`,
      {
        hint: 'Change tables in schema: between schedules race-lab puts back rows, and not definitions.',
      },
    );
  }

  async #unlock(holders: readonly number[]): Promise<void> {
    if (holders.length === 0) return;
    for (const connection of this.gate.connections) {
      if (!holders.includes(connection.backend ?? 0)) continue;
      this.#leftOpen.push({ worker: connection.worker, what: 'advisory lock' });
      await connection.unlock();
    }
  }

  #tablesOf({ tables }: DatabaseRows): readonly TableEnd[] {
    return tables.flatMap(({ rows }, at) => {
      const shape = this.#shapes[at];
      return shape === undefined ? [] : [{ shape, rows }];
    });
  }
}

const ignore = (): void => {};
