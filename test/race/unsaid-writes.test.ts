import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';

import type { Strategy } from '../../src/model.js';
import { forUpdate } from '../../src/strategies/for-update.js';
import { naive } from '../../src/strategies/naive.js';
import { lab, raced } from '../support/lab.js';
import { unsaid } from '../support/unsaid.js';

const SMALL = { workers: '10', operations: '10', think: '1' };

describe('a strategy that does not say what it wrote', () => {
  test('is broken when its balance lacks updates', async () => {
    const result = await raced('unsaid-naive', SMALL, [unsaid(naive)]);
    const { drift, lostUpdates, operations, initialBalance, finalBalance } = result;
    expect(result).toMatchObject({ estimated: true, verdict: 'broken' });
    expect(lostUpdates).toBe((drift ?? 0) / 10);
    expect(finalBalance).toBe(initialBalance - 10 * (operations.committed - (lostUpdates ?? 0)));
    expect(result.witness).toMatchObject({ kind: 'drift', round: 1, account: 1, operations: [] });
    expect(result.witness?.sentences[0]).toMatch(/at least \d+ updates were lost\.$/);
  });

  test('holds when its balance adds up, with a note on how much that proves', async () => {
    const result = await raced('unsaid-for-update', SMALL, [unsaid(forUpdate)]);
    expect(result).toMatchObject({
      estimated: true,
      verdict: 'held',
      lostUpdates: 0,
      violations: 0,
      drift: 0,
      witness: null,
    });
    expect(result.reason).toMatch(/^Held in 100 operations; .* does not say what its writes/);
  });

  test('holds beside one that says what it wrote, and only its own figures are estimates', async () => {
    const strategy = ['for-update', 'unsaid-for-update'];
    const flags = { ...SMALL, strategy, rounds: '2', expect: ['held', 'lost-updates=0'] };
    const { results, expectations } = await lab(flags, [unsaid(forUpdate)]);
    expect(results.map(({ estimated }) => estimated)).toEqual([false, true]);
    expect(results[1]?.rounds.map(({ estimated }) => estimated)).toEqual([true, true]);
    expect(expectations.map(({ met, actual }) => [met, actual])).toEqual([
      [true, 'held'],
      [true, 'held'],
      [true, 0],
      [null, 'at least 0'],
    ]);
  });

  test('is broken when it reports success and writes nothing', async () => {
    const lazy: Strategy = {
      ...naive,
      name: 'lazy',
      attempt: async (db) => {
        await sql`select 1`.execute(db);
        return { kind: 'committed' };
      },
    };
    const result = await raced('lazy', { ...SMALL, scenario: 'mixed' }, [lazy]);
    expect(result).toMatchObject({ estimated: true, verdict: 'broken', lostUpdates: 100 });
  });
});
