/** The share that one account has in the operations of a bank. */
import type { Operations } from '../../model.js';
import { OperationLog, plainRecord } from '../../race/operation-log.js';
import type { RawRecord } from '../../race/raw-record.js';
import type { RecordsByStrategy } from './record-store.js';
import type { BankAccount } from './tables.js';

/** An account, and what was done on it, by strategy and all together. */
export interface AccountShare {
  readonly account: BankAccount;
  readonly all: Operations<RawRecord>;
  readonly byStrategy: RecordsByStrategy;
}

/**
 * Deals records to the accounts that they are about. An account's versions order its updates whatever happens on
 * other accounts, so each account is judged alone: of a transfer it gets its own side.
 * @param accounts their state at one moment. An update that wrote a later version is left out
 */
export function shareOut(
  accounts: readonly BankAccount[],
  records: RecordsByStrategy,
): readonly AccountShare[] {
  const shares = new Map(accounts.map((account) => [account.id, new Share(account)]));
  for (const [strategy, operations] of records) {
    for (const record of operations) {
      for (const { account } of record.changes) shares.get(account)?.add(strategy, record);
    }
  }
  return [...shares.values()];
}

class Share implements AccountShare {
  readonly account: BankAccount;
  readonly all = new OperationLog();
  readonly byStrategy = new Map<string, OperationLog>();

  constructor(account: BankAccount) {
    this.account = account;
  }

  add(strategy: string, record: RawRecord): void {
    const own = sideOf(record, this.account);
    if (own === null) return;
    this.all.add(own);
    const log = this.byStrategy.get(strategy) ?? new OperationLog();
    this.byStrategy.set(strategy, log);
    log.add(own);
  }
}

/** What a record says of one account; null: it wrote after the moment of the account's state. */
function sideOf(record: RawRecord, { id, version }: BankAccount): RawRecord | null {
  const plain = plainRecord(record);
  const { outcome, changes, seen } = plain;
  const here = {
    ...plain,
    changes: changes.filter(({ account }) => account === id),
    seen: seen.filter(({ account }) => account === id),
  };
  if (outcome.kind === 'failed') return { ...here, outcome };
  const reads = outcome.reads.filter((read) => read.id === id);
  if (outcome.kind !== 'committed') return { ...here, outcome: { ...outcome, reads } };
  const writes = outcome.writes?.filter(({ account }) => account === id) ?? null;
  if (writes?.some((write) => write.version > version)) return null;
  return { ...here, outcome: { ...outcome, reads, writes } };
}

/**
 * Whether every version of every account up to its state has a writer among the records. A strategy that does not
 * say what it wrote, or an operation with an unknown end, may have written any.
 */
export function haveAllWriters(
  accounts: readonly BankAccount[],
  records: RecordsByStrategy,
): boolean {
  const missing = new Map(accounts.map(({ id, version }) => [id, version]));
  const newest = new Map(missing);
  for (const operations of records.values()) {
    for (const { outcome } of operations) {
      if (outcome.kind === 'indeterminate') return true;
      if (outcome.kind !== 'committed') continue;
      if (outcome.writes === null) return true;
      for (const { account, version } of outcome.writes) {
        if (version > (newest.get(account) ?? 0)) continue;
        missing.set(account, (missing.get(account) ?? 0) - 1);
      }
    }
  }
  return [...missing.values()].every((count) => count <= 0);
}
