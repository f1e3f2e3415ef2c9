import { describe, expect, test } from 'vitest';

import { scenarios } from '../../src/scenarios/index.js';
import { strategies } from '../../src/strategies/index.js';
import { raceLab } from '../support/command.js';

/** The paragraph of each name: its line, and those that are indented below it. */
function entries(text: string): ReadonlyMap<string, string> {
  const found = text.matchAll(/^ {2}(?<name>[a-z-]+) .*(?:\n {24}.*)*$/gm);
  return new Map(
    [...found].map(({ 0: entry, groups }) => [
      groups?.['name'] ?? '',
      entry.replaceAll(/\s+/g, ' '),
    ]),
  );
}

describe('list', () => {
  test('tells every strategy and scenario, in order, within 80 columns', async () => {
    const { code, stdout, stderr } = await raceLab(['list']);
    expect({ code, stderr }).toStrictEqual({ code: 0, stderr: '' });
    const told = entries(stdout);
    expect([...told.keys()]).toStrictEqual([...strategies, ...scenarios].map(({ name }) => name));
    for (const { name, summary } of [...strategies, ...scenarios]) {
      expect(told.get(name)).toContain(summary);
    }
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  test.each([
    ['naive', /allows lost updates, overdrafts$/],
    ['check-then-decrement', /prevents lost updates; allows overdrafts$/],
    ['mutex', /prevents lost updates, overdrafts; in one process only$/],
    ['for-share', /prevents lost updates, overdrafts; allows deadlocks$/],
    ['optimistic-date', /prevents lost updates, overdrafts; hardly anything gets through$/],
    ['for-update', /prevents lost updates, overdrafts$/],
    ['withdraw', /\(invariant: balance >= 0\)$/],
  ])('says what %s claims', async (name, claims) => {
    expect(entries((await raceLab(['list'])).stdout).get(name)).toMatch(claims);
  });

  test('as JSON', async () => {
    const { code, stdout, stderr } = await raceLab(['list', '--json']);
    expect({ code, stderr }).toStrictEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toStrictEqual({
      strategies: strategies.map(({ name, summary, claims, sqlstates }) => ({
        name,
        summary,
        claims,
        sqlstates,
      })),
      scenarios: scenarios.map(({ name, summary, invariant, exposes }) => ({
        name,
        summary,
        invariant,
        exposes,
      })),
    });
  });
});
