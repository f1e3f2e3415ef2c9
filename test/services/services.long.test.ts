/** Services that do something after their answers. */
import { rmSync } from 'node:fs';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { bankProject, keptBankProject } from './bank.js';
import { explored, type ExploredServices } from './explored.js';

const directories: string[] = [];
afterAll(() => {
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
});

test('a COMMIT that comes well after the answer belongs to the worker that began', async () => {
  const directory = bankProject(`export const one = bank('commits-much-later');`);
  const { results } = await explored(directory);
  expect(results['commits-much-later']).toMatchObject({
    verdict: 'held',
    schedules: 24,
    unsteady: 0,
  });
});

describe('what a service does after its answers is no step of a worker', () => {
  const DELAYS_MS = [400, 900, 1_500, 2_500];
  let report: ExploredServices;
  beforeAll(async () => {
    const cases = DELAYS_MS.map(
      (ms) =>
        `export const after${ms} = bank('after-${ms}', { path: '/logs-much-later', mode: '${ms}' });`,
    );
    const directory = keptBankProject(cases.join('\n'));
    directories.push(directory);
    report = await explored(directory, { codeMs: 10_000, serviceMs: 30_000, watchMs: 3_000 });
  }, 240_000);

  test.each(DELAYS_MS)('%i ms after', (ms) => {
    const result = report.results[`after-${ms}`];
    expect(result).toMatchObject({ verdict: 'inconclusive', schedules: 24, unsteady: 0 });
    expect(result?.reason).toContain('"insert into job values (1)"');
  });
});

test('late work that looks like that of a worker is waited for', async () => {
  const directory = bankProject(
    `export const one = bank('one', { path: '/logs-in-transaction-later', mode: '400' });`,
  );
  const { results } = await explored(directory);
  expect(results['one']).toMatchObject({ verdict: 'inconclusive', schedules: 24, unsteady: 0 });
}, 240_000);
