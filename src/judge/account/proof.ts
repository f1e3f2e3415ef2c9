/** Proofs that a round broke, and what all of them contain. */
import type { OperationRecord, Witness } from '../../model.js';
import type { AccountFindings, LimitFindings } from './findings.js';
import { listed } from '../../text/words.js';

/** A write that breaks an account. */
export interface VersionWrite {
  readonly operation: OperationRecord;
  readonly account: number;
  readonly version: number;
}

/** The writes that break a round: one, or several together. */
export interface WrongWrite {
  /** At least one. The one that takes effect last completes the anomaly. */
  readonly writes: readonly VersionWrite[];
  /** What the last of them does: `overwrites version 1 by A`. */
  readonly phrase: string;
}

/** What proves that a round broke. */
export interface Proof {
  readonly kind: Witness['kind'];
  readonly account: AccountFindings;
  readonly sentences: readonly string[];
  readonly operations: readonly OperationRecord[];
  /** Null when no version shows the anomaly. */
  readonly wrong: WrongWrite | null;
}

/** ` of account 2`, if there is more than one account. */
export const ofAccount = (
  { chain }: AccountFindings,
  accounts: readonly AccountFindings[],
): string => (accounts.length > 1 ? ` of account ${chain.account}` : '');

/** `accounts 1 and 2` */
export const accountsOf = ({ accounts }: LimitFindings): string =>
  `accounts ${listed(accounts.map(({ chain }) => String(chain.account)))}`;

/** An update of an account, as a proof names it. */
export const writeOf = (
  { chain }: Pick<AccountFindings, 'chain'>,
  { operation, version }: Pick<VersionWrite, 'operation' | 'version'>,
): VersionWrite => ({ operation, account: chain.account, version });
