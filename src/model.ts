/**
 * The words of the lab, as types. A strategy and a scenario meet only through
 * {@link Operation}; the race produces a {@link History}; the analysis turns it
 * into {@link StrategyResult}s; reporters turn a {@link Report} into text.
 */
import type { Generated, Kysely } from 'kysely';

/* ---------- The database, as strategies see it ---------- */

/** Table `account`. The trigger in `sql/schema.sql` owns `version` and `updated_at`. */
export interface AccountTable {
  readonly id: number;
  balance: number;
  /** Raised by one by every update, under the row's lock: the order in which writes took effect. */
  version: Generated<number>;
  /** Strictly increasing per row, in microseconds; a JavaScript `Date` holds milliseconds only. */
  updated_at: Generated<Date>;
}

export interface Database {
  account: AccountTable;
}

/** What a read of an account must bring back for a decision to be made, and accounted for. */
export interface Account {
  readonly id: number;
  readonly balance: number;
  readonly version: number;
}

/* ---------- Operations ---------- */

/** What an operation wants to happen to one account: a signed amount. */
export interface Change {
  readonly account: number;
  readonly by: number;
}

/** A change that was decided on rows that were read: what to add, and what that makes. */
export interface DecidedChange<A extends Account = Account> {
  /** The account as it was read. */
  readonly account: A;
  readonly by: number;
  /** `account.balance + by`: what an absolute write stores. */
  readonly balance: number;
}

export type Decision<A extends Account = Account> =
  | { readonly refused: true }
  | { readonly refused: false; readonly changes: readonly DecidedChange<A>[] };

/** One business action of one worker, such as withdrawing 10 from account 1. */
export interface Operation {
  readonly kind: 'withdraw' | 'deposit';
  /** Accounts to read before deciding, in the order in which the operation names them. */
  readonly accounts: readonly number[];
  /** What it will do unless it is refused; known without reading. */
  readonly changes: readonly Change[];
  /** Pure: says whether the accounts, as read, allow it, and what to write. */
  decide<A extends Account>(accounts: readonly A[]): Decision<A>;
}

/* ---------- Strategies ---------- */

/** One update that took effect, as the strategy knows it. */
export interface Write {
  readonly account: number;
  /** The version this update produced. */
  readonly version: number;
  /**
   * The version this update builds on: for an absolute write (`SET balance = 90`) the one that
   * was read, for a relative write (`SET balance = balance - 10`) the one just before its own.
   */
  readonly basis: number;
}

/** How an attempt ends when it ends well. Conflicts and database errors are thrown. */
export type AttemptResult =
  { readonly kind: 'committed'; readonly writes: readonly Write[] } | { readonly kind: 'refused' };

/** What a strategy promises. The test suite holds every promise, kept or broken, against the database. */
export interface Claims {
  /** Whether a committed update can vanish from the final balance. */
  readonly lostUpdates: 'prevented' | 'possible';
  /** Whether more can be paid out than the account holds. */
  readonly overdrafts: 'prevented' | 'possible';
  /** Whether its own locking can make the server kill one of two waiting transactions (40P01). */
  readonly deadlocks: 'none' | 'possible';
  /** Whether the promises reach beyond one operating-system process. */
  readonly processes: 'any' | 'one';
  /** Whether operations get through at all. */
  readonly progress: 'yes' | 'none';
}

/** What the engine does with an SQLSTATE that a strategy expects. */
export type ErrorPolicy = 'retry' | 'refused';

/** A named way to carry out an operation, safely or not. */
export interface Strategy {
  /** Lower-case words joined by hyphens; what `--strategy` takes. */
  readonly name: string;
  /** One line, for `race-lab list`. */
  readonly summary: string;
  /** A few sentences for `race-lab explain`: why it holds, or where it breaks. */
  readonly description: string;
  readonly claims: Claims;
  /** SQLSTATEs this strategy expects; any other database error fails the operation. */
  readonly sqlstates: Readonly<Record<string, ErrorPolicy>>;
  /** A file under `sql/` that is applied to the table for this strategy alone. */
  readonly sql?: string;
  /**
   * One attempt at one operation: a protected read-decide-write. The engine retries.
   * @throws {Conflict} when an optimistic write matched no row: the engine tries again
   * @throws {Refusal} to refuse after writing: the transaction rolls back
   */
  attempt(db: Kysely<Database>, operation: Operation): Promise<AttemptResult>;
}

/* ---------- Scenarios ---------- */

/** What can go wrong with an account. */
export type Anomaly = 'lost update' | 'overdraft';

/** Random choices of one worker, drawn from the seed: the same for every strategy of a round. */
export interface Draw {
  account(): number;
  amount(): number;
  /** A fair coin. */
  coin(): boolean;
}

/** What the size of a run says about the money it will ask for. */
export interface Demand {
  readonly workers: number;
  readonly accounts: number;
  /** Expected operations of the whole round. */
  readonly operations: number;
  /** The mean of the amounts, a whole number or half of one. */
  readonly meanAmount: number;
}

/** What the workers do, the starting accounts, and the invariant. */
export interface Scenario {
  readonly name: string;
  readonly summary: string;
  /** The rule that must hold, in the notation of the README. */
  readonly invariant: string;
  /** The anomalies this scenario can show. */
  readonly exposes: readonly Anomaly[];
  /** Starting balance of each account when `--balance` is not given. */
  defaultBalance(demand: Demand): number;
  nextOperation(draw: Draw): Operation;
}

/* ---------- History: what a race leaves behind ---------- */

/** An account's state at one moment. */
export type AccountState = Account;

/** Why an attempt was retried: an SQLSTATE, or `conflict` for an optimistic write that matched no row. */
export type RetryCause = string;

export type Outcome =
  | {
      readonly kind: 'committed';
      /** The rows that its last attempt decided on; empty for a strategy that does not read first. */
      readonly reads: readonly Account[];
      readonly writes: readonly Write[];
    }
  | { readonly kind: 'refused'; readonly reads: readonly Account[] }
  | {
      readonly kind: 'failed';
      /**
       * An SQLSTATE; `conflict`; `connection` for a session that was lost before committing; or
       * `time limit` for one that still queued for a lock when the round was cut short.
       */
      readonly cause: string;
      /** The database's own words, for the first failure of a kind that is shown. */
      readonly message: string;
    }
  | { readonly kind: 'indeterminate'; readonly reads: readonly Account[] };

/** One operation as it was carried out. Times are milliseconds since the start of the race. */
export interface OperationRecord {
  /** Worker number, from 1. */
  readonly worker: number;
  /** Position within the worker's operations, from 1. */
  readonly sequence: number;
  readonly kind: Operation['kind'];
  readonly changes: readonly Change[];
  readonly startedAt: number;
  readonly endedAt: number;
  /** The cause of each retry, in order; its length is the number of retries. */
  readonly retries: readonly RetryCause[];
  readonly outcome: Outcome;
}

/** What one strategy did in one round, complete enough to be judged without a database. */
export interface History {
  readonly strategy: string;
  readonly scenario: string;
  /** From 1. */
  readonly round: number;
  readonly workers: number;
  readonly initial: readonly AccountState[];
  /** Null when the server could no longer be asked. */
  readonly final: readonly AccountState[] | null;
  readonly operations: readonly OperationRecord[];
  /** From the common start to the last outcome, in milliseconds. */
  readonly durationMs: number;
  /** True when the time limit ended the round before its work was done. */
  readonly cutShort: boolean;
}

/* ---------- Analysis ---------- */

export type Verdict = 'broken' | 'held' | 'inconclusive';

/** Operations that prove a broken verdict, told in sentences. */
export interface Witness {
  readonly kind: Anomaly | 'drift';
  readonly round: number;
  readonly account: number;
  /** Complete sentences, in the order in which to read them. */
  readonly sentences: readonly string[];
  /** The operations that the sentences speak of, worker and sequence. */
  readonly operations: readonly { readonly worker: number; readonly sequence: number }[];
}

export interface OperationCounts {
  /** Always committed + refused + failed + indeterminate. */
  readonly attempted: number;
  readonly committed: number;
  readonly refused: number;
  readonly failed: number;
  readonly indeterminate: number;
  /** Operations that overlapped in time with another on the same account. */
  readonly overlapping: number;
}

/** Milliseconds from an operation's first attempt to its outcome, closed-loop. */
export interface Latency {
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
}

/** The figures that one round and a whole result share. Balances are sums over all accounts. */
export interface Figures {
  readonly operations: OperationCounts;
  readonly initialBalance: number;
  /** Null, like everything that follows from it, when the final state could not be read. */
  readonly finalBalance: number | null;
  /** Null when an indeterminate operation leaves it open. */
  readonly expectedBalance: number | null;
  /** finalBalance − expectedBalance. */
  readonly drift: number | null;
  readonly lostUpdates: number | null;
  readonly violations: number | null;
  readonly lowestTrueBalance: number | null;
  readonly lowestStoredBalance: number | null;
  /** Attempts after the first, over all operations. */
  readonly retries: number;
  readonly retriedOperations: number;
  /** Retries by cause. */
  readonly conflicts: Readonly<Record<RetryCause, number>>;
  /** Failed operations by cause. */
  readonly failures: Readonly<Record<string, { readonly count: number; readonly message: string }>>;
  readonly durationMs: number;
  /** Operations with an outcome per second of the race. */
  readonly throughput: number;
  readonly latencyMs: Latency;
  readonly cutShort: boolean;
  readonly verdict: Verdict;
  /** One sentence: what the verdict rests on, and for `inconclusive` what to change. */
  readonly reason: string;
}

export interface RoundResult extends Figures {
  readonly round: number;
}

/** One strategy over all its rounds: counts and balances are sums, rates are medians. */
export interface StrategyResult extends Figures {
  readonly strategy: string;
  readonly scenario: string;
  readonly workers: number;
  readonly processes: number;
  readonly witness: Witness | null;
  /** The parts, when there was more than one round. */
  readonly rounds: readonly RoundResult[];
}

/* ---------- The plan ---------- */

export type Backoff =
  | { readonly kind: 'none' }
  | { readonly kind: 'constant'; readonly ms: number }
  | { readonly kind: 'exponential'; readonly baseMs: number; readonly capMs: number };

/** When a round ends: after a count per worker, or after a time. */
export type Extent =
  | { readonly kind: 'operations'; readonly perWorker: number }
  | { readonly kind: 'duration'; readonly ms: number };

export type Metric =
  | 'lost-updates'
  | 'violations'
  | 'retries'
  | 'failed'
  | 'indeterminate'
  | 'drift'
  | 'throughput'
  | 'p50'
  | 'p99';

export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=';

export type ExpectationCheck =
  | { readonly kind: 'held' | 'broken' | 'claims' }
  | {
      readonly kind: 'metric';
      readonly metric: Metric;
      readonly comparison: Comparison;
      readonly value: number;
    };

/** One `--expect`, parsed. */
export interface Expectation {
  /** As the user wrote it. */
  readonly rule: string;
  /** The only strategy it speaks of; absent: every strategy of the run. */
  readonly strategy?: string;
  readonly check: ExpectationCheck;
}

/** Everything a run needs to know, validated once and frozen. */
export interface RunPlan {
  readonly command: 'run' | 'compare';
  readonly strategies: readonly Strategy[];
  readonly scenario: Scenario;
  readonly workers: number;
  readonly extent: Extent;
  readonly accounts: number;
  /** Starting balance of each account. */
  readonly balance: number;
  readonly amount: { readonly min: number; readonly max: number };
  readonly thinkMs: number;
  /** Retries allowed per operation. */
  readonly retries: number;
  readonly backoff: Backoff;
  /** Connections shared by the workers; null: one per worker. */
  readonly connections: number | null;
  readonly rounds: number;
  readonly seed: number;
  /** For each strategy and round. */
  readonly timeLimitMs: number;
  /** For the whole run: past it, the run is given up. */
  readonly timeoutMs: number;
  /** Null: an embedded server is started. */
  readonly url: string | null;
  readonly keep: boolean;
  readonly expectations: readonly Expectation[];
}

/* ---------- The report ---------- */

export interface ServerInfo {
  readonly kind: 'embedded' | 'external';
  /** As in `SHOW server_version`. */
  readonly version: string;
  readonly schema: string;
  /** The settings that move a rate most: what a commit waits for. */
  readonly fsync: string;
  readonly synchronousCommit: string;
}

export interface ExpectationResult {
  readonly rule: string;
  readonly strategy: string;
  /** Null: it could not be judged. */
  readonly met: boolean | null;
  readonly actual: string | number | null;
}

/** All that a reporter gets to see. */
export interface Report {
  readonly plan: RunPlan;
  readonly server: ServerInfo;
  readonly results: readonly StrategyResult[];
  readonly expectations: readonly ExpectationResult[];
  /** Set when the run ended early: what happened, in a sentence. */
  readonly interruption: string | null;
  /** True when the schema was kept (`--keep`). */
  readonly kept: boolean;
}
