import { describe, expect, test } from 'vitest';

import { scenarios } from '../../src/scenarios/index.js';
import { strategies } from '../../src/strategies/index.js';
import { call } from './harness.js';

/** The paragraph of each name: its line, and the indented lines below it. */
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
  test('prints every strategy and scenario, in order, within 80 columns', async () => {
    const { code, stdout, stderr } = await call(['list']);
    expect({ code, stderr }).toStrictEqual({ code: 0, stderr: '' });
    const paragraphs = entries(stdout);
    expect([...paragraphs.keys()]).toStrictEqual(
      [...strategies, ...scenarios].map(({ name }) => name),
    );
    for (const { name, summary } of [...strategies, ...scenarios]) {
      expect(paragraphs.get(name)).toContain(summary);
    }
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  test('prints the claims of each strategy as a matrix', async () => {
    const [, matrix = ''] =
      /What each claims\n\n(.*?)\n\n/s.exec((await call(['list'])).stdout) ?? [];
    const [first = '', second = '', ...rows] = matrix.split('\n');
    const starts = [...second.matchAll(/\S+/g)].map(({ index }) => index);
    const cells = (row: string) =>
      [0, ...starts].map((start, column) => row.slice(start, starts[column]).trim());
    expect(cells(first)).toStrictEqual([
      '',
      'lost',
      'over-',
      'write',
      'dead-',
      'one process',
      'gets',
    ]);
    expect(cells(second)).toStrictEqual([
      '',
      'updates',
      'drafts',
      'skew',
      'locks',
      'only',
      'stuck',
    ]);
    expect(rows.map(cells)).toStrictEqual(
      strategies.map(({ name, claims }) => [
        name,
        claims.lostUpdates === 'possible' ? 'possible' : '-',
        claims.overdrafts === 'possible' ? 'possible' : '-',
        claims.writeSkew === 'possible' ? 'possible' : '-',
        claims.deadlocks === 'possible' ? 'possible' : '-',
        claims.processes === 'any' ? '-' : 'yes',
        claims.progress === 'yes' ? '-' : 'yes',
      ]),
    );
  });

  test('says what scenarios do not cover', async () => {
    const text = (await call(['list'])).stdout.replaceAll(/\s+/g, ' ');
    expect(text).toContain("update existing rows in the lab's own table account");
    expect(text).toContain('rules over inserted rows');
  });

  test('says what must hold in each scenario', async () => {
    const paragraphs = entries((await call(['list'])).stdout);
    for (const { name, invariant } of scenarios) {
      expect(paragraphs.get(name)?.endsWith(` (invariant: ${invariant})`)).toBe(true);
    }
  });

  test('recommends only strategies that neither break nor get stuck on one account', async () => {
    const { stdout } = await call(['list']);
    const [, choices = ''] = /Which to choose\n\n(.*?)\n\n/s.exec(stdout) ?? [];
    const recommended = strategies.filter(({ name }) => RegExp(`\\b${name}\\b(?!-)`).test(choices));
    expect(recommended.map(({ name }) => name)).toStrictEqual([
      'serializable',
      'for-update',
      'optimistic',
      'atomic',
      'check-constraint',
    ]);
    for (const { claims } of recommended) {
      expect(claims).toMatchObject({ lostUpdates: 'prevented', overdrafts: 'prevented' });
      expect(claims).toMatchObject({ deadlocks: 'none', processes: 'any', progress: 'yes' });
    }
  });

  test('prints JSON with --json', async () => {
    const { code, stdout, stderr } = await call(['list', '--json']);
    expect({ code, stderr }).toStrictEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toStrictEqual({
      strategies: strategies.map(({ name, summary, claims, sqlstates }) => ({
        name,
        summary,
        claims,
        sqlstates,
      })),
      scenarios: scenarios.map(({ name, summary, invariant, exposes, accounts }) => ({
        name,
        summary,
        invariant,
        exposes,
        accounts,
      })),
    });
  });
});
