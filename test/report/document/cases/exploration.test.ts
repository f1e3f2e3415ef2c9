import { describe, expect, test } from 'vitest';

import { caseExploreReporters } from '../../../../src/report/index.js';
import type { CaseExploreReport } from '../../../../src/model.js';
import { widthOf } from '../../../../src/text/width.js';
import { broken, exploreReportOf, failing, fullReport, held } from '../../cases/reports.js';
import { invariant } from '../../cases/witnesses.js';

const print = (report: CaseExploreReport) =>
  caseExploreReporters.table(report, { width: 80, color: false });

test('the report on several cases, for a terminal', () => {
  expect(print(fullReport())).toMatchInlineSnapshot(`
    "6 cases: up to 20,000 schedules each, seed 1
    Embedded PostgreSQL 18.4.

    ────────────────────────────────────────────────────────────────────────────────
    case                verdict      schedules coverage        broken   held unclear
    ────────────────────────────────────────────────────────────────────────────────
    wallet              broken              16 all                 12      4       0
    booking             held                24 all                  0     24       0
    a-very-long-name-o… held                24 all                  0     24       0
    many-statements     inconclusive    20,000 of ~2.7 million      0 19,990      10
    no-table            error                0 –                    0      0       0
    unrepeatable        broken              16 all                 12      4       0
    ────────────────────────────────────────────────────────────────────────────────

    Statements are released one at a time. What happens inside two overlapping
      statements is not covered.
    many-statements (120) has more serial orders than were run: an end that none of
      those gives may be that of another.
    This role may not shorten deadlock_timeout (1 s): each deadlock took that long,
      and the server may choose a different victim from run to run. On PostgreSQL 15
      and newer, a superuser can allow it: grant set on parameter deadlock_timeout
      to …
    Some repeated schedules took a different path: many-statements (2 times). When
      several workers wait, the server chooses which continues first, so these
      counts can differ from run to run.
    No room for: outcomes, time and serial outcomes. A wider terminal, --json and
      --format csv show them.

    Held
      booking                             all 24 schedules; 23P01 in 6 of them; not
        compared: booking.id and result.at
      a-very-long-name-of-a-case-that-says-what-it-does  all 24 schedules

    no-table error: case no-table: open() threw Error: no such table
      Fix it.

    many-statements inconclusive: Held in 20,000 of about 2.7 million schedules.
      Workers failed with 40001 in 11,870, 40P01 in 3 of them.
      In 3 schedules the server answered a COMMIT with ROLLBACK.

    ━━ wallet broken: invariant "balance never below zero" ━━━━━━━━━━━━━━━━━━━━━━━━━
      Broken in 12 of 16 schedules: every order. 12 end like no serial order.
      With the fewest switches, 2: ABBBAA

         A phone                   B laptop                  rows
    ───────────────────────────────────────────────────────────────────────────────
      1  SELECT owner, balance
           FROM wallet
           WHERE owner = 'kim'
         → owner 'kim',
           balance 100
    ► 2                            SELECT owner, balance
                                     FROM wallet
                                     WHERE owner = 'kim'
                                   → owner 'kim',
                                     balance 100
      3                            UPDATE wallet
                                     SET balance = balance
                                     - 60
                                     WHERE owner = 'kim'
                                     RETURNING *
                                   → owner 'kim',            wallet kim:
                                     balance 40                balance 100 → 40
      4                            INSERT INTO orders
                                     (code, price)
                                     VALUES ('o2', 60)
                                     RETURNING code, price
                                   → code 'o2', price 60
                                   returned {"placed":"o2"}  + orders o2: price 60
      5  UPDATE wallet
           SET balance = balance
           - 70
           WHERE owner = 'kim'
           RETURNING *
         → owner 'kim',                                      wallet kim:
           balance -30                                         balance 40 → -30
      6  INSERT INTO orders
           (code, price)
           VALUES ('o1', 70)
           RETURNING code, price
         → code 'o1', price 70
         returned {"placed":"o1"}                            + orders o1: price 70
    ───────────────────────────────────────────────────────────────────────────────

      In this order, A (phone) returned {"placed":"o1"} and B (laptop) returned
        {"placed":"o2"}; wallet kim: balance 100 → -30; new orders o1 (price 70);
        new orders o2 (price 60).
      It violates the invariant "balance never below zero", with the row
        {"owner":"kim"}.
      No serial order ends so. One after the other, they have 2 ways to end:
      A before B: A returned {"placed":"o1"} and B was refused ("insufficient
        balance"); wallet kim: balance 100 → 30; new orders o1 (price 70).
      B before A: A was refused ("insufficient balance") and B returned
        {"placed":"o2"}; wallet kim: balance 100 → 40; new orders o2 (price 60).
      Compared with A before B, B (laptop) returned {"placed":"o2"} instead of being
        refused ("insufficient balance"); wallet kim has balance -30 instead of 30;
        there is also orders o2 (price 60).
      After step 2 (►), every way to go on is broken.
      If steps 1 (A) and 4 (B) changed places, it would hold.
      Not compared, because it differs from run to run: orders.created_at.
      Replay it:
        race-lab replay ./wallet.race.ts --schedule ABBBAA

    unrepeatable broken: Broken in 12 of 16 schedules: every order. 12 end like no
      serial order.

    Expectations
      NOT MET     held           wallet: broken
      met         held           booking: held
      not judged  schedules>=10  many-statements: inconclusive
    "
  `);
});

test('the report on one case that held', () => {
  const report = exploreReportOf([
    held('booking', { causes: { '23P01': 6 }, masked: ['booking.id'] }),
  ]);
  expect(print(report)).toMatchInlineSnapshot(`
    "booking: 2 workers (A anna, B ben), up to 20,000 schedules, seed 1
    Embedded PostgreSQL 18.4.

    ──────────────────────────────────────────────────────────────────────────────
                                                                     serial
    case     verdict  schedules  coverage  broken  held  outcomes  outcomes   time
    ──────────────────────────────────────────────────────────────────────────────
    booking  held            24  all            0    24         2         2  96 ms
    ──────────────────────────────────────────────────────────────────────────────

    Statements are released one at a time. What happens inside two overlapping
      statements is not covered.

    booking held: All 24 schedules held: every order in which the statements of anna
      and ben can be released. Workers failed with 23P01 in 6 of them.
      Not compared, because it differs from run to run: booking.id.
    "
  `);
});

describe('cases that failed', () => {
  const SAID = 'schema fails: no such table';
  const NOTE = 'Statements are released one at a time';
  const failed = (reference: string | undefined, begins: string) => {
    const { reference: _own, ...result } = failing('no-table');
    return {
      ...result,
      ...(reference === undefined ? {} : { reference }),
      failure: { message: `${begins}: ${SAID}`, hint: 'Fix it.' },
    };
  };

  test.each([
    [
      './a.race.ts#no-table',
      'case no-table (./a.race.ts#no-table)',
      `./a.race.ts#no-table: ${SAID}`,
    ],
    [undefined, 'case no-table', SAID],
    ['./a.race.ts', 'case other (./a.race.ts)', `case other (./a.race.ts): ${SAID}`],
    ['./a.race.ts', 'cannot connect', `cannot connect: ${SAID}`],
  ])('%s, %s: a case is named once', (reference, begins, said) => {
    const text = print(exploreReportOf([failed(reference, begins)]));
    expect(text.replaceAll('\n  ', ' ')).toContain(`\nno-table error: ${said} Fix it.\n`);
  });

  test('a case that is called by its file is named once', () => {
    const two = ['./a.race.ts', './b.race.ts'].map((each) =>
      failed(each, `case no-table (${each})`),
    );
    expect(print(exploreReportOf(two))).toContain(`\n./b.race.ts error: ${SAID}\n`);
  });

  test('what is not covered is said only where something is covered', () => {
    const both = [failing('one'), failing('two')];
    expect(print(exploreReportOf(both))).not.toContain(NOTE);
    expect(print(exploreReportOf([...both, held('three')]))).toContain(NOTE);
  });
});

test('without a result there is a sentence', () => {
  const report = exploreReportOf([], { interruption: 'Stopped by Ctrl-C.' });
  expect(print(report)).toContain('No case has finished.');
  expect(print(report)).toContain('INTERRUPTED: Stopped by Ctrl-C.');
});

describe('long names at 80 columns', () => {
  const NAME = 'two-customers-reserve-the-very-last-copy-of-a-product-at-once';
  const WORKERS = ['first customer of the morning', 'second customer of the morning'];
  const named = {
    ...invariant,
    anomalies: [
      {
        kind: 'invariant' as const,
        name: 'the balance of a wallet is never below zero, whatever its owners do',
        rows: [],
      },
    ],
    drawn: { ...invariant.drawn, workers: WORKERS },
  };
  const long = broken(NAME, named, { reference: './checkout.race.ts' });
  const error = failing(`${NAME}-or-not`);

  test.each([
    ['one case', [long]],
    ['several cases', [long, held(`${NAME}-of-day`, { workers: WORKERS }), error]],
  ])('%s: no line is longer, except for a command', (_title, results) => {
    const lines = print(exploreReportOf(results)).split('\n');
    const commands = lines.filter((line) => line.startsWith('    race-lab '));
    expect(commands).toHaveLength(1);
    expect(lines.filter((line) => widthOf(line) > 80 && !commands.includes(line))).toEqual([]);
  });

  test('a heading goes on in the next line', () => {
    expect(print(exploreReportOf([long, error]))).toContain(
      `
━━ two-customers-reserve-the-very-last-copy-of-a-product-at-once broken:
   invariant "the balance of a wallet is never below zero, whatever its
   owners do" ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
`,
    );
    expect(print(exploreReportOf([long]))).toMatch(
      /^two-customers-[\w-]+-at-once:\n {2}2 workers \(A first customer of the morning, B second customer of the morning\),\n {2}up to/,
    );
  });
});
