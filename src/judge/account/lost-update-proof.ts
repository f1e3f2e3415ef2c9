/**
 * Sentences about lost updates: which operation overwrote what, and the wrong balance that
 * followed.
 */
import type { OperationRecord } from '../../model.js';
import { count } from '../../text/numbers.js';
import { type AccountFindings, isShared, type LimitFindings } from './findings.js';
import { lostUnder, type Overwrite } from './lost-updates.js';
import type { Naming } from './naming.js';
import { accountsOf, ofAccount, type Proof, writeOf } from './proof.js';
import { distinct, readOf } from './operations.js';
import type { Effect, Update } from './updates.js';
import { capitalized, deed, numbered } from '../../text/words.js';
import { named, versionsBy, versionsOf } from './version-words.js';

interface Candidate {
  readonly account: AccountFindings;
  readonly overwrite: Overwrite;
}

/**
 * A loss that the balance shows is plainer than a hidden one; among equals, fewer lost updates are
 * plainer.
 */
function isPlainer(one: Candidate, other: Candidate): boolean {
  const [shows, otherShows] = [isVisible(one), isVisible(other)];
  if (shows !== otherShows) return shows;
  return one.overwrite.count < other.overwrite.count;
}

/** Whether the balance had changed before it was overwritten. */
function isVisible({ account: { stored }, overwrite: { writer } }: Candidate): boolean {
  return stored.at(writer.version - 1) !== stored.at(writer.basis);
}

/**
 * The plainest overwriting write, with its effect on the balance, and an overdraft of the same
 * account.
 */
export function proveOverwrite(
  accounts: readonly AccountFindings[],
  limits: readonly LimitFindings[],
  naming: Naming,
): Proof | null {
  let plainest: Candidate | null = null;
  for (const account of accounts) {
    for (const overwrite of account.lost.overwrites) {
      const candidate = { account, overwrite };
      if (plainest === null || isPlainer(candidate, plainest)) plainest = candidate;
    }
  }
  if (plainest === null) return null;
  const { account, overwrite } = plainest;
  const { writer } = overwrite;
  const lost = lostUnder(account.chain, writer);
  const overdrawn = overdraftAside(account, limits, naming);
  return {
    kind: 'lost update',
    account,
    sentences: [
      overwriting(account, writer, lost, ofAccount(account, accounts), naming),
      ...consequence(account, overwrite, naming),
      ...overdrawn.sentences,
      ...total(writer.operation, accounts),
    ],
    operations: distinct(
      [writer, ...named(lost), ...overdrawn.first].map(({ operation }) => operation),
    ),
    wrong: {
      writes: [writeOf(account, writer)],
      phrase: overwrites(lost, naming),
    },
  };
}

/** Short enough for a mark beside a step: it names the writer of a single version only. */
const overwrites = (lost: readonly Update[], naming: Naming): string =>
  `overwrites ${lost.length === 1 ? versionsBy(lost, naming) : versionsOf(lost)}`;

function overwriting(
  account: AccountFindings,
  { operation, version, basis }: Update,
  lost: readonly Update[],
  where: string,
  naming: Naming,
): string {
  const read = readOf(operation, account.chain.account);
  const built =
    read?.version === basis
      ? `read version ${basis}${where} (balance ${count(read.balance)})`
      : `built on version ${basis}${where}`;
  const name = capitalized(naming.worker(operation.worker));
  const are = numbered(lost.length, 'is', 'are');
  return `${name} ${built} and wrote version ${version}: ${versionsBy(lost, naming)} ${are} lost.`;
}

/**
 * What the overwriting write stored, and what it should have stored; nothing if the record does not
 * add up.
 */
function consequence(
  { chain, stored }: AccountFindings,
  { writer }: Overwrite,
  naming: Naming,
): string[] {
  const { operation, version, basis, by } = writer;
  const read = readOf(operation, chain.account);
  const started = stored.at(basis);
  const doubtful = read?.version === basis && read.balance !== started;
  if (by === 0 || doubtful || stored.unexplained !== 0) return [];
  const act = `${capitalized(naming.operation(operation))} ${deed(by)} and stored ${count(started + by)}`;
  const byThen = stored.at(version - 1);
  if (byThen === started) {
    return [
      `${act}; the balance was ${count(started)} again by then, so it does not show the loss.`,
    ];
  }
  const there = byThen === started + by ? `already ${count(byThen)}` : `${count(byThen)} by then`;
  return [`${act} instead of ${count(byThen + by)}: the balance was ${there}.`];
}

/** What a wrong transfer did to the total. A correct transfer does not change it. */
function total({ kind }: OperationRecord, accounts: readonly AccountFindings[]): string[] {
  const sum = (value: (account: AccountFindings) => number) =>
    accounts.reduce((all, account) => all + value(account), 0);
  const held = sum(({ chain }) => chain.final.balance);
  const due = sum(({ expected }) => expected);
  if (kind !== 'transfer' || held === due) return [];
  return [`All accounts together hold ${count(held)} instead of ${count(due)}.`];
}

/** The first overdraft of an account, as an addition to its lost updates. */
function overdraftAside(
  account: AccountFindings,
  limits: readonly LimitFindings[],
  naming: Naming,
) {
  const limit = limits.find(({ accounts }) => accounts.includes(account));
  const first = limit?.truth.first ?? null;
  if (limit === undefined || first === null) return { sentences: [], first: [] };
  const { operation, by, version, before } = first;
  const { stored } = account;
  const balance = isShared(limit) ? `sum of ${accountsOf(limit)}` : 'balance';
  const there = before > 0 ? `but only ${count(before)} was there` : 'which was not there';
  const column =
    version === null || isShared(limit) || stored.unexplained !== 0
      ? ''
      : `, while the column said ${count(stored.at(version))}`;
  const what = `${capitalized(naming.operation(operation))}${version === null ? '' : ` (version ${version})`}`;
  const sentence =
    `${what} paid out ${count(-by)}, ${there}: the true ${balance} became ` +
    `${count(before + by)}${column}.`;
  return { sentences: [sentence], first: [first] };
}

/** Proves the first update that was reported as committed, but wrote no version. */
export function proveUnwritten(accounts: readonly AccountFindings[], naming: Naming): Proof | null {
  const account = accounts.find(({ lost }) => lost.unwritten.length > 0);
  const effect: Effect | undefined = account?.lost.unwritten[0];
  if (account === undefined || effect === undefined) return null;
  const { operation, by } = effect;
  const read = readOf(operation, account.chain.account);
  const where = ofAccount(account, accounts);
  const seen =
    read === undefined
      ? ''
      : `read version ${read.version}${where} (balance ${count(read.balance)}) and `;
  const sentence =
    `${capitalized(naming.operation(operation))} ${seen}reported that it ${deed(by)}, ` +
    `but wrote no version${where}: its update is lost.`;
  return {
    kind: 'lost update',
    account,
    sentences: [sentence],
    operations: [operation],
    wrong: null,
  };
}
