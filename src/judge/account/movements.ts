/**
 * The amounts that committed operations requested, account by account, even if their updates were
 * lost.
 */
import type { History, OperationRecord } from '../../model.js';

/** Amounts, all above 0: one for each operation that deposited or withdrew. */
export interface Movements {
  readonly deposits: readonly number[];
  readonly withdrawals: readonly number[];
}

/** Movements of groups of accounts. An operation counts by the sum of its changes to the group. */
export interface Ledger {
  /** In the order of the accounts of the history. */
  readonly accounts: readonly Movements[];
  /** In the order of its limits. */
  readonly limits: readonly Movements[];
  /** An operation that changes an account outside the race; null when none does. */
  readonly stray: { readonly operation: OperationRecord; readonly account: number } | null;
}

interface LedgerDraft {
  readonly deposits: number[];
  readonly withdrawals: number[];
}

/**
 * Collects what every committed operation adds to each account, and to the accounts of each limit.
 */
export function movementsIn({ initial, limits, operations }: History): Ledger {
  const newDraft = (): LedgerDraft => ({ deposits: [], withdrawals: [] });
  const accounts = initial.map(newDraft);
  const shared = limits.map(newDraft);
  const groups = new Map<number, LedgerDraft[]>();
  initial.forEach(({ id }, index) => groups.set(id, accounts.slice(index, index + 1)));
  limits.forEach((limit, index) => {
    for (const id of limit) groups.get(id)?.push(...shared.slice(index, index + 1));
  });
  let stray: Ledger['stray'] = null;
  for (const operation of operations) {
    if (operation.outcome.kind !== 'committed') continue;
    const added = new Map<LedgerDraft, number>();
    for (const { account, by } of operation.changes) {
      const drafts = groups.get(account);
      if (drafts === undefined) stray ??= { operation, account };
      for (const draft of drafts ?? []) added.set(draft, (added.get(draft) ?? 0) + by);
    }
    for (const [draft, by] of added) enter(draft, by);
  }
  return { accounts, limits: shared, stray };
}

function enter({ deposits, withdrawals }: LedgerDraft, by: number): void {
  if (by > 0) deposits.push(by);
  if (by < 0) withdrawals.push(-by);
}
