/** What reports say of what was carried out, and of how far it can be judged. */
import type { RunPlan, ServerInfo } from '../../model.js';
import { count, counted } from '../../text/numbers.js';
import { listed } from '../../text/words.js';

/** `2 workers × 1 operation` */
export const product = (workers: number, operations: number): string =>
  `${counted(workers, 'worker')} × ${counted(operations, 'operation')}`;

/** The accounts that were worked on, and by how much, in parts that belong together. */
export function accountParts({
  accounts,
  balance,
  amount: { min, max },
}: Pick<RunPlan, 'accounts' | 'balance' | 'amount'>): string[] {
  return [
    counted(accounts, 'account'),
    `starting balance ${count(balance)}${accounts > 1 ? ' each' : ''}`,
    `amount ${min === max ? count(min) : `${count(min)}..${count(max)}`}`,
  ];
}

/** `Embedded PostgreSQL 18.4` */
export const serverName = ({ kind, version }: ServerInfo): string =>
  `${kind === 'embedded' ? 'Embedded PostgreSQL' : 'PostgreSQL'} ${version}`;

/**
 * Of which strategies less is known, why, and what cannot be seen of them.
 * @param names at least one
 * @param made what was made from balances instead, up to that word
 */
export function estimateSentence(names: readonly string[], made: string): string {
  const say = names.length === 1 ? 'does not say what its' : 'do not say what their';
  return (
    `${listed(names)} ${say} writes built on, so ${made} balances, and errors that cancel ` +
    'each other are not seen.'
  );
}
