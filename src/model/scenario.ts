/** Scenarios, and what they draw from. */
import type { Operation } from './operation.js';

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
