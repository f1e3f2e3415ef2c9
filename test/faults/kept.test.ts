/** The printed tables agree with the kept database tables. */
import { expect, onTestFinished, test } from 'vitest';

import { serverUrl } from '../support/server.js';
import { openSession } from '../support/sessions.js';
import { call } from '../cli/harness.js';

interface Kept {
  readonly server: { readonly schema: string };
  readonly results: readonly { readonly strategy: string; readonly finalBalance: number }[];
}

/** Runs with --keep, and drops the schema when the test ends. */
async function kept(...flags: readonly string[]): Promise<Kept> {
  const ended = await call(['run', '--url', serverUrl(), '--keep', '--json', ...flags]);
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  const report: Kept = JSON.parse(ended.stdout);
  onTestFinished(async () => {
    const session = await openSession();
    await session.script(`drop schema ${report.server.schema} cascade`);
  });
  return report;
}

async function sumOf(from: string): Promise<number> {
  const session = await openSession();
  const sql = `select sum(balance)::bigint as sum from ${from}`;
  const [row] = await session.query<{ sum: number }>(sql);
  return row?.sum ?? Number.NaN;
}

test.each(['naive', 'check-then-decrement', 'for-update'])(
  'the final balance of %s is the sum over the kept accounts',
  async (strategy) => {
    const size = ['--accounts', '3', '--workers', '20', '--operations', '10'];
    const flags = ['--strategy', strategy, '--scenario', 'mixed', ...size];
    const { server, results } = await kept(...flags);
    expect(results[0]?.finalBalance).toBe(await sumOf(`${server.schema}.account`));
  },
);

test('with several strategies and rounds, each final state is kept', async () => {
  const flags = ['--strategy', 'naive,atomic', '--rounds', '2', '--workers', '10'];
  const { server, results } = await kept(...flags);
  for (const { strategy, finalBalance } of results) {
    const states = `${server.schema}.final_state where strategy = '${strategy}'`;
    expect(finalBalance).toBe(await sumOf(states));
  }
});
