/** Describes the outcome of each operation of a schedule that held, worker by worker. */
import type { AccountState, OperationRecord, Operations } from '../../model.js';
import { count, counted } from '../../text/numbers.js';
import { letterOf } from '../../text/schedule.js';
import { LISTED, deed, listed, numbered } from '../../text/words.js';

/**
 * `A withdrew 10 and B was refused; the account ended at 0, as it should.`
 * @param accounts the accounts after the schedule, with correct balances
 */
export function tellOutcomes(operations: Operations, accounts: readonly AccountState[]): string {
  const several = accounts.length > 1;
  const fates = new Map<number, string[]>();
  for (const operation of [...operations].toSorted((a, b) => a.sequence - b.sequence)) {
    const fate = fates.get(operation.worker) ?? [];
    fate.push(fateOf(operation, several));
    fates.set(operation.worker, fate);
  }
  const told = [...fates]
    .toSorted(([a], [b]) => a - b)
    .map(([worker, fate]) => `${letterOf(worker)} ${fate.join(', then ')}`);
  const simple = [...fates.values()].every((fate) => fate.length === 1);
  return `${[simple ? listed(told) : told.join('; '), ended(accounts)].join('; ')}.`;
}

function fateOf(operation: OperationRecord, several: boolean): string {
  const { outcome, retries } = operation;
  switch (outcome.kind) {
    case 'committed':
      return deeds(operation, several) + after(retries, retries);
    case 'refused':
      return `was refused${after(retries, retries)}`;
    case 'failed': {
      const failed = retries.length === 0 ? ` (${outcome.cause})` : '';
      return `failed${failed}${after(retries, [...retries, outcome.cause])}`;
    }
    case 'indeterminate':
      return `lost its connection while committing, and wrote nothing${after(retries, retries)}`;
    default:
      return outcome satisfies never;
  }
}

/** ` after 2 retries (40001)`; nothing without retries. */
function after(retries: readonly string[], causes: readonly string[]): string {
  if (retries.length === 0) return '';
  const times = `${count(retries.length)} ${numbered(retries.length, 'retry', 'retries')}`;
  return ` after ${times} (${listed([...new Set(causes)])})`;
}

function deeds({ kind, changes }: OperationRecord, several: boolean): string {
  const [from, to] = changes;
  if (kind === 'transfer' && from !== undefined && to !== undefined) {
    return `moved ${count(to.by)} from account ${from.account} to account ${to.account}`;
  }
  return listed(
    changes.map(({ account, by }) => {
      const where = several ? ` ${by < 0 ? 'from' : 'into'} account ${account}` : '';
      return `${deed(by)}${where}`;
    }),
  );
}

function ended(accounts: readonly AccountState[]): string {
  const balances = accounts.map(({ balance }) => count(balance));
  if (accounts.length === 1) return `the account ended at ${listed(balances)}, as it should`;
  if (accounts.length > LISTED) {
    return `all ${counted(accounts.length, 'account')} ended as they should`;
  }
  return `the accounts ended at ${listed(balances)}, as they should`;
}
