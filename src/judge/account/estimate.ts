/**
 * Judges a round by balances alone, for a strategy that does not report what its writes built on.
 *
 * The idea is the anomaly score of YCSB+T (Dey et al., "YCSB+T: Benchmarking Web-scale
 * Transactional Databases", 2014), the difference between the balance that was counted and the one
 * that was expected. Here it is taken account by account, so that opposite errors on different
 * accounts do not cancel; on one account they do, and are not seen.
 *
 * Every count is a lower bound. The counts assume that only committed operations change a balance.
 * If an operation that did not commit left a write behind, that write may have caused the drift.
 */
import type { AccountState, History } from '../../model.js';
import { count } from '../../text/numbers.js';
import { type Movements, movementsIn } from './movements.js';
import type { Naming } from './naming.js';
import { countIndeterminate } from './tally.js';
import { capitalized, numbered } from '../../text/words.js';

/** What the balances of one account show. */
export interface AccountEstimate extends Movements {
  readonly account: number;
  readonly initial: AccountState;
  readonly final: AccountState;
  /** The expected balance: the starting balance plus all committed amounts. */
  readonly expected: number;
  /** Final − expected: above 0 when withdrawals were lost, below when deposits were. */
  readonly drift: number;
  readonly lost: { readonly count: number };
  /** Whether the drift is more than lost updates could cause. */
  readonly unexplained: boolean;
}

/** Accounts whose sum must never go below zero: one, or several that share a limit. */
export interface LimitEstimate extends Movements {
  readonly accounts: readonly AccountEstimate[];
  /** The most money that was available: the starting balance plus all deposits. */
  readonly funds: number;
  readonly truth: {
    /** Withdrawals that broke the limit in any order of the operations. */
    readonly violations: number;
    /** Upper bound of the lowest true balance. */
    readonly lowest: number;
    /** Upper bound of the lowest balance in the column. */
    readonly lowestStored: number;
  };
}

/** What is known of a round when some of its writes are unknown. */
export interface EstimatedFindings {
  readonly kind: 'estimated';
  /** In the order of the history. */
  readonly accounts: readonly AccountEstimate[];
  readonly limits: readonly LimitEstimate[];
}

/** Whether the strategy did not report the writes of some committed operations. */
export function leavesWritesOpen({ operations }: History): boolean {
  for (const { outcome } of operations) {
    if (outcome.kind === 'committed' && outcome.writes === null) return true;
  }
  return false;
}

/**
 * Estimates every account of a round.
 * @param final the accounts after the race, in any order
 * @param naming how the reason of an unknown result names operations
 */
export function estimate(
  history: History,
  final: readonly AccountState[],
  naming: Naming,
): EstimatedFindings | { readonly kind: 'unknown'; readonly reason: string } {
  const ledger = movementsIn(history);
  if (ledger.stray !== null) {
    const { operation, account } = ledger.stray;
    const name = capitalized(naming.operation(operation));
    const reason = `${name} changed account ${account}, which is not among those of the race.`;
    return { kind: 'unknown', reason };
  }
  const open = openReason(history);
  if (open !== null) return { kind: 'unknown', reason: open };
  const last = new Map(final.map((state) => [state.id, state]));
  const accounts: AccountEstimate[] = [];
  for (const [index, initial] of history.initial.entries()) {
    const end = last.get(initial.id);
    if (end === undefined) {
      const reason = `Account ${initial.id} is missing from the final state.`;
      return { kind: 'unknown', reason };
    }
    accounts.push(accountEstimate(initial, end, ledger.accounts[index] ?? NONE));
  }
  const known = new Map(accounts.map((account) => [account.account, account]));
  const limits = history.limits.map((limit, index) => {
    const under = limit.flatMap((account) => known.get(account) ?? []);
    return limitEstimate(under, ledger.limits[index] ?? NONE);
  });
  return { kind: 'estimated', accounts, limits };
}

const NONE: Movements = { deposits: [], withdrawals: [] };

/** Without the outcome of every operation, the expected balance is unknown. */
function openReason({ operations }: History): string | null {
  const open = countIndeterminate(operations);
  if (open === 0) return null;
  const subject = numbered(open, '1 operation is', `${count(open)} operations are`);
  const they = numbered(open, 'it', 'they');
  return (
    `${subject} indeterminate: the connection broke while ${they} committed, and the strategy ` +
    `does not say what its writes built on, so the expected balance is not known. ` +
    'Run it again.'
  );
}

function accountEstimate(
  initial: AccountState,
  final: AccountState,
  movements: Movements,
): AccountEstimate {
  const { deposits, withdrawals } = movements;
  const expected = initial.balance + sum(deposits) - sum(withdrawals);
  const drift = final.balance - expected;
  const fewest = isUntouched({ initial, final })
    ? deposits.length + withdrawals.length
    : fewestLosses(drift, movements);
  return {
    account: initial.id,
    initial,
    final,
    deposits,
    withdrawals,
    expected,
    drift,
    lost: { count: fewest ?? 0 },
    unexplained: fewest === null,
  };
}

/**
 * Whether the account was never updated: then every update is lost, even if the amounts cancel out.
 * The version shows no more than that. The database raises it by one with every update, but a
 * strategy may write an account twice in one operation, or once for several operations.
 */
export const isUntouched = ({
  initial,
  final,
}: Pick<AccountEstimate, 'initial' | 'final'>): boolean =>
  final.version === initial.version && final.balance === initial.balance;

/**
 * The least number of lost updates that explains a drift; null when the loss of all updates does
 * not explain it. A lost withdrawal leaves the balance too high, a lost deposit too low. So losses
 * of one kind explain the drift, and counting the largest amounts first gives the least number.
 * With equal amounts that is |drift| ÷ amount.
 */
export function fewestLosses(drift: number, { deposits, withdrawals }: Movements): number | null {
  let left = Math.abs(drift);
  let losses = 0;
  for (const amount of (drift > 0 ? withdrawals : deposits).toSorted((a, b) => b - a)) {
    if (left <= 0) break;
    left -= amount;
    losses += 1;
  }
  return left <= 0 ? losses : null;
}

/**
 * The least number of withdrawals that take the true balance below zero, or find it there, over all
 * orders of the operations. All other withdrawals together fit into the start plus all deposits,
 * and most of them fit when the smallest are taken. One order reaches this number: deposits first,
 * then withdrawals from the smallest.
 * @param funds the starting balance plus all deposits
 */
export function fewestViolations(funds: number, { withdrawals }: Movements): number {
  let left = funds;
  let kept = 0;
  for (const amount of withdrawals.toSorted((a, b) => a - b)) {
    left -= amount;
    if (left < 0) break;
    kept += 1;
  }
  return withdrawals.length - kept;
}

/**
 * A column that ends below zero needs no count of its own. If its balance is the expected one, some
 * withdrawal broke the limit in every order. Otherwise the column drifted.
 */
function limitEstimate(
  accounts: readonly AccountEstimate[],
  { deposits, withdrawals }: Movements,
): LimitEstimate {
  const start = sum(accounts.map(({ initial }) => initial.balance));
  const end = sum(accounts.map(({ final }) => final.balance));
  const expected = sum(accounts.map((account) => account.expected));
  const funds = start + sum(deposits);
  const truth = {
    violations: fewestViolations(funds, { deposits, withdrawals }),
    lowest: Math.min(start, expected),
    lowestStored: Math.min(start, end),
  };
  return { accounts, deposits, withdrawals, funds, truth };
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
