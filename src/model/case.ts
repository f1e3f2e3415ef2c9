/** Cases: people's own code under test, as it is. */
import type { Coverage, ScheduleEnd } from './exploration.js';
import type { JsonValue } from './json.js';
import type { Expectation, Origin } from './plan.js';
import type { ExpectationResult, ServerInfo } from './report.js';
import type { CodeFailure, Verdict } from './result.js';
import type { Action, Schedule, ScheduleEvent } from './schedule.js';
import type { CaseService, Program } from './service.js';

/* ---------- The definition ---------- */

/** What `open`, and a function in `schema`, are handed. */
export interface OpenContext {
  /** The address of this lane's database, through the gate. */
  readonly url: string;
  /** `DATABASE_URL` and the `PG*` variables for the same address. They are set in `process.env`, too. */
  readonly env: Readonly<Record<string, string>>;
}

/** What a worker is handed beside the application. */
export interface WorkerContext {
  /** The worker's name. */
  readonly worker: string;
  /** Aborted when the exploration ends early. */
  readonly signal: AbortSignal;
  /** The address of this lane's database, through the gate. */
  readonly url: string;
}

/** A part of a case's database. */
export type SchemaPart =
  | { readonly kind: 'sql'; readonly text: string }
  /** A file of SQL. @see path, which is absolute */
  | { readonly kind: 'file'; readonly path: string }
  /** A function that migrates the database at the address. */
  | { readonly kind: 'function'; readonly migrate: (context: OpenContext) => unknown };

/** What runs at once with others: a function, or a program. */
export type CaseWorker =
  | {
      readonly name: string;
      /** The result must be JSON. */
      readonly run: (application: unknown, context: WorkerContext) => unknown;
    }
  | {
      readonly name: string;
      /** Its standard output is the result. */
      readonly program: Program;
    };

/** An ending that is an ordinary "no". */
export type RefusalPattern =
  /** A part of the message, or an SQLSTATE. */
  | { readonly kind: 'text'; readonly text: string }
  /** The status of a service's answer. */
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'pattern'; readonly pattern: RegExp }
  | { readonly kind: 'class'; readonly type: abstract new (...args: never) => Error }
  | { readonly kind: 'predicate'; readonly isRefusal: (error: unknown) => unknown };

/** A rule over the final rows. */
export interface CaseInvariant {
  readonly name: string;
  /** Returns a row for each violation. */
  readonly sql: string;
}

/** A description of code under test, complete and validated. */
export interface Case {
  readonly name: string;
  readonly schema: readonly SchemaPart[];
  /** The rows that every schedule begins with. */
  readonly start: readonly SchemaPart[];
  /** Null: the workers are handed `{ url }`. */
  readonly open: ((context: OpenContext) => unknown) | null;
  readonly close: ((application: unknown) => unknown) | null;
  /** Null: `open` makes the application, if there is one. */
  readonly service: CaseService | null;
  /** Each runs once. Letters follow this order. */
  readonly workers: readonly CaseWorker[];
  /** How many applications the workers of a lane are dealt to. */
  readonly replicas: number;
  readonly invariants: readonly CaseInvariant[];
  readonly refusals: readonly RefusalPattern[];
  /** SQLSTATEs of failures that callers retry: a worker that fails so counts as not having run. */
  readonly retried: readonly string[];
  /**
   * What is not compared: `error_log` for a table, `audit.*` for those of a schema, `purchase.created_at` for a column,
   * `result.id` for a part of a result, `result` for all of it.
   */
  readonly ignore: readonly string[];
  /** The absolute path of the file that it was loaded from; absent when it is an object of a test. */
  readonly file?: string;
  /** What the command line calls it: `./checkout.race.ts`, or `./checkout.race.ts#last-copy`. */
  readonly reference?: string;
  /**
   * The name under which its file exports it: `default`, or another. Absent when an import gives no
   * case: it is inside of an export, or a definition, whose paths would be relative to the importer.
   */
  readonly exported?: string;
}

/**
 * Which data-changing statements are cut in two, so that another one can run after the first has its snapshot: none,
 * those outside a transaction, or those in READ COMMITTED transactions, too.
 */
export type Overlap = 'none' | 'outside transactions' | 'all';

/** A level as the server spells it. READ UNCOMMITTED is left out: PostgreSQL treats it as READ COMMITTED. (Manual 13.2) */
export type IsolationLevel = 'read committed' | 'repeatable read' | 'serializable';

/* ---------- What happened ---------- */

/** What became of a worker. */
export type Ending =
  | { readonly kind: 'returned'; readonly value: JsonValue }
  | { readonly kind: 'refused'; readonly message: string }
  | {
      readonly kind: 'failed';
      /** Empty: the error has none. */
      readonly sqlstate: string;
      readonly message: string;
      /** Whether callers retry it. */
      readonly retried: boolean;
    };

/** A change of one committed row. */
export interface RowChange {
  readonly table: string;
  readonly kind: 'inserted' | 'updated' | 'deleted';
  /** The values of its primary key, to name it; empty when the table has none. */
  readonly key: readonly string[];
  /** The columns that differ; of a new or a deleted row, all columns. Values are text, as in psql. */
  readonly columns: readonly ColumnChange[];
}

/** The value of a column, before and after; null is SQL's NULL. */
export interface ColumnChange {
  readonly name: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** An event in a step of a case. */
export type CaseEvent =
  | ScheduleEvent
  /** The worker's function has settled. */
  | { readonly kind: 'ended'; readonly worker: number; readonly ending: Ending }
  /** The worker ended, and a connection that it used is not idle. */
  | { readonly kind: 'left open'; readonly worker: number; readonly what: LeftOpen }
  /** The worker waits inside the application, such as for a lock, a timer or a full pool. */
  | { readonly kind: 'quiet'; readonly worker: number };

/** What a worker left behind on its connection. */
export type LeftOpen = 'transaction' | 'advisory lock';

/** One release, and everything until every worker had come to rest. */
export interface CaseStep {
  /** Position in the schedule, from 1. */
  readonly number: number;
  readonly worker: number;
  /** Null: the worker started, and sent no statement. */
  readonly action: Action | null;
  /** In the order in which they happened. */
  readonly events: readonly CaseEvent[];
  /** What became visible to others in this step. */
  readonly changes: readonly RowChange[];
  /** Whether another worker may have sent the statement. */
  readonly uncertain: boolean;
  /** Whether the statement of an earlier step goes on. */
  readonly isSecondHalf: boolean;
}

/** What a drawing shows of a schedule of a case, which may have further steps. */
export interface CaseDrawing {
  readonly schedule: Schedule;
  readonly switches: number;
  /** Their names, by letter. */
  readonly workers: readonly string[];
  readonly steps: readonly CaseStep[];
  /** From the rows of the start to those after the last step. */
  readonly changes: readonly RowChange[];
  /**
   * The step at which the schedule can no longer end well: the earliest prefix none of whose explored
   * continuations held. Null when it held, or when not all schedules were run.
   */
  readonly markedStep: number | null;
}

/** A schedule of a case that was run, with its steps. */
export interface DrawnCase extends CaseDrawing {
  /** By letter. */
  readonly endings: readonly Ending[];
}

/** Why a schedule is broken. */
export type CaseAnomaly =
  | {
      readonly kind: 'invariant';
      readonly name: string;
      /** The rows that violate it, as JSON objects; the first few. */
      readonly rows: readonly JsonValue[];
    }
  /** No serial order has the same endings and the same rows. */
  | { readonly kind: 'not serializable' }
  /** A worker failed, and in no serial order a worker fails so. */
  | {
      readonly kind: 'failure';
      readonly worker: number;
      readonly sqlstate: string;
      readonly message: string;
    }
  /** A worker ended, and a connection that it used is not idle. */
  | { readonly kind: 'left open'; readonly worker: number; readonly what: LeftOpen };

export type CaseAnomalyKind = CaseAnomaly['kind'];

/** How the workers of a case ended, and what they changed. */
export interface WorkersEnd {
  /** By letter; null: this worker did not run. */
  readonly endings: readonly (Ending | null)[];
  /** From the rows of the start to the final rows. */
  readonly changes: readonly RowChange[];
}

/** How workers end that run one after another. */
export interface SerialOutcome extends WorkersEnd {
  /** The orders that end so: `[1, 2]` for A before B. With retried failures, of some of the workers only. */
  readonly orders: readonly Schedule[];
}

/** How an outcome differs from that of a serial order. */
export interface OutcomeDifference {
  /** The order with the smallest difference. */
  readonly order: Schedule;
  readonly endings: readonly {
    readonly worker: number;
    readonly here: Ending;
    readonly serial: Ending;
    /** The arrays whose items have another order, such as `result.rows`; absent: something else differs. */
    readonly reordered?: readonly string[];
  }[];
  /** From the rows of the serial order to those of this outcome. */
  readonly rows: readonly RowChange[];
}

/** Evidence for a broken verdict. */
export interface CaseWitness {
  readonly drawn: DrawnCase;
  /** At least one; the first is named in titles. */
  readonly anomalies: readonly CaseAnomaly[];
  /** Whether the workers only ran one after another: the case or the code is wrong without any race. */
  readonly isSerial: boolean;
  /** All different ends of serial orders. */
  readonly serial: readonly SerialOutcome[];
  /** Null when some serial order explains the outcome. */
  readonly difference: OutcomeDifference | null;
  /** The two steps whose exchange makes the schedule hold; null: there is no such pair, or it is not known. */
  readonly exchange: { readonly first: number; readonly second: number } | null;
}

/* ---------- Plans and reports ---------- */

/** Everything an exploration of cases needs to know, validated once and frozen. */
export interface CaseExplorePlan {
  readonly command: 'explore';
  readonly cases: readonly Case[];
  /** The most schedules for each case; with more, the exploration is not complete. */
  readonly maxSchedules: number;
  /** Only schedules with at most this many switches from worker to worker; null: all. */
  readonly maxSwitches: number | null;
  /**
   * For each case, from its first connection on: after this many milliseconds, no further schedule
   * begins. The serial orders are all run. Null: no limit.
   */
  readonly timeLimitMs: number | null;
  readonly overlap: Overlap;
  /** The default isolation levels that each case is explored at; empty: only at that of the server. */
  readonly isolations: readonly IsolationLevel[];
  /** Schedules that may run at the same time, each in a database of its own. */
  readonly lanes: number;
  readonly seed: number;
  /** Null: an embedded server is started. */
  readonly url: string | null;
  readonly expectations: readonly Expectation<CaseMetric>[];
  /** Left out: it was made from no config. */
  readonly origin?: Origin;
}

/** What an `--expect` can compare after an exploration of cases. */
export type CaseMetric = 'schedules' | 'failures';

/** Everything a replay of a case needs to know, validated once and frozen. */
export interface CaseReplayPlan {
  readonly command: 'replay';
  readonly case: Case;
  readonly schedule: Schedule;
  /** Whether to go on freely from the first letter that cannot be followed. */
  readonly follow: boolean;
  readonly overlap: Overlap;
  /** The default isolation level; null: that of the server. */
  readonly isolation: IsolationLevel | null;
  /** Null: an embedded server is started. */
  readonly url: string | null;
  readonly expectations: readonly Expectation<never>[];
}

/**
 * Schedules of a case that ended with the same rows and the same endings, as far as they are compared. What is not
 * compared is that of the first example.
 */
export interface CaseScheduleEnd extends ScheduleEnd {
  /** Null for ends after the first 200, which are only counted. */
  readonly endings: WorkersEnd['endings'] | null;
  /** Null where the endings are. */
  readonly changes: WorkersEnd['changes'] | null;
}

/** What was found for one case. */
export interface CaseResult {
  /** Its name. */
  readonly case: string;
  /** What the command line calls it; absent when the command line cannot name it. */
  readonly reference?: string;
  /** The default isolation level that it was explored at; null: that of the server. */
  readonly isolation: IsolationLevel | null;
  /** The names of its workers. */
  readonly workers: readonly string[];
  readonly verdict: Verdict;
  /** Complete sentences. */
  readonly reason: string;
  /** Schedules that were run; always broken + held + unclear. */
  readonly schedules: number;
  readonly broken: number;
  readonly held: number;
  /** Schedules that could not be judged. */
  readonly unclear: number;
  readonly coverage: Coverage;
  /** Different ends of the schedules. */
  readonly outcomes: number;
  /** Each of them, the most frequent first. */
  readonly ends: readonly CaseScheduleEnd[];
  /** Different ends of the serial orders of all workers. */
  readonly serialOutcomes: number;
  /** How many serial orders were run, each twice. */
  readonly serialOrders: number;
  /** Whether there are more serial orders than were run. */
  readonly serialSampled: boolean;
  /** In how many schedules each anomaly showed. */
  readonly anomalies: Readonly<Record<CaseAnomalyKind, number>>;
  /** In how many schedules each invariant was violated. */
  readonly invariants: Readonly<Record<string, number>>;
  /** In how many schedules a worker failed with each cause: an SQLSTATE, or the name of an error. */
  readonly causes: Readonly<Record<string, number>>;
  /** How often a repeated schedule took a different path. */
  readonly unsteady: number;
  /** Steps that were released, over all schedules. */
  readonly statements: number;
  /**
   * What was not compared: columns and parts of results that differ from run to run (`purchase.id`), and what the case
   * ignores.
   */
  readonly masked: readonly string[];
  /** What of that the case ignores. */
  readonly ignored: readonly string[];
  /** Complete sentences on what was seen besides: warnings, a COMMIT that was rolled back, uncertain steps. */
  readonly remarks: readonly string[];
  /** Complete sentences on what the chosen isolation level does not change. */
  readonly unaffected: readonly string[];
  readonly durationMs: number;
  /** Null when nothing broke, or when it took a different path as it was run again for the drawing. */
  readonly witness: CaseWitness | null;
  /** Null unless the case could not be explored. Then the verdict is inconclusive with this reason. */
  readonly failure: CodeFailure | null;
}

/** What a reporter of explorations of cases receives. */
export interface CaseExploreReport {
  readonly plan: CaseExplorePlan;
  readonly server: ServerInfo;
  /** The server's deadlock_timeout in milliseconds, if the role may not set it; else null. */
  readonly deadlockTimeoutMs: number | null;
  readonly results: readonly CaseResult[];
  readonly expectations: readonly ExpectationResult[];
  /** Set when the exploration ended early: what happened, in a sentence. */
  readonly interruption: string | null;
}

/** What a reporter of replays of a case receives. */
export interface CaseReplayReport {
  readonly plan: CaseReplayPlan;
  readonly server: ServerInfo;
  readonly deadlockTimeoutMs: number | null;
  readonly verdict: Verdict;
  /** Complete sentences. */
  readonly reason: string;
  /** What happened; its anomalies are empty when the schedule held. */
  readonly replayed: CaseWitness;
  /** @see CaseResult.masked */
  readonly masked: readonly string[];
  /** @see CaseResult.ignored */
  readonly ignored: readonly string[];
  /** Complete sentences. */
  readonly remarks: readonly string[];
  readonly expectations: readonly ExpectationResult[];
}
