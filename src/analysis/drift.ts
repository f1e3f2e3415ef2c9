/**
 * Balances that no lost update explains. The idea of comparing the final balance with what the
 * operations make it is the anomaly score of YCSB+T (Dey et al., 2014); here the lost updates,
 * being known, are taken out first, so that what remains is money no operation accounts for.
 */
import type { Account, OperationRecord } from '../model.js';
import { count } from '../text/numbers.js';
import type { AccountFindings } from './findings.js';
import type { Update } from './versions.js';
import { updateAt } from './versions.js';
import { capitalized, deed, nameOf } from './words.js';

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

interface Source {
  readonly sentences: readonly string[];
  readonly operations: readonly OperationRecord[];
}

/**
 * Tells the earliest version that was read with another balance than its history makes it, and
 * who wrote it; if nobody read one, who wrote the last version.
 */
export function findSource({ chain, stored }: AccountFindings): Source {
  const suspects = chain.updates.flatMap(({ operation }) => readsOf(operation, chain.account));
  let earliest: { readonly reader: OperationRecord; readonly read: Account } | undefined;
  for (const { reader, read } of suspects) {
    const known = updateAt(chain, read.version) !== undefined;
    if (!known || read.balance === stored.at(read.version)) continue;
    if (earliest === undefined || read.version < earliest.read.version) earliest = { reader, read };
  }
  const writer = updateAt(chain, earliest?.read.version ?? chain.final.version);
  if (writer === undefined) return { sentences: [], operations: [] };
  if (earliest === undefined)
    return { sentences: [written(writer)], operations: [writer.operation] };
  const { reader, read } = earliest;
  const held = `${capitalized(nameOf(reader))} read version ${read.version} with balance ${count(read.balance)}`;
  const due = `where its history makes it ${count(stored.at(read.version))}`;
  return {
    sentences: [`${held}, ${due}.`, written(writer)],
    operations: [...new Set([reader, writer.operation])],
  };
}

const written = ({ operation, version, basis, by }: Update): string =>
  `Version ${version} was written by ${nameOf(operation)}, which ${deed(by)}, on version ${basis}.`;

function readsOf(reader: OperationRecord, account: number) {
  if (reader.outcome.kind !== 'committed') return [];
  return reader.outcome.reads.filter(({ id }) => id === account).map((read) => ({ reader, read }));
}
