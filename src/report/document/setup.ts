/** Shared sentences about the workload, the server and estimates. */
import type { RunPlan, ServerInfo } from '../../model.js';
import { count, counted } from '../../text/numbers.js';
import { listed } from '../../text/words.js';

/** The accounts and amounts, in parts that stay together. */
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
 * A sentence about strategies that are judged by balances, and what that cannot show.
 * @param names at least one
 * @param made begins the clause that ends in "balances": `counts are estimated from`
 */
export function estimateSentence(names: readonly string[], made: string): string {
  const say = names.length === 1 ? 'does not say what its' : 'do not say what their';
  return (
    `${listed(names)} ${say} writes built on, so ${made} balances, and errors that cancel ` +
    'each other are not seen.'
  );
}
