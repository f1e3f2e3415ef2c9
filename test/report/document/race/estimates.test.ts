/** Reports with estimated figures beside counted ones. */
import { describe, expect, test } from 'vitest';

import { judgeRounds } from '../../../../src/judge/account/race.js';
import { commandOf } from '../../../../src/plan/command.js';
import { reporters } from '../../../../src/report/index.js';
import { history } from '../../../judge/account/notation.js';
import { held, planOf, reportOf } from './fixtures.js';
import { readBack } from '../../formats/read-csv.js';

const LOST = `
  start 15
  w1: read 0=15, unsaid -10
  w2: read 0=15, unsaid -10
  end 2=5
`;

const FINE = `
  start 20
  w1: unsaid -10
  w2: unsaid -10
  end 2=0
`;

const judged = (strategy: string, text: string) => judgeRounds([history(text, { strategy })]);

const report = reportOf([
  held('for-update'),
  judged('unsaid-naive', LOST),
  judged('unsaid-atomic', FINE),
]);

const print = (format: 'table' | 'markdown') =>
  reporters[format](report, { width: 80, color: false }).replace(
    commandOf(report.plan, ['unsaid-naive']),
    '<command for unsaid-naive>',
  );

describe('at 80 columns', () => {
  test('a sign marks a lower bound, and a note explains it', () => {
    expect(print('table')).toMatchInlineSnapshot(`
      "withdraw: 50 workers × 20 operations, 1 account, starting balance 5,000,
        amount 10, 1 round, seed 42
      Embedded PostgreSQL 18.4; rates under fsync=on, synchronous_commit=on.

      ───────────────────────────────────────────────────────────────────────────────
                                final     lost                              p50   p99
      strategy       verdict  balance  updates  violations  retries  ops/s   ms    ms
      ───────────────────────────────────────────────────────────────────────────────
      for-update     held           0        0           0        0  3,411   12  31.3
      unsaid-naive   broken         5      ≥ 1         ≥ 1        0    200   10    10
      unsaid-atomic  held           0      ≥ 0         ≥ 0        0    200   10    10
      ───────────────────────────────────────────────────────────────────────────────

      ≥: unsaid-naive and unsaid-atomic do not say what their writes built on, so
        counts are estimated from balances, and errors that cancel each other are not
        seen.
      Latency is closed-loop, in milliseconds, with retries and their pauses included.
      No room for: committed, refused, failed, expected balance, drift and 9 more. A
        wider terminal, --json and --format csv show them.

      unsaid-naive broken: drift
        Account 1 started at 15; 2 committed withdrawals took 20, so it should hold
          -5, and it holds 5: at least 1 update was lost.
        Account 1 had at most 15 to pay out, deposits included, and paid out 20: in
          any order, at least 1 withdrawal took money that was not there.
        Race it again:
          race({ ...options, strategy: unsaidNaive, seed: 42 })

      Cheapest that held: for-update (3,411 operations/s, p50 12 ms); ahead of
        unsaid-atomic (200).
      "
    `);
  });

  test('without an estimate there is no sign and no note', () => {
    const text = reporters.table(reportOf([held('for-update')]), { width: 200, color: false });
    expect(text).not.toMatch(/[≥≤]|estimated/);
  });

  test('a wide table shows the lowest balances as upper bounds', () => {
    const text = reporters.table(report, { width: 250, color: false });
    expect(text).toMatch(/^unsaid-naive .* ≥ 1 .* ≤ -5 +≤ 5 /m);
  });
});

test('in Markdown', () => {
  expect(print('markdown')).toMatchInlineSnapshot(`
    "### race-lab: withdraw

    50 workers × 20 operations, 1 account, starting balance 5,000, amount 10, 1 round, seed 42.
    Embedded PostgreSQL 18.4; rates under fsync=on, synchronous\\_commit=on.

    | strategy | verdict | final balance | lost updates | violations | committed | refused | failed | retries | ops/s | p50 ms | p99 ms |
    | :-- | :-- | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |
    | for-update | held | 0 | 0 | 0 | 500 | 500 | 0 | 0 | 3,411 | 12 | 31.3 |
    | unsaid-naive | broken | 5 | ≥ 1 | ≥ 1 | 2 | 0 | 0 | 0 | 200 | 10 | 10 |
    | unsaid-atomic | held | 0 | ≥ 0 | ≥ 0 | 2 | 0 | 0 | 0 | 200 | 10 | 10 |

    ≥: unsaid-naive and unsaid-atomic do not say what their writes built on, so counts are estimated from balances, and errors that cancel each other are not seen. Latency is closed-loop, in milliseconds, with retries and their pauses included.

    #### What broke

    **unsaid-naive**: drift

    1. Account 1 started at 15; 2 committed withdrawals took 20, so it should hold -5, and it holds 5: at least 1 update was lost.
    2. Account 1 had at most 15 to pay out, deposits included, and paid out 20: in any order, at least 1 withdrawal took money that was not there.

    Race it again:

    \`\`\`ts
    race({ ...options, strategy: unsaidNaive, seed: 42 })
    \`\`\`

    **Cheapest that held: for-update (3,411 operations/s, p50 12 ms); ahead of unsaid-atomic (200).**
    "
  `);
});

test('a note names several strategies together, for any number of rounds', () => {
  const both = reportOf([judged('a', FINE), judged('b', FINE)]);
  const text = reporters.markdown(
    { ...both, plan: planOf(['a', 'b'], { rounds: 2 }) },
    { width: 80, color: false },
  );
  expect(text).toContain('≥: a and b do not say what their writes built on');
});

test('json and csv contain numbers, and mark them as estimates', () => {
  const style = { width: 80, color: false };
  const { results }: Record<string, unknown> = JSON.parse(reporters.json(report, style));
  expect(results).toMatchObject([
    { estimated: false, lostUpdates: 0, violations: 0 },
    {
      estimated: true,
      lostUpdates: 1,
      violations: 1,
      drift: 10,
      lowestTrueBalance: -5,
      witness: { kind: 'drift', operations: [] },
    },
    { estimated: true, lostUpdates: 0, violations: 0, witness: null },
  ]);
  expect(readBack(reporters.csv(report, style))).toMatchObject([
    { estimated: 'false', lostUpdates: '0' },
    { estimated: 'true', lostUpdates: '1', violations: '1', lowestStoredBalance: '5' },
    { estimated: 'true', lostUpdates: '0' },
  ]);
});
