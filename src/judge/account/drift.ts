/**
 * Balances that lost updates do not explain. The anomaly score of YCSB+T (Dey et al., 2014)
 * compares the final balance with the sum of the operations. Here the lost updates are known and
 * are taken out first: what remains is money that no operation explains.
 */
import type { Account, OperationRecord } from '../../model.js';
import { count } from '../../text/numbers.js';
import type { AccountFindings } from './findings.js';
import type { Naming } from './naming.js';
import { type Proof, writeOf, type WrongWrite } from './proof.js';
import { distinct } from './operations.js';
import type { Update } from './updates.js';
import { capitalized, deed } from '../../text/words.js';

/** Says that the balance of an account differs from the sum of its updates. */
export function driftSentence({ chain, stored }: AccountFindings): string {
  const { account, final } = chain;
  const due = count(final.balance - stored.unexplained);
  return (
    `Account ${account} ended at ${count(final.balance)}, but the updates in that balance add ` +
    `up to ${due}: the strategy wrote a different amount from the one requested, or something ` +
    'else writes to this schema.'
  );
}

/** Where a wrong balance comes from, as far as the history shows. */
interface Source {
  readonly sentences: readonly string[];
  readonly operations: readonly OperationRecord[];
  /** Null when no update wrote the balance. */
  readonly wrong: WrongWrite | null;
}

/**
 * Finds the earliest version that an operation read with a balance other than its history gives,
 * and the operation that wrote it. Without such a read, finds the operation that wrote the last
 * version.
 */
function findSource(account: AccountFindings, naming: Naming): Source {
  const { chain, stored } = account;
  let earliest: { readonly reader: OperationRecord; readonly read: Account } | undefined;
  for (const { operation } of chain.updates) {
    for (const read of readsOf(operation, chain.account)) {
      const known = chain.updates.at(read.version) !== undefined;
      if (!known || read.balance === stored.at(read.version)) continue;
      if (earliest !== undefined && read.version >= earliest.read.version) continue;
      earliest = { reader: operation, read };
    }
  }
  const { version, balance } = earliest?.read ?? chain.final;
  const writer = chain.updates.at(version);
  if (writer === undefined) return { sentences: [], operations: [], wrong: null };
  const due = count(stored.at(version));
  const wrong = {
    writes: [writeOf(account, writer)],
    phrase: `stores ${count(balance)} instead of ${due}`,
  };
  const by = written(writer, naming);
  if (earliest === undefined) return { sentences: [by], operations: [writer.operation], wrong };
  const { reader } = earliest;
  const name = capitalized(naming.operation(reader));
  const held = `${name} read version ${version} with balance ${count(balance)}`;
  return {
    sentences: [`${held}, but its history gives ${due}.`, by],
    operations: distinct([reader, writer.operation]),
    wrong,
  };
}

const written = ({ operation, version, basis, by }: Update, naming: Naming): string =>
  `${capitalized(naming.operation(operation))} ${deed(by)} and wrote version ${version}, built on version ${basis}.`;

function readsOf({ outcome }: OperationRecord, account: number): readonly Account[] {
  return outcome.kind === 'committed' ? outcome.reads.filter(({ id }) => id === account) : [];
}

/** Proves the first balance that differs from the sum of its updates. */
export function proveDrift(accounts: readonly AccountFindings[], naming: Naming): Proof | null {
  const account = accounts.find(({ stored }) => stored.unexplained !== 0);
  if (account === undefined) return null;
  const { sentences, operations, wrong } = findSource(account, naming);
  return {
    kind: 'drift',
    account,
    sentences: [driftSentence(account), ...sentences],
    operations,
    wrong,
  };
}
