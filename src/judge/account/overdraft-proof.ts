/**
 * Sentences about overdrafts: which operation paid out too much, and what came between its read and
 * its write.
 */
import { count } from '../../text/numbers.js';
import { type AccountFindings, isShared, type LimitFindings } from './findings.js';
import type { Overdraft } from './invariants.js';
import type { Naming } from './naming.js';
import { ofAccount, type Proof, writeOf } from './proof.js';
import { readOf } from './operations.js';
import { capitalized } from '../../text/words.js';
import { named, versionsBy } from './version-words.js';

/** The first overdraft of an account on which no update was lost. */
export function proveOverdraft(
  limits: readonly LimitFindings[],
  accounts: readonly AccountFindings[],
  naming: Naming,
): Proof | null {
  const limit = limits.find((each) => !isShared(each) && each.truth.first !== null);
  const first = limit?.truth.first ?? null;
  const [account] = limit?.accounts ?? [];
  // Without a lost update every withdrawal wrote a version.
  if (account === undefined || first === null || first.version === null) return null;
  return tellOverdraft(account, first, first.version, ofAccount(account, accounts), naming);
}

function tellOverdraft(
  account: AccountFindings,
  { operation, by, before }: Overdraft,
  version: number,
  where: string,
  naming: Naming,
): Proof {
  const { chain } = account;
  const amount = count(-by);
  const read = readOf(operation, chain.account);
  const stale = read !== undefined && read.version < version;
  const enough = stale && read.balance + by >= 0;
  const between = stale ? [...chain.updates.between(read.version, version)] : [];
  const decided = enough
    ? `decided that ${amount} could be withdrawn`
    : `withdrew ${amount} anyway`;
  const began = stale
    ? `${capitalized(naming.worker(operation.worker))} read version ${read.version}${where} (balance ${count(read.balance)}) and ${decided}`
    : `${capitalized(naming.operation(operation))} withdrew ${amount} without reading${where} first`;
  const found = `when the balance was ${enough ? 'already ' : ''}${count(before)}`;
  const ended = `its update became version ${version}, ${found}: it is now ${count(before + by)}.`;
  const came =
    between.length > 0 ? [`${capitalized(versionsBy(between, naming))} came between.`] : [];
  return {
    kind: 'overdraft',
    account,
    sentences: [`${began}; ${ended}`, ...came],
    operations: [operation, ...named(between).map((update) => update.operation)],
    wrong: {
      writes: [writeOf(account, { operation, version })],
      phrase: `takes the balance to ${count(before + by)}`,
    },
  };
}
