import { expect, test } from 'vitest';
import type { Report } from '../../../src/model.js';
import { commandOf } from '../../../src/plan/command.js';
import { reporters } from '../../../src/report/index.js';
import { broken, fullReport, held, inconclusive, reportOf } from '../document/race/fixtures.js';

const print = (report: Report) => reporters.markdown(report, { width: 80, color: true });

test('a report with everything', () => {
  const report = fullReport();
  const text = print(report).replace(commandOf(report.plan, ['naive']), '<command for naive>');
  expect(text).toMatchInlineSnapshot(`
    "### race-lab: withdraw

    50 workers × 20 operations, 1 account, starting balance 5,000, amount 10, 1 round, seed 42.
    Embedded PostgreSQL 18.4; rates under fsync=on, synchronous\\_commit=on.

    | strategy | verdict | final balance | lost updates | violations | committed | refused | failed | retries | ops/s | p50 ms | p99 ms |
    | :-- | :-- | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |
    | naive | broken | 4,790 | 979 | 500 | 1,000 | 0 | 0 | 0 | 8,487 | 4.82 | 12.3 |
    | atomic | held | 0 | 0 | 0 | 500 | 500 | 0 | 0 | 3,411 | 12 | 31.3 |
    | optimistic-timestamp | held | 0 | 0 | 0 | 500 | 498 | 2 | 4,120 | 871 | 48 | 161 |
    | serializable | held \\* | 0 | 0 | 0 | 500 | 500 | 0 | 0 | 96.4 | 12 | 31.3 |
    | advisory-lock | inconclusive | – | – | – | 500 | 500 | 0 | 0 | 3,411 | 12 | 31.3 |

    \\* cut short by the time limit of 10 s. Latency is closed-loop, in milliseconds, with retries and their pauses included.

    #### What broke

    **naive**: lost update

    1. Worker 7 read balance 5,000 (version 0) for its operation 1, and so did worker 3 for its operation 1.
    2. Worker 3 wrote 4,990 as version 1.
    3. Worker 7 then wrote 4,990 as version 2, which builds on version 0: the update of worker 3 is lost.

    Race it again:

    \`\`\`sh
    <command for naive>
    \`\`\`

    #### Inconclusive

    - **advisory-lock**: The final balance could not be read. Run it again on a server that answers.

    #### Failed operations

    - **optimistic-timestamp**: 2 failed with conflict: gave up after 100 retries

    #### Retries

    - **optimistic-timestamp**: conflict × 4,113, 40P01 × 7, in 612 operations

    **Cheapest that held: atomic (3,411 operations/s, p50 12 ms); ahead of optimistic-timestamp (870).**

    #### Expectations

    - met: atomic:held (atomic: held)
    - **NOT MET**: lost-updates=0 (naive: 979)
    - **not judged**: lost-updates=0 (advisory-lock: –)
    "
  `);
});

const headings = (report: Report) => print(report).match(/^#### .*/gm);

test('only sections with content have a heading', () => {
  expect(headings(reportOf([held('atomic')]))).toBeNull();
  expect(headings(reportOf([broken('naive')]))).toEqual(['#### What broke']);
  expect(headings(reportOf([inconclusive('naive')]))).toEqual(['#### Inconclusive']);
});

test('markup in a name is escaped', () => {
  const text = print(reportOf([held('a|b*c*\n<d>')]));
  expect(text).toContain(String.raw`| a\|b\*c\* \<d\> | held |`);
});

test('an interruption comes before the figures', () => {
  const text = print(reportOf([], { interruption: 'Stopped by Ctrl-C.', kept: true }));
  expect(text).toMatchInlineSnapshot(`
    "### race-lab: withdraw

    > **Interrupted:** Stopped by Ctrl-C.

    50 workers × 20 operations, 1 account, starting balance 5,000, amount 10, 1 round, seed 42.
    Embedded PostgreSQL 18.4; rates under fsync=on, synchronous\\_commit=on.

    No strategy has finished.

    Kept: schema race\\_lab\\_k3x9.
    "
  `);
});

test('no line ends in a blank, and one newline ends the text', () => {
  expect(print(fullReport())).not.toMatch(/[^\S\n]\n/);
  expect(print(fullReport())).toMatch(/[^\n]\n$/);
  expect(print(fullReport())).not.toContain('\u001B');
});
