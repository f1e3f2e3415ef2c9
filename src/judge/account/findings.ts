/** What the versions show about one round. */
import type { History } from '../../model.js';
import { count } from '../../text/numbers.js';
import { estimate, type EstimatedFindings, leavesWritesOpen } from './estimate.js';
import {
  type BalanceReplay,
  expectedBalance,
  replayBalances,
  type StoredBalances,
  storedBalances,
} from './invariants.js';
import { findLostUpdates, type LostUpdates } from './lost-updates.js';
import { type Naming, namingOf } from './naming.js';
import { countIndeterminate } from './tally.js';
import { type Chain, type Contradiction, traceVersions } from './versions.js';
import { numbered } from '../../text/words.js';

export interface AccountFindings {
  readonly chain: Chain;
  readonly lost: LostUpdates;
  readonly stored: StoredBalances;
  /** The expected balance. */
  readonly expected: number;
}

/** Accounts whose sum must never go below zero: one, or several that share a limit. */
export interface LimitFindings {
  readonly accounts: readonly AccountFindings[];
  readonly truth: BalanceReplay;
}

/** What is known of a round. */
export interface KnownFindings {
  readonly kind: 'known';
  readonly accounts: readonly AccountFindings[];
  readonly limits: readonly LimitFindings[];
}

/**
 * Estimated when the strategy does not report its writes. Unknown when the history is incomplete or
 * contradicts itself; the reason is a sentence or two.
 */
export type Findings =
  KnownFindings | EstimatedFindings | { readonly kind: 'unknown'; readonly reason: string };

/** The common part of known and estimated limits. */
interface JudgedLimit {
  readonly accounts: readonly unknown[];
  readonly truth: { readonly violations: number };
}

/** Whether several accounts share the limit. A violation is then a write skew. */
export const isShared = ({ accounts }: Pick<JudgedLimit, 'accounts'>): boolean =>
  accounts.length > 1;

/** Violations of all limits, and how many of them are of limits that several accounts share. */
export function countViolations(limits: readonly JudgedLimit[]) {
  let violations = 0;
  let writeSkews = 0;
  for (const limit of limits) {
    violations += limit.truth.violations;
    if (isShared(limit)) writeSkews += limit.truth.violations;
  }
  return { violations, writeSkews };
}

/**
 * Examines every account of a round.
 * @param naming how the reason of an unknown result names operations
 */
export function examine(history: History, naming: Naming = namingOf(history)): Findings {
  if (history.final === null) {
    const reason = 'The server was lost before the final balance could be read.';
    return { kind: 'unknown', reason };
  }
  if (leavesWritesOpen(history)) return estimate(history, history.final, naming);
  const versions = traceVersions(history, history.final, naming);
  if (versions.kind === 'contradiction') {
    return { kind: 'unknown', reason: explain(versions, history) };
  }
  const accounts = versions.chains.map((chain) => ({
    chain,
    lost: findLostUpdates(chain),
    stored: storedBalances(chain),
    expected: expectedBalance(chain),
  }));
  return { kind: 'known', accounts, limits: limitsOf(history, accounts) };
}

function limitsOf({ limits }: History, accounts: readonly AccountFindings[]): LimitFindings[] {
  const known = new Map(accounts.map((account) => [account.chain.account, account]));
  return limits.map((limit) => {
    const under = limit.flatMap((account) => known.get(account) ?? []);
    return { accounts: under, truth: replayBalances(under) };
  });
}

/** An indeterminate operation probably wrote the version that has no writer. */
function explain({ missing, example }: Contradiction, { operations }: History): string {
  const open = countIndeterminate(operations);
  if (missing === null || open === 0) return example;
  const subject = numbered(open, '1 operation is', `${count(open)} operations are`);
  const they = numbered(open, 'it', 'they');
  const version = `version ${missing.version} of account ${missing.account}`;
  return (
    `${subject} indeterminate: the connection broke while ${they} committed, and ${version} ` +
    'has no other writer. Run it again.'
  );
}
