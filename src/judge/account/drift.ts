/**
 * Balances that no lost update explains. The idea of comparing the final balance with what the
 * operations make it is the anomaly score of YCSB+T (Dey et al., 2014); here the lost updates,
 * being known, are taken out first, so that what remains is money no operation accounts for.
 */
import type { Account, OperationRecord } from '../../model.js';
import { count } from '../../text/numbers.js';
import type { AccountFindings } from './findings.js';
import type { Naming } from './naming.js';
import { type Proof, writeOf, type WrongWrite } from './proof.js';
import { distinct } from './operations.js';
import type { Update } from './updates.js';
import { capitalized, deed } from '../../text/words.js';

/** Says that an account holds another balance than the updates in it add up to. */
export function driftSentence({ chain, stored }: AccountFindings): string {
  const { account, final } = chain;
  const due = count(final.balance - stored.unexplained);
  return (
    `Account ${account} ended at ${count(final.balance)}, although the updates in that balance ` +
    `make ${due}: the strategy wrote another amount than it was asked to, or something else ` +
    'writes to this schema.'
  );
}

/** Where a balance that does not add up comes from, as far as the history tells. */
interface Source {
  readonly sentences: readonly string[];
  readonly operations: readonly OperationRecord[];
  /** Null when it was in no update. */
  readonly wrong: WrongWrite | null;
}

/**
 * Tells the earliest version that was read with another balance than its history makes it, and
 * who wrote it; if nobody read one, who wrote the last version.
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
    sentences: [`${held}, where its history makes it ${due}.`, by],
    operations: distinct([reader, writer.operation]),
    wrong,
  };
}

const written = ({ operation, version, basis, by }: Update, naming: Naming): string =>
  `Version ${version} was written by ${naming.operation(operation)}, which ${deed(by)}, on version ${basis}.`;

function readsOf({ outcome }: OperationRecord, account: number): readonly Account[] {
  return outcome.kind === 'committed' ? outcome.reads.filter(({ id }) => id === account) : [];
}

/** The first account that holds another balance than its updates add up to. */
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
