/** Checks what a strategy's code returns and passes, because it may be JavaScript or use untyped SQL. */
import { isObject, shown } from '../text/values.js';
import type { Account, AttemptResult, Strategy } from '../model.js';
import { decidedOn, returned } from './defects.js';

/** @throws {EnvironmentError} when the result of an attempt is invalid */
export function checkResult(strategy: Strategy, result: AttemptResult): AttemptResult {
  const given: unknown = result;
  if (!isObject(given)) throw returned(strategy, shown(given));
  const { kind, writes } = given;
  if (kind === 'refused') return result;
  if (kind !== 'committed') throw returned(strategy, shown(given));
  if (writes === undefined) return result;
  if (!Array.isArray(writes))
    throw returned(strategy, `writes that are not an array: ${shown(writes)}`);
  for (const [index, write] of writes.entries()) checkWrite(strategy, write, `writes[${index}]`);
  return result;
}

const FIELDS = ['account', 'version', 'basis'] as const;

function checkWrite(strategy: Strategy, write: unknown, where: string): void {
  if (!isObject(write)) throw returned(strategy, `${where}: ${shown(write)}`);
  for (const field of FIELDS) {
    if (Number.isSafeInteger(write[field])) continue;
    throw returned(strategy, `${where} whose ${field} is ${shown(write[field])}`);
  }
}

/**
 * The rows that an attempt decides on, without those that have no version: they cannot be analysed.
 * @throws {EnvironmentError} when they are not rows of accounts
 */
export function checkRows<A extends Account>(strategy: Strategy, rows: readonly A[]): readonly A[] {
  const given: unknown = rows;
  if (!Array.isArray(given)) throw decidedOn(strategy, shown(given));
  for (const row of given) {
    if (!isObject(row)) throw decidedOn(strategy, `a row that is ${shown(row)}`);
    for (const field of ['id', 'balance']) {
      if (Number.isSafeInteger(row[field])) continue;
      throw decidedOn(strategy, `a row whose ${field} is ${shown(row[field])}`);
    }
  }
  return rows.filter(({ version }) => Number.isSafeInteger(version));
}
