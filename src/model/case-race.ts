/** Free races of cases: nothing is held, and luck decides which statements meet. */
import type {
  Case,
  CaseAnomaly,
  CaseAnomalyKind,
  LeftOpen,
  OutcomeDifference,
  SerialOutcome,
  WorkersEnd,
} from './case.js';
import type { JsonValue } from './json.js';
import type { Expectation, Extent } from './plan.js';
import type { ExpectationResult, ServerInfo } from './report.js';
import type { CodeFailure, Verdict } from './result.js';
import type { Schedule } from './schedule.js';

/* ---------- Plans ---------- */

/** What free races of cases need to know, validated once and frozen. */
interface CaseRunPlan<M extends string> {
  readonly command: 'run';
  readonly cases: readonly Case[];
  readonly seed: number;
  /** Null: an embedded server is started. */
  readonly url: string | null;
  readonly expectations: readonly Expectation<M>[];
}

/** What an `--expect` can compare after free rounds of cases. */
export type FreeRaceMetric = 'failures';

/** Rounds in which all workers of a case run once, at once, from the rows of the start. */
export interface FreeRacePlan extends CaseRunPlan<FreeRaceMetric> {
  readonly kind: 'rounds';
  readonly rounds: number;
}

/** What an `--expect` can compare after a load of cases. */
export type CaseLoadMetric = 'failures' | 'throughput' | 'p50' | 'p95' | 'p99';

/** Many workers at once, each of which calls a worker function of the case again and again. */
export interface CaseLoadPlan extends CaseRunPlan<CaseLoadMetric> {
  readonly kind: 'load';
  readonly workers: number;
  /** Operating-system processes that the workers are spread over; 1: that of race-lab itself. */
  readonly processes: number;
  readonly extent: Extent;
}

/* ---------- Rounds ---------- */

/** One way in which rounds ended. The endings and the changes are those of the first of these rounds. */
export interface FreeEnd extends WorkersEnd {
  /** How many rounds ended so. */
  readonly rounds: number;
  /** The first of them, from 1. */
  readonly firstRound: number;
  readonly verdict: Verdict;
  /** Empty when it is held. */
  readonly anomalies: readonly CaseAnomaly[];
}

/** What a short exploration after the rounds found for a round that broke. */
export interface Lookup {
  /** A schedule that ends the same; null: none of those that were run does. */
  readonly schedule: Schedule | null;
  /** How many schedules were run. */
  readonly schedules: number;
}

/** Evidence for a broken verdict: how a round, or a serial order, ended. */
export interface FreeWitness extends WorkersEnd {
  /** The round; null: it is a serial order, which is wrong without any race. */
  readonly round: number | null;
  /** The serial order; null: it is a round. */
  readonly order: Schedule | null;
  /** At least one; the first is named in titles. */
  readonly anomalies: readonly CaseAnomaly[];
  /** All different ends of serial orders. */
  readonly serial: readonly SerialOutcome[];
  /** Null when some serial order explains the end. */
  readonly difference: OutcomeDifference | null;
  /** Null: no schedule was looked for. A serial order needs none, and those of services and programs take too long. */
  readonly lookup: Lookup | null;
}

/** What identifies the case of a result, and what came of it. */
interface CaseRunResult {
  /** Its name. */
  readonly case: string;
  /** What the command line calls it; absent when the command line cannot name it. */
  readonly reference?: string;
  /** The names of its workers. */
  readonly workers: readonly string[];
  readonly verdict: Verdict;
  /** Complete sentences. */
  readonly reason: string;
  /** Complete sentences on what was seen besides. */
  readonly remarks: readonly string[];
  /** Null unless the case could not be raced. Then the verdict is inconclusive with this reason. */
  readonly failure: CodeFailure | null;
}

/** What the free rounds of one case showed. */
export interface FreeRaceResult extends CaseRunResult {
  /** Always broken + held + unclear. */
  readonly rounds: number;
  readonly broken: number;
  readonly held: number;
  /** Rounds that could not be judged. */
  readonly unclear: number;
  /**
   * Rounds in which a worker sent a statement before another one had all its answers; null: it is not known which
   * worker sent a statement, such as one of a service.
   */
  readonly overlapping: number | null;
  /** The different ends, the most frequent first. */
  readonly ends: readonly FreeEnd[];
  /** Different ends of the serial orders of all workers. */
  readonly serialOutcomes: number;
  /** How many serial orders were run, each twice. */
  readonly serialOrders: number;
  /** Whether there are more serial orders than were run. */
  readonly serialSampled: boolean;
  /** In how many rounds each anomaly showed. */
  readonly anomalies: Readonly<Record<CaseAnomalyKind, number>>;
  /** In how many rounds each invariant was violated. */
  readonly invariants: Readonly<Record<string, number>>;
  /** In how many rounds a worker failed with each cause: an SQLSTATE, or the name of an error. */
  readonly causes: Readonly<Record<string, number>>;
  /** What was not compared: columns and parts of results that differ from run to run, and what the case ignores. */
  readonly masked: readonly string[];
  /** What of that the case ignores. */
  readonly ignored: readonly string[];
  /** Of the rounds alone: without the serial orders. */
  readonly racingMs: number;
  readonly durationMs: number;
  /** Null when nothing broke. */
  readonly witness: FreeWitness | null;
}

/** What a reporter of free rounds of cases receives. */
export interface FreeRaceReport {
  readonly plan: FreeRacePlan;
  readonly server: ServerInfo;
  readonly results: readonly FreeRaceResult[];
  readonly expectations: readonly ExpectationResult[];
  /** Set when the race ended early: what happened, in a sentence. */
  readonly interruption: string | null;
}

/* ---------- Load ---------- */

/** How the operations of a load ended. */
export interface LoadCounts {
  /** Always returned + refused + failed. */
  readonly attempted: number;
  readonly returned: number;
  readonly refused: number;
  /** All failures, also those that callers retry. */
  readonly failed: number;
}

/** Milliseconds from the call of a worker's function to its end, closed-loop. */
export interface LoadLatency {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** Operations that failed with one cause. */
export interface LoadFailure {
  readonly count: number;
  /** The first message. */
  readonly message: string;
  /** Whether the case says that its callers retry it. */
  readonly retried: boolean;
}

/** An invariant that the final rows violate. */
export interface LoadViolation {
  readonly invariant: string;
  /** The rows that violate it, as JSON objects; the first few. */
  readonly rows: readonly JsonValue[];
  /** Whether the rows of the start violate it, too. */
  readonly atStart: boolean;
}

/** The calls of a load, one after another: as many, but at most 1,000, and for at most 5 s. */
export interface LoadControl {
  readonly operations: number;
  /** The names of the invariants that the rows violate then. */
  readonly violated: readonly string[];
}

/** What a load of one case showed. */
export interface CaseLoadResult extends CaseRunResult {
  readonly operations: LoadCounts;
  /** By SQLSTATE, or by the name of the error. */
  readonly failures: Readonly<Record<string, LoadFailure>>;
  readonly violations: readonly LoadViolation[];
  /** What workers had left open at the end, by the name of the worker's function. */
  readonly leftOpen: readonly { readonly worker: string; readonly what: LeftOpen }[];
  /** Null unless an invariant is violated that the rows of the start do not violate. */
  readonly control: LoadControl | null;
  /** The most connections at once. */
  readonly connections: number;
  /** Operations per second. */
  readonly throughput: number;
  readonly latencyMs: LoadLatency;
  /** From the common start to the last end. */
  readonly durationMs: number;
}

/** What a reporter of loads of cases receives. */
export interface CaseLoadReport {
  readonly plan: CaseLoadPlan;
  readonly server: ServerInfo;
  readonly results: readonly CaseLoadResult[];
  readonly expectations: readonly ExpectationResult[];
  /** Set when the load ended early: what happened, in a sentence. */
  readonly interruption: string | null;
}
