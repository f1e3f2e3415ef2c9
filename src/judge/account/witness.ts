/**
 * The operations that prove a broken verdict, in sentences like the explanations of Elle ("A read
 * version 1 … yet B wrote …"). The sentences contain only facts from the history.
 */
import type { History, Witness } from '../../model.js';
import { proveDrift } from './drift.js';
import type { EstimatedFindings } from './estimate.js';
import { estimatedWitness } from './estimate-words.js';
import type { KnownFindings } from './findings.js';
import { proveOverwrite, proveUnwritten } from './lost-update-proof.js';
import type { Naming } from './naming.js';
import { namingOf } from './naming.js';
import { proveOverdraft } from './overdraft-proof.js';
import type { Proof } from './proof.js';
import { proveWriteSkew } from './write-skew-proof.js';

/**
 * The plainest proof that a round broke: the overwriting write that lost the fewest updates, or
 * else the first overdraft or write skew, or else a balance that does not add up. Null when nothing
 * broke.
 */
export const findProof = ({ accounts, limits }: KnownFindings, naming: Naming): Proof | null =>
  proveOverwrite(accounts, limits, naming) ??
  proveUnwritten(accounts, naming) ??
  proveOverdraft(limits, accounts, naming) ??
  proveWriteSkew(limits, naming) ??
  proveDrift(accounts, naming);

/** The part of a proof that is reported. */
export function witnessFrom(
  round: number,
  { kind, account, sentences, operations }: Proof,
): Witness {
  const names = operations.map(({ worker, sequence }) => ({ worker, sequence }));
  return { kind, round, account: account.chain.account, sentences, operations: names };
}

/** The plainest proof of a race as it is reported; an estimate has sums instead of operations. */
export function findWitness(
  history: History,
  findings: KnownFindings | EstimatedFindings,
): Witness | null {
  if (findings.kind === 'estimated') return estimatedWitness(history.round, findings);
  const proof = findProof(findings, namingOf(history));
  return proof === null ? null : witnessFrom(history.round, proof);
}
