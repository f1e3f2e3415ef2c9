import { expect, test } from 'vitest';
import type { ExploreReport } from '../../../../src/model.js';
import { exploreReporters } from '../../../../src/report/index.js';
import {
  broken,
  exploreReportOf,
  fullReport,
  held,
  withoutCommands,
  withoutDrawings,
} from '../../document/exploration/fixtures.js';

const print = (report: ExploreReport) =>
  exploreReporters.table(report, { width: 80, color: false });

test('one strategy that breaks', () => {
  expect(withoutCommands(print(exploreReportOf([broken('naive')])))).toMatchInlineSnapshot(`
    "withdraw: 2 workers × 1 operation, 1 account, starting balance 10, amount 10,
      2 retries, seed 1
    Embedded PostgreSQL 18.4.

    ──────────────────────────────────────────────────────────────────────────────
    strategy  verdict  schedules  coverage  broken  held  outcomes  witness   time
    ──────────────────────────────────────────────────────────────────────────────
    naive     broken           6  all            4     2         3  ABAB     31 ms
    ──────────────────────────────────────────────────────────────────────────────

    Statements are released one at a time. What happens inside two overlapping
      statements is not covered; race-lab run covers it by chance.

    naive broken: lost update
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
    ► 4                                  update account set balance = 0
                                           where id = 1
                                           returning id, version
                                         → version 2
                                         ◄ overwrites version 1
                                         committed                       v2   0
    ────────────────────────────────────────────────────────────────────────────

      B read version 0 (balance 10) and wrote version 2: version 1 by A is lost.
      B's operation 1 withdrew 10 and stored 0 instead of -10: the balance was
        already 0.
      Replay it:
        <command>
    "
  `);
});

test('one strategy that held', () => {
  expect(print(exploreReportOf([held('for-update')]))).toMatchInlineSnapshot(`
    "withdraw: 2 workers × 1 operation, 1 account, starting balance 10, amount 10,
      2 retries, seed 1
    Embedded PostgreSQL 18.4.

    ────────────────────────────────────────────────────────────────────────
    strategy    verdict  schedules  coverage  broken  held  outcomes    time
    ────────────────────────────────────────────────────────────────────────
    for-update  held            20  all            0    20         2  112 ms
    ────────────────────────────────────────────────────────────────────────

    Statements are released one at a time. What happens inside two overlapping
      statements is not covered; race-lab run covers it by chance.

    for-update held: All 20 schedules held: every order in which the statements of 2
      workers with 1 operation each can be released.
    "
  `);
});

test('several strategies, of every kind', () => {
  expect(withoutDrawings(withoutCommands(print(fullReport())))).toMatchInlineSnapshot(`
    "withdraw: 2 workers × 1 operation, 1 account, starting balance 10, amount 10,
      2 retries, seed 1
    Embedded PostgreSQL 18.4.

    ────────────────────────────────────────────────────────────────────────
    strategy        verdict       schedules  coverage         broken    held
    ────────────────────────────────────────────────────────────────────────
    naive           broken                6  all                   4       2
    read-committed  broken                6  all                   4       2
    for-update      held                 20  all                   0      20
    serializable    held                 70  all                   0      70
    optimistic      inconclusive     20,000  of ~2.7 million       0  20,000
    ────────────────────────────────────────────────────────────────────────

    Statements are released one at a time. What happens inside two overlapping
      statements is not covered; race-lab run covers it by chance.
    This role may not shorten deadlock_timeout (1 s): each deadlock took that long,
      and the server may choose a different victim from run to run. On PostgreSQL 15
      and newer, a superuser can allow it: grant set on parameter deadlock_timeout
      to …
    No room for: outcomes and time. A wider terminal, --json and --format csv show
      them.

    Held
      for-update    all 20 schedules
      serializable  all 70 schedules; 40001 in 52, 40P01 in 3 of them

    optimistic inconclusive: Held in 20,000 of about 2.7 million schedules: all with
      at most 4 switches, and 5,000 drawn by the seed; raise --max-schedules, or
      bound it on purpose with --max-switches 4. Attempts ended with 40001 in
      11,870, conflict in 230 of them.

    ━━ naive broken: lost update ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
      Broken in 4 of 6 schedules: every order of 2 workers × 1 operation. An update
        was lost in 4 and money that was not there was paid out in 4.
      With the fewest switches, 3: ABAB

    <drawing>

      B read version 0 (balance 10) and wrote version 2: version 1 by A is lost.
      B's operation 1 withdrew 10 and stored 0 instead of -10: the balance was
        already 0.
      Replay it:
        <command>

    ━━ read-committed broken: lost update ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
      Broken in 4 of 6 schedules: every order of 2 workers × 1 operation. An update
        was lost in 4 and money that was not there was paid out in 4.
      With the fewest switches, 5: AABBABAB

    <drawing>

      B read version 0 (balance 10) and wrote version 2: version 1 by A is lost.
      B's operation 1 withdrew 10 and stored 0 instead of -10: the balance was
        already 0.
      Replay it:
        <command>

    Expectations
      met         claims          naive: broken
      NOT MET     schedules>=100  for-update: 20
      not judged  held            optimistic: inconclusive
    "
  `);
});
