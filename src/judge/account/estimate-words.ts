/**
 * Sentences about the balances of a round. They give sums, because the operations at fault are
 * unknown.
 */
import type { Witness } from '../../model.js';
import { count, counted } from '../../text/numbers.js';
import {
  type AccountEstimate,
  type EstimatedFindings,
  isUntouched,
  type LimitEstimate,
} from './estimate.js';
import { countViolations, isShared } from './findings.js';
import { capitalized, listed, numbered } from '../../text/words.js';

/** Why there are estimates, and what they cannot show. */
export const ESTIMATED =
  'The strategy does not say what its writes built on, so lost updates are estimated from ' +
  'balances, and errors that cancel each other are not seen.';

/** What went wrong, in a few sentences; null when the balances show nothing. */
export function estimatedDamage(findings: EstimatedFindings): string | null {
  const { accounts, limits } = findings;
  const lost = accounts.reduce((all, account) => all + account.lost.count, 0);
  const { violations, writeSkews } = countViolations(limits);
  const overdrafts = violations - writeSkews;
  const facts: string[] = [];
  if (lost > 0) {
    const were = numbered(lost, 'was', 'were');
    facts.push(`at least ${counted(lost, 'committed update')} ${were} lost`);
  }
  if (overdrafts > 0) {
    const who = counted(overdrafts, 'withdrawal');
    facts.push(`at least ${who} paid out money that was not there`);
  }
  if (writeSkews > 0) {
    const who = counted(writeSkews, 'withdrawal');
    facts.push(`at least ${who} broke a limit that several accounts share`);
  }
  const adrift = accounts.find(({ unexplained }) => unexplained);
  const sentences = [
    ...(facts.length > 0 ? [`${capitalized(listed(facts))}.`] : []),
    ...(adrift === undefined ? [] : [balanceSentence(adrift)]),
  ];
  return sentences.length > 0 ? [...sentences, ESTIMATED].join(' ') : null;
}

/** What stays open in a round whose balances show no error. */
export function estimatedDoubt({ accounts }: EstimatedFindings): string {
  const sparse = accounts.find((account) => account.lost.count === 0 && versionsLack(account));
  return [ESTIMATED, ...(sparse === undefined ? [] : versionSentences(sparse))].join(' ');
}

/* ---------- Witness ---------- */

/**
 * The sums of the first account with a wrong balance, or else of the first broken limit; null when
 * the balances show no error.
 */
export function estimatedWitness(round: number, findings: EstimatedFindings): Witness | null {
  const { accounts, limits } = findings;
  const account = accounts.find(({ lost }) => lost.count > 0) ?? accounts.find(isAdrift);
  const limit = limits.find(
    ({ truth, accounts: under }) =>
      truth.violations > 0 && (account === undefined || under.includes(account)),
  );
  const breach = limit === undefined ? [] : [limitSentence(limit)];
  if (account !== undefined) {
    const sentences = [balanceSentence(account), ...versionSentences(account), ...breach];
    return { kind: 'drift', round, account: account.account, sentences, operations: [] };
  }
  const [first] = limit?.accounts ?? [];
  if (limit === undefined || first === undefined) return null;
  const kind = isShared(limit) ? 'write skew' : 'overdraft';
  return { kind, round, account: first.account, sentences: breach, operations: [] };
}

/** Whether the balance of an account differs from the expected one. */
export const isAdrift = ({ drift }: AccountEstimate): boolean => drift !== 0;

/** `Account 1 started at 500; 37 committed withdrawals took 370, so it should hold 130, and …` */
function balanceSentence(estimate: AccountEstimate): string {
  const { account, initial, final, expected } = estimate;
  const started = `Account ${account} started at ${count(initial.balance)}; ${movementsOf(estimate)}`;
  if (isUntouched(estimate) && estimate.lost.count > 0) {
    return `${started}, but it was never updated: ${lossOf(estimate)}.`;
  }
  const held = `it should hold ${count(expected)}, and it holds ${count(final.balance)}`;
  return `${started}, so ${held}: ${lossOf(estimate)}.`;
}

function movementsOf({ deposits, withdrawals }: AccountEstimate): string {
  const total = (amounts: readonly number[]) => count(amounts.reduce((a, b) => a + b, 0));
  const parts = [
    ...(deposits.length > 0
      ? [`${counted(deposits.length, 'committed deposit')} brought ${total(deposits)}`]
      : []),
    ...(withdrawals.length > 0
      ? [`${counted(withdrawals.length, 'committed withdrawal')} took ${total(withdrawals)}`]
      : []),
  ];
  return parts.length === 0 ? 'no committed operation changed it' : listed(parts);
}

function lossOf(estimate: AccountEstimate): string {
  const { lost, unexplained } = estimate;
  if (unexplained) {
    return (
      'lost updates cannot explain that, so the strategy wrote a different amount from the one ' +
      'requested, or something else writes to this schema'
    );
  }
  const all = lost.count === updatesOf(estimate);
  if (all)
    return lost.count === 1 ? 'its update was lost' : `all ${count(lost.count)} updates were lost`;
  return `at least ${counted(lost.count, 'update')} ${numbered(lost.count, 'was', 'were')} lost`;
}

const updatesOf = ({ deposits, withdrawals }: AccountEstimate): number =>
  deposits.length + withdrawals.length;

const versionsOf = ({ initial, final }: AccountEstimate): number => final.version - initial.version;

/** Whether the account was updated fewer times than committed operations say. */
const versionsLack = (estimate: AccountEstimate): boolean =>
  versionsOf(estimate) < updatesOf(estimate);

/**
 * What the number of versions adds. It is only a hint: a strategy may update once for several
 * operations, or twice for one.
 */
function versionSentences(estimate: AccountEstimate): string[] {
  const versions = versionsOf(estimate);
  const updates = updatesOf(estimate);
  if (versions === updates || isUntouched(estimate)) return [];
  const times = numbered(versions, 'once', `${count(versions)} times`);
  const share = `Account ${estimate.account} was updated ${times} for ${counted(updates, 'committed operation')}`;
  return [
    versionsLack(estimate)
      ? `${share}: some were written together, or never.`
      : `${share}: some wrote more than once, or one that did not commit left a write behind.`,
  ];
}

function limitSentence(limit: LimitEstimate): string {
  const { accounts, funds, withdrawals, truth } = limit;
  const ids = accounts.map(({ account }) => String(account));
  const who = isShared(limit) ? `Accounts ${listed(ids)} together` : `Account ${listed(ids)}`;
  const paid = withdrawals.reduce((a, b) => a + b, 0);
  const broke = isShared(limit)
    ? 'broke the limit that they share'
    : 'took money that was not there';
  return (
    `${who} had at most ${count(funds)} to pay out, deposits included, and paid out ` +
    `${count(paid)}: in any order, at least ${counted(truth.violations, 'withdrawal')} ${broke}.`
  );
}
