/** Load from outside, and what the report must say of it. */
import autocannon, { type Options } from 'autocannon';
import { expect } from 'vitest';

import { openSession } from '../support/sessions.js';

/** Withdraws 10 again and again. @returns how many were answered with 200 */
export async function load(
  address: string,
  account: number,
  strategy: string,
  extent: Pick<Options, 'connections' | 'amount' | 'duration'>,
): Promise<number> {
  const result = await autocannon({
    url: `${address}/accounts/${account}/withdraw`,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ amount: 10, strategy }),
    ...extent,
  });
  expect(result.errors).toBe(0);
  return result['2xx'];
}

/** What the report says of an account. */
export interface AccountFigures {
  readonly initialBalance: number;
  readonly finalBalance: number;
  readonly drift: number;
  readonly lostUpdates: number;
  readonly verdict: string;
  readonly operations: { readonly committed: number };
}

/**
 * Checks the figures against each other, and against the balances in the database. A load by time ends with
 * requests whose answers the client did not wait for, so that there may be more commits than answers.
 */
export function expectAgreement(
  [naive, locked]: readonly [AccountFigures, AccountFigures],
  answered: readonly [number, number],
  sum: number,
): void {
  expect(naive).toMatchObject({ verdict: 'broken', lostUpdates: naive.drift / 10 });
  expect(naive.lostUpdates).toBeGreaterThan(0);
  expect(locked).toMatchObject({ verdict: 'held', lostUpdates: 0, drift: 0 });
  for (const [index, { operations }] of [naive, locked].entries()) {
    expect(operations.committed).toBeGreaterThanOrEqual(answered[index] ?? 0);
  }
  const taken = ({ initialBalance, operations, lostUpdates }: AccountFigures) =>
    initialBalance - 10 * (operations.committed - lostUpdates);
  expect(naive.finalBalance).toBe(taken(naive));
  expect(locked.finalBalance).toBe(taken(locked));
  expect(sum).toBe(naive.finalBalance + locked.finalBalance);
}

/** `SELECT sum(balance)`, on the server of the test run. */
export async function sumInDatabase(schema: string): Promise<number> {
  const session = await openSession();
  const [row] = await session.query<{ sum: number }>(
    `select sum(balance)::bigint as sum from ${schema}.account`,
  );
  return row?.sum ?? Number.NaN;
}
