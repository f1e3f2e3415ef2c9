import { expect, test } from 'vitest';

import { caseReplaySuite } from '../../../../src/report/document/cases/replay/suite.js';
import { caseReplayReporters } from '../../../../src/report/index.js';
import { replayReportOf } from '../../cases/reports.js';
import * as witnesses from '../../cases/witnesses.js';
import { readBack } from '../../formats/read-csv.js';

const style = { width: 80, color: false };

test('for a terminal: the drawing, then what it means', () => {
  const report = replayReportOf('put', witnesses.bothStored, { masked: ['doc.id'] });
  expect(caseReplayReporters.table(report, style)).toMatchInlineSnapshot(`
    "put: schedule ABBA, 2 workers (A mobile, B web)
    Embedded PostgreSQL 18.4.

         A mobile                  B web                     rows
    ───────────────────────────────────────────────────────────────────────────────
      1  select value from doc
           where key = 'k'
         → no row
    ► 2                            select value from doc
                                     where key = 'k'
                                   → no row
      3                            insert into doc (key,
                                     value)
                                     values ('k',
                                     'from the web')
                                     on conflict do nothing  + doc k:
                                   returned "stored"           value 'from the web'
      4  insert into doc (key,
           value)
           values ('k',
           'from mobile')
           on conflict do nothing
         → no row
         returned "stored"
    ───────────────────────────────────────────────────────────────────────────────

    put broken: not serializable
      In this order, A (mobile) and B (web) both returned "stored"; new doc k (value
        'from the web').
      No serial order ends so. One after the other, they have 2 ways to end:
      B before A: A returned "there already" and B returned "stored"; new doc k
        (value 'from the web').
      A before B: A returned "stored" and B returned "there already"; new doc k
        (value 'from mobile').
      Compared with B before A, A (mobile) returned "stored" instead of "there
        already".
      After step 2 (►), every way to go on is broken.
      If steps 1 (A) and 3 (B) changed places, it would hold.
      Not compared, because it differs from run to run: doc.id.
      Replay it:
        race-lab replay ./put.race.ts --schedule ABBA
    "
  `);
});

test('at 60 columns', () => {
  const report = replayReportOf('transfers', witnesses.deadlock);
  expect(caseReplayReporters.table(report, { ...style, width: 60 })).toMatchInlineSnapshot(`
    "transfers: schedule AABBBAAB, 2 workers (A there, B back)
    Embedded PostgreSQL 18.4.

         A there            B back             rows
    ──────────────────────────────────────────────────────────
      1  BEGIN
      2  update account
           set balance =
           balance + -10
           where id = 1
         → 1 row
      3                     BEGIN
    ► 4                     update account
                              set balance =
                              balance + -5
                              where id = 2
                            → 1 row
      5                     update account
                              set balance =
                              balance + 5
                              where id = 1
                            waits for A
      6  update account     ┊
           set balance =    ┊
           balance + 10     ┊
           where id = 2     ┊
         waits for B        ┊
         ✗ 40P01 deadlock:  ┊
           A → B → A        ┊
                            goes on
                            → 1 row
      7  ROLLBACK
         ✗ failed: 40P01
      8                     COMMIT             account 1:
                            returned             balance 100 →
                              {"moved":5}        105
                                               account 2:
                                                 balance 100 →
                                                 95
    ──────────────────────────────────────────────────────────

    transfers broken: A fails with 40P01
      In this order, A (there) failed with 40P01 (deadlock
        detected) and B (back) returned {"moved":5}; account 1:
        balance 100 → 105; account 2: balance 100 → 95.
      In no serial order does a worker fail with 40P01. If the
        callers retry it, name it in the case: retried:
        ['40P01'].
      No serial order ends so. One after the other, they have
        only one way to end:
      A before B, or B before A: A returned {"moved":10} and B
        returned {"moved":5}; account 1: balance 100 → 95;
        account 2: balance 100 → 105.
      Compared with A before B, A (there) failed with 40P01
        (deadlock detected) instead of returning {"moved":10};
        account 1 has balance 105 instead of 95; account 2 has
        balance 95 instead of 105.
      After step 4 (►), every way to go on is broken.
      Replay it:
        race-lab replay ./transfers.race.ts --schedule AABBBAAB
    "
  `);
});

test('a schedule that held is told as well', () => {
  const report = replayReportOf('seat', witnesses.insideWaits);
  const text = caseReplayReporters.table(report, style);
  expect(text).toContain('seat held: It ends like a serial order.');
  expect(text).toContain('Step 3 (?) may have been sent by another worker.');
});

test('for programs: plan, verdict and every step, without the address', () => {
  const url = 'postgres://me:secret@host/db';
  const report = replayReportOf('put', witnesses.bothStored, {}, url);
  const json = caseReplayReporters.json(report, style);
  expect(JSON.parse(json)).toMatchObject({
    plan: { command: 'replay', case: 'put', reference: './put.race.ts', schedule: 'ABBA' },
    case: 'put',
    workers: [
      { letter: 'A', name: 'mobile' },
      { letter: 'B', name: 'web' },
    ],
    verdict: 'broken',
    replay: { schedule: 'ABBA', switches: 2, steps: [1, 2, 3, 4].map((number) => ({ number })) },
  });
  expect(json).not.toMatch(/secret|url/);
});

test('for spreadsheets: a record for each event', () => {
  const records = readBack(caseReplayReporters.csv(replayReportOf('x', witnesses.deadlock), style));
  expect(records).toHaveLength(12);
  expect(records.find(({ step, event }) => step === '8' && event === 'ended')).toStrictEqual({
    step: '8',
    released: 'B',
    name: 'back',
    statement: 'COMMIT;',
    worker: 'B',
    event: 'ended',
    waited: '',
    text: 'returned {"moved":5}',
    changes: 'account 1: balance 100 → 105; account 2: balance 100 → 95',
    uncertain: 'false',
    marked: 'false',
    verdict: 'broken',
  });
  const starts = readBack(
    caseReplayReporters.csv(replayReportOf('x', witnesses.insideWaits), style),
  );
  expect(starts[1]).toMatchObject({ step: '2', statement: '', event: 'quiet' });
});

test('for CI systems', () => {
  const suite = caseReplaySuite(
    replayReportOf('my.case', witnesses.deadlock, {
      expectations: [{ rule: 'held', subject: 'my.case', met: false, actual: 'broken' }],
    }),
  );
  expect(suite).toMatchObject({
    name: 'race-lab replay my.case',
    classname: 'race-lab.replay.my_case',
    cases: [{ name: 'my.case: held', status: 'not met' }],
  });
  const [{ evidence } = { evidence: null }] = suite.cases;
  expect(evidence?.lines[0]).toBe('my.case broken: A fails with 40P01');
  expect(evidence?.schedule).toBe(witnesses.deadlock.drawn);
});
