/**
 * The operations that prove a broken verdict, told in sentences, after the explanations of Elle
 * ("A read version 1 … yet B wrote …"). Nothing is said that the history does not hold.
 */
import type { Account, OperationRecord, Witness } from '../model.js';
import { count } from '../text/numbers.js';
import { driftSentence, findSource } from './drift.js';
import type { AccountFindings } from './findings.js';
import type { Overdraft } from './invariants.js';
import type { Overwrite } from './lost-updates.js';
import type { Effect } from './versions.js';
import { capitalized, deed, nameOf, named, numbered, versionsBy } from './words.js';

/**
 * The plainest proof that a round broke: of the lost updates the one whose overwriting lost
 * fewest, or else the first overdraft, or else a balance that does not add up. Null when
 * nothing broke.
 */
export function findWitness(round: number, accounts: readonly AccountFindings[]): Witness | null {
  const proof = lostUpdate(accounts) ?? unwrittenUpdate(accounts) ?? overdraft(accounts);
  const found = proof ?? drift(accounts);
  if (found === null) return null;
  const { kind, account, sentences, operations } = found;
  const names = operations.map(({ worker, sequence }) => ({ worker, sequence }));
  return { kind, round, account: account.chain.account, sentences, operations: names };
}

interface Proof {
  readonly kind: Witness['kind'];
  readonly account: AccountFindings;
  readonly sentences: readonly string[];
  readonly operations: readonly OperationRecord[];
}

/** ` of account 2`, where there is more than one. */
const ofAccount = ({ chain }: AccountFindings, accounts: readonly AccountFindings[]): string =>
  accounts.length > 1 ? ` of account ${chain.account}` : '';

function readOf({ outcome }: OperationRecord, account: number): Account | undefined {
  return outcome.kind === 'committed' ? outcome.reads.find(({ id }) => id === account) : undefined;
}

/* ---------- Lost update ---------- */

interface Candidate {
  readonly account: AccountFindings;
  readonly overwrite: Overwrite;
}

/** A loss that the balance shows is plainer than one that it hides; then, the fewer lost the better. */
function isPlainer(one: Candidate, other: Candidate): boolean {
  const [shows, otherShows] = [isVisible(one), isVisible(other)];
  if (shows !== otherShows) return shows;
  return one.overwrite.lost.length < other.overwrite.lost.length;
}

/** Whether the balance had moved on when it was overwritten. */
function isVisible({ account: { stored }, overwrite: { writer } }: Candidate): boolean {
  return stored.at(writer.version - 1) !== stored.at(writer.basis);
}

function lostUpdate(accounts: readonly AccountFindings[]): Proof | null {
  let plainest: Candidate | null = null;
  for (const account of accounts) {
    for (const overwrite of account.lost.overwrites) {
      const candidate = { account, overwrite };
      if (plainest === null || isPlainer(candidate, plainest)) plainest = candidate;
    }
  }
  if (plainest === null) return null;
  const { account, overwrite } = plainest;
  const { writer, lost } = overwrite;
  const overdrawn = overdraftAside(account);
  return {
    kind: 'lost update',
    account,
    sentences: [
      overwriting(account, overwrite, ofAccount(account, accounts)),
      ...consequence(account, overwrite),
      ...overdrawn.sentences,
    ],
    operations: [
      ...new Set([writer, ...named(lost), ...overdrawn.first].map(({ operation }) => operation)),
    ],
  };
}

function overwriting(account: AccountFindings, { writer, lost }: Overwrite, where: string): string {
  const { operation, version, basis } = writer;
  const read = readOf(operation, account.chain.account);
  const built =
    read?.version === basis
      ? `read version ${basis}${where} (balance ${count(read.balance)})`
      : `built on version ${basis}${where}`;
  const are = numbered(lost.length, 'is', 'are');
  return `Worker ${operation.worker} ${built} and wrote version ${version}: ${versionsBy(lost)} ${are} lost.`;
}

/** What the overwriting write stored, and over what; nothing where the record does not add up. */
function consequence({ chain, stored }: AccountFindings, { writer }: Overwrite): string[] {
  const { operation, version, basis, by } = writer;
  const read = readOf(operation, chain.account);
  const started = stored.at(basis);
  const doubtful = read?.version === basis && read.balance !== started;
  if (by === 0 || doubtful || stored.unexplained !== 0) return [];
  const act = `${capitalized(nameOf(operation))} ${deed(by)} and stored ${count(started + by)}`;
  const byThen = stored.at(version - 1);
  if (byThen === started) {
    return [
      `${act}; the balance was ${count(started)} again by then, so it does not show the loss.`,
    ];
  }
  const when = byThen === started + by ? 'already' : 'by then';
  return [
    `${act}, although the balance was ${count(byThen)} ${when}: ${count(byThen + by)} was due.`,
  ];
}

/** The first overdraft of an account, as an addition to its lost updates. */
function overdraftAside({ truth, stored }: AccountFindings) {
  const { first } = truth;
  if (first === null) return { sentences: [], first: [] };
  const { operation, by, version, before } = first;
  const there = before > 0 ? `only ${count(before)} of which was there` : 'which was not there';
  const column =
    version === null || stored.unexplained !== 0
      ? ''
      : `, while the column said ${count(stored.at(version))}`;
  const what = `${capitalized(nameOf(operation))}${version === null ? '' : ` (version ${version})`}`;
  const sentence =
    `${what} paid out ${count(-by)}, ${there}: the true balance became ` +
    `${count(before + by)}${column}.`;
  return { sentences: [sentence], first: [first] };
}

function unwrittenUpdate(accounts: readonly AccountFindings[]): Proof | null {
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
    `${capitalized(nameOf(operation))} ${seen}reported that it ${deed(by)}, ` +
    `but wrote no version${where}: its update is lost.`;
  return { kind: 'lost update', account, sentences: [sentence], operations: [operation] };
}

/* ---------- Overdraft, and drift ---------- */

function overdraft(accounts: readonly AccountFindings[]): Proof | null {
  const account = accounts.find(({ truth }) => truth.first !== null);
  const first = account?.truth.first ?? null;
  // Without a lost update every withdrawal wrote a version.
  if (account === undefined || first === null || first.version === null) return null;
  return tellOverdraft(account, first, first.version, ofAccount(account, accounts));
}

function tellOverdraft(
  account: AccountFindings,
  { operation, by, before }: Overdraft,
  version: number,
  where: string,
): Proof {
  const { chain } = account;
  const amount = count(-by);
  const read = readOf(operation, chain.account);
  const stale = read !== undefined && read.version < version;
  const enough = stale && read.balance + by >= 0;
  const between = stale
    ? chain.updates.filter((update) => update.version > read.version && update.version < version)
    : [];
  const decided = enough
    ? `decided that ${amount} could be withdrawn`
    : `withdrew ${amount} all the same`;
  const began = stale
    ? `Worker ${operation.worker} read version ${read.version}${where} (balance ${count(read.balance)}) and ${decided}`
    : `${capitalized(nameOf(operation))} withdrew ${amount} without reading${where} first`;
  const found = `when the balance was ${enough ? 'already ' : ''}${count(before)}`;
  const ended = `its update became version ${version}, ${found}: it is now ${count(before + by)}.`;
  const came = between.length > 0 ? [`${capitalized(versionsBy(between))} came between.`] : [];
  const operations = [operation, ...named(between).map((update) => update.operation)];
  return { kind: 'overdraft', account, sentences: [`${began}; ${ended}`, ...came], operations };
}

function drift(accounts: readonly AccountFindings[]): Proof | null {
  const account = accounts.find(({ stored }) => stored.unexplained !== 0);
  if (account === undefined) return null;
  const { sentences, operations } = findSource(account);
  return { kind: 'drift', account, sentences: [driftSentence(account), ...sentences], operations };
}
