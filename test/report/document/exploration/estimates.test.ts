/** Reports of explorations of strategies that do not report their writes. */
import { expect, test } from 'vitest';

import { exploreReporters } from '../../../../src/report/index.js';
import { drawn as drawnFrom } from '../../../judge/explored.js';
import { history } from '../../../judge/account/notation.js';
import { readBack } from '../../formats/read-csv.js';
import { broken, exploreReportOf, held, withoutCommands } from './fixtures.js';
import { lostUpdate } from '../../drawing/schedules.js';

const judged = drawnFrom(
  history('start 10\nw1: read 0=10, unsaid -10\nw2: read 0=10, unsaid -10\nend 2=0'),
);

/** The steps of a lost update, judged by balances alone. */
const witness = {
  ...lostUpdate,
  ...judged,
  steps: lostUpdate.steps,
  schedule: lostUpdate.schedule,
};

const report = exploreReportOf([
  broken('unsaid-naive', witness, { estimated: true }),
  held('for-update'),
]);

test('the drawing has no mark, the sums are below it, and a note is below the figures', () => {
  const text = withoutCommands(exploreReporters.table(report, { width: 80, color: false }));
  expect(text).toMatchInlineSnapshot(`
    "withdraw: 2 workers × 1 operation, 1 account, starting balance 10, amount 10,
      2 retries, seed 1
    Embedded PostgreSQL 18.4.

    ──────────────────────────────────────────────────────────────────────────
    strategy      verdict  schedules  coverage  broken  held  outcomes    time
    ──────────────────────────────────────────────────────────────────────────
    unsaid-naive  broken           6  all            4     2         3   31 ms
    for-update    held            20  all            0    20         2  112 ms
    ──────────────────────────────────────────────────────────────────────────

    Statements are released one at a time. What happens inside two overlapping
      statements is not covered; race-lab run covers it by chance.
    unsaid-naive does not say what its writes built on, so schedules are judged by
      balances, and errors that cancel each other are not seen.

    Held
      for-update  all 20 schedules

    ━━ unsaid-naive broken: drift ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
      Broken in 4 of 6 schedules: every order of 2 workers × 1 operation. An update
        was lost in 4 and money that was not there was paid out in 4.
      With the fewest switches, 3: ABAB

         A                               B                               account
    ────────────────────────────────────────────────────────────────────────────
                                                                         v0  10
      1  select id, balance, version
           from account where id in (1)
           order by id
         → balance 10, version 0
      2                                  select id, balance, version
                                           from account where id in (1)
                                           order by id
                                         → balance 10, version 0
      3  update account set balance = 0
           where id = 1
           returning id, version
         → version 1
         committed                                                       v1   0
      4                                  update account set balance = 0
                                           where id = 1
                                           returning id, version
                                         → version 2
                                         committed                       v2   0
    ────────────────────────────────────────────────────────────────────────────

      Account 1 started at 10; 2 committed withdrawals took 20, so it should hold
        -10, and it holds 0: at least 1 update was lost.
      Account 1 had at most 10 to pay out, deposits included, and paid out 20: in
        any order, at least 1 withdrawal took money that was not there.
      Replay it:
        replay({ ...options, strategy: unsaidNaive, schedule: 'ABAB' })
    "
  `);
});

test('without an estimate there is no note', () => {
  const text = exploreReporters.table(exploreReportOf([held('for-update')]), {
    width: 80,
    color: false,
  });
  expect(text).not.toContain('built on');
});

test('json and csv contain the field', () => {
  const style = { width: 80, color: false };
  const { results }: Record<string, unknown> = JSON.parse(exploreReporters.json(report, style));
  expect(results).toMatchObject([
    { estimated: true, witness: { kind: 'drift', operations: [], fault: null } },
    { estimated: false },
  ]);
  expect(readBack(exploreReporters.csv(report, style))).toMatchObject([
    { estimated: 'true' },
    { estimated: 'false' },
  ]);
});
