/** Proofs that a round broke, and what all of them speak of. */
import type { OperationRecord, Witness } from '../../model.js';
import type { AccountFindings, LimitFindings } from './findings.js';
import { listed } from '../../text/words.js';

/** A write that wrongs an account. */
export interface Write {
  readonly operation: OperationRecord;
  readonly account: number;
  readonly version: number;
}

/** What breaks a round: one write, or several that do it together. */
export interface WrongWrite {
  /** At least one; whichever takes effect last completes it. */
  readonly writes: readonly Write[];
  /** What the last of them does, as in `overwrites version 1 by A`. */
  readonly phrase: string;
}

/** What proves that a round broke. */
export interface Proof {
  readonly kind: Witness['kind'];
  readonly account: AccountFindings;
  readonly sentences: readonly string[];
  readonly operations: readonly OperationRecord[];
  /** Null when no version shows it. */
  readonly wrong: WrongWrite | null;
}

/** ` of account 2`, where there is more than one. */
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
  { operation, version }: Pick<Write, 'operation' | 'version'>,
): Write => ({ operation, account: chain.account, version });
