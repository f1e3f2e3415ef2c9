import { expect, test } from 'vitest';

import { judgeRounds } from '../../../src/judge/account/race.js';
import type { History, OperationRecord } from '../../../src/model.js';
import { examples, fc } from '../../support/fast-check.js';

/** One withdrawal from or deposit into one account, made after the one before has ended. */
interface Movement {
  readonly account: number;
  readonly by: number;
}

const OWNERS = [
  [1, 2],
  [3, 4],
];

const movements: fc.Arbitrary<readonly Movement[]> = fc.array(
  fc.record({
    account: fc.integer({ min: 1, max: 4 }),
    by: fc.integer({ min: -20, max: 20 }).filter((by) => by !== 0),
  }),
  { maxLength: 30 },
);

/** Runs movements one after another, and returns what happened to each owner's sum. */
function play(list: readonly Movement[], balance: number) {
  const rows = new Map([1, 2, 3, 4].map((id) => [id, { id, balance, version: 0 }]));
  const initial = [...rows.values()];
  const operations: OperationRecord[] = [];
  let violations = 0;
  let lowest = 2 * balance;
  list.forEach(({ account, by }, index) => {
    const row = rows.get(account) ?? { id: account, balance: 0, version: 0 };
    const next = { id: account, balance: row.balance + by, version: row.version + 1 };
    rows.set(account, next);
    const owner = OWNERS.find((accounts) => accounts.includes(account)) ?? [];
    const sum = owner.reduce((all, id) => all + (rows.get(id)?.balance ?? 0), 0);
    lowest = Math.min(lowest, sum);
    if (by < 0 && sum < 0) violations += 1;
    operations.push({
      worker: index + 1,
      sequence: 1,
      kind: by < 0 ? 'withdraw' : 'deposit',
      changes: [{ account, by }],
      startedAt: 0,
      endedAt: index + 1,
      activeFrom: 0,
      activeUntil: index + 1,
      retries: [],
      outcome: {
        kind: 'committed',
        reads: [],
        writes: [{ account, version: next.version, basis: row.version }],
      },
    });
  });
  const history: History = {
    strategy: 'simulated',
    scenario: 'joint',
    round: 1,
    workers: operations.length,
    processes: 1,
    initial,
    limits: OWNERS,
    final: [...rows.values()],
    operations,
    durationMs: list.length,
    cutShort: false,
  };
  return { history, violations, lowest };
}

test('violations and lowest sums match rows that are added up after every movement', () => {
  fc.assert(
    fc.property(movements, fc.integer({ min: 0, max: 20 }), (list, balance) => {
      const { history, violations, lowest } = play(list, balance);
      const result = judgeRounds([history]);
      expect(result).toMatchObject({
        violations,
        lowestTrueBalance: lowest,
        lowestStoredBalance: lowest,
        drift: 0,
        lostUpdates: 0,
      });
      expect(result.witness?.kind).toBe(violations > 0 ? 'write skew' : undefined);
      expect(`${result.reason} ${result.witness?.sentences.join(' ') ?? ''}`).not.toMatch(
        /NaN|undefined|null/,
      );
    }),
    { numRuns: examples(100) },
  );
});

test('the order of the records does not matter', () => {
  fc.assert(
    fc.property(movements, fc.integer({ min: 0, max: 20 }), (list, balance) => {
      const { history } = play(list, balance);
      const reversed = { ...history, operations: [...history.operations].toReversed() };
      expect(judgeRounds([reversed])).toEqual(judgeRounds([history]));
    }),
    { numRuns: examples(100) },
  );
});

test('withdrawals alone break a limit exactly when the sum ends below zero, in any order', () => {
  fc.assert(
    fc.property(movements, fc.infiniteStream(fc.nat({ max: 99 })), (list, times) => {
      const { history } = play(
        list.map(({ account, by }) => ({ account, by: -Math.abs(by) })),
        15,
      );
      const operations = Array.from(history.operations, (operation) => ({
        ...operation,
        endedAt: Number(times.next().value),
      }));
      const { violations, lowestTrueBalance } = judgeRounds([{ ...history, operations }]);
      const balances = new Map(history.final?.map(({ id, balance }) => [id, balance]));
      const sums = OWNERS.map((ids) => ids.reduce((all, id) => all + (balances.get(id) ?? 0), 0));
      expect(lowestTrueBalance).toBe(Math.min(...sums));
      expect((violations ?? 0) > 0).toBe(Math.min(...sums) < 0);
    }),
    { numRuns: examples(150) },
  );
});
