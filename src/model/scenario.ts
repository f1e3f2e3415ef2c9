/** Scenarios, and the random choices that they use. */
import type { Operation } from './operation.js';

/**
 * What can go wrong. A lost update and an overdraft concern one account. A write skew breaks a rule
 * over several accounts, when each operation writes a different one.
 */
export type Anomaly = 'lost update' | 'overdraft' | 'write skew';

/** Random choices of one worker, drawn from the seed: the same for every strategy of a round. */
export interface Draw {
  account(): number;
  /** Two different accounts, in an order: money goes from the first to the second. */
  pair(): readonly [number, number];
  /** Both accounts of one owner (1 and 2, 3 and 4, …), in an order: money goes from the first. */
  partners(): readonly [number, number];
  amount(): number;
  /** A fair coin. */
  coin(): boolean;
}

/** The size of a run, from which a scenario computes the money that the run needs. */
export interface Demand {
  readonly workers: number;
  readonly accounts: number;
  /** Expected operations of the whole round. */
  readonly operations: number;
  /** The mean of the amounts, a whole number or half of one. */
  readonly meanAmount: number;
}

/** Accounts whose sum must never go below zero. */
export type Limit = readonly number[];

/** How many accounts a scenario works with. */
export interface AccountRange {
  readonly least: number;
  /** When `--accounts` is not given. */
  readonly default: number;
  /** The number of accounts must be a multiple of this. */
  readonly multipleOf: number;
}

/** What the workers do, the starting accounts, and the invariant. */
export interface Scenario {
  readonly name: string;
  readonly summary: string;
  /** The absolute path of the file that it was loaded from; absent for a built-in one. */
  readonly file?: string;
  /**
   * What `--scenario` takes for it, when that is not its name: `./mine.ts`, or `./mine.ts#careful`.
   */
  readonly reference?: string;
  /** Made by `defineScenario`: the operations that it draws are checked. */
  readonly isOwn?: true;
  /** The rule that must hold, in words, such as `balance >= 0`. */
  readonly invariant: string;
  /** The anomalies this scenario can show. */
  readonly exposes: readonly Anomaly[];
  /** How many accounts there can be. */
  readonly accounts: AccountRange;
  /**
   * Groups of accounts whose sum must never go below zero. @param accounts their number; ids start
   * at 1
   */
  limits(accounts: number): readonly Limit[];
  /** Starting balance of each account when `--balance` is not given. */
  defaultBalance(demand: Demand): number;
  nextOperation(draw: Draw): Operation;
}
