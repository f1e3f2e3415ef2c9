import { describe, expect, test } from 'vitest';

import type { CaseWitness, RowChange } from '../../../../src/model.js';
import { story, witnessTitle } from '../../../../src/report/document/cases/story.js';
import { failed, returned, serial, witness } from '../../cases/notation.js';
import * as witnesses from '../../cases/witnesses.js';

const told = (of: CaseWitness): string => `\n${[witnessTitle(of), ...story(of, [])].join('\n')}\n`;

test('an invariant', () => {
  expect(told(witnesses.invariant)).toMatchInlineSnapshot(`
    "
    invariant "balance never below zero"
    In this order, A (phone) returned {"placed":"o1"} and B (laptop) returned {"placed":"o2"}; wallet kim: balance 100 → -30; new orders o1 (price 70); new orders o2 (price 60).
    It violates the invariant "balance never below zero", with the row {"owner":"kim"}.
    No serial order ends so. One after the other, they have 2 ways to end:
    A before B: A returned {"placed":"o1"} and B was refused ("insufficient balance"); wallet kim: balance 100 → 30; new orders o1 (price 70).
    B before A: A was refused ("insufficient balance") and B returned {"placed":"o2"}; wallet kim: balance 100 → 40; new orders o2 (price 60).
    Compared with A before B, B (laptop) returned {"placed":"o2"} instead of being refused ("insufficient balance"); wallet kim has balance -30 instead of 30; there is also orders o2 (price 60).
    After step 2 (►), every way to go on is broken.
    If steps 1 (A) and 4 (B) changed places, it would hold.
    "
  `);
});

test('columns that are not compared are named in no end', () => {
  const sentences = story(witnesses.invariant, ['wallet.balance', 'orders.price']).join('\n');
  expect(sentences).toContain(
    'A before B: A returned {"placed":"o1"} and B was refused ("insufficient balance"); new orders o1.',
  );
  expect(sentences).toContain('returned {"placed":"o2"}; new orders o1; new orders o2.');
  expect(sentences).not.toContain('→');
});

test('results alone: both were told "stored"', () => {
  expect(told(witnesses.bothStored)).toMatchInlineSnapshot(`
    "
    not serializable
    In this order, A (mobile) and B (web) both returned "stored"; new doc k (value 'from the web').
    No serial order ends so. One after the other, they have 2 ways to end:
    B before A: A returned "there already" and B returned "stored"; new doc k (value 'from the web').
    A before B: A returned "stored" and B returned "there already"; new doc k (value 'from mobile').
    Compared with B before A, A (mobile) returned "stored" instead of "there already".
    After step 2 (►), every way to go on is broken.
    If steps 1 (A) and 3 (B) changed places, it would hold.
    "
  `);
});

test('a deadlock, in words of the case', () => {
  expect(told(witnesses.deadlock)).toMatchInlineSnapshot(`
    "
    A fails with 40P01
    In this order, A (there) failed with 40P01 (deadlock detected) and B (back) returned {"moved":5}; account 1: balance 100 → 105; account 2: balance 100 → 95.
    In no serial order does a worker fail with 40P01. If the callers retry it, name it in the case: retried: ['40P01'].
    No serial order ends so. One after the other, they have only one way to end:
    A before B, or B before A: A returned {"moved":10} and B returned {"moved":5}; account 1: balance 100 → 95; account 2: balance 100 → 105.
    Compared with A before B, A (there) failed with 40P01 (deadlock detected) instead of returning {"moved":10}; account 1 has balance 105 instead of 95; account 2 has balance 95 instead of 105.
    After step 4 (►), every way to go on is broken.
    "
  `);
});

test('a failure that callers retry, and what it left behind', () => {
  expect(told(witnesses.leftRow)).toMatchInlineSnapshot(`
    "
    not serializable
    In this order, A (anna) failed with 40001 (could not serialize access due to concurrent update; its callers retry it) and B (ben) returned 1; counter 1: hits 0 → 1; new audit 1 (text 'anna counts'); new audit 2 (text 'ben counts').
    A (anna) counts as not having run, so the end must be that of the others alone.
    No serial order ends so. One after the other, they have 2 ways to end:
    B alone: B returned 1; counter 1: hits 0 → 1; new audit 1 (text 'ben counts').
    A before B, or B before A: A and B both returned 1; counter 1: hits 0 → 2; new audit 1 (text 'anna counts'); new audit 2 (text 'ben counts').
    Compared with B alone, there is also audit 1 (text 'anna counts').
    After step 6 (►), every way to go on is broken.
    "
  `);
});

test('a transaction that was left open, in a schedule that a serial order explains', () => {
  expect(told(witnesses.leftBehind)).toMatchInlineSnapshot(`
    "
    A leaves its transaction open
    In this order, A (early) returned null and B (late) returned 1; no row changed.
    A (early) ended, and left its transaction open.
    After step 1 (►), every way to go on is broken.
    Step 3 (?) may have been sent by another worker.
    "
  `);
});

test('a serial order: no race is needed', () => {
  expect(told(witnesses.serialOrder)).toMatchInlineSnapshot(`
    "
    invariant "a running job exists", without any race
    No race is needed: A (worker-1) ran to its end before B (worker-2) began.
    In this order, A (worker-1) and B (worker-2) both returned "j1"; job j1 (state 'ready') deleted.
    It violates the invariant "a running job exists", with the row {"worker":"worker-1"}.
    "
  `);
});

test('three workers, and orders that end alike', () => {
  expect(told(witnesses.threeWorkers)).toMatchInlineSnapshot(`
    "
    not serializable
    In this order, A (cashier) returned {"day":1}, B (closing) returned "closed" and C (report) returned {"day":1,"total":0}; control 1: day 1 → 2; new receipt 1 (day 1, amount 10); new report 1 (total 0).
    No serial order ends so. One after the other, they have 3 ways to end:
    A before B before C, or A before C before B: A returned {"day":1}, B returned "closed" and C returned {"day":1,"total":10}; control 1: day 1 → 2; new receipt 1 (day 1, amount 10); new report 1 (total 10).
    B before A before C, or B before C before A, or C before B before A: A returned {"day":2}, B returned "closed" and C returned {"day":1,"total":0}; control 1: day 1 → 2; new receipt 1 (day 2, amount 10); new report 1 (total 0).
    C before A before B: A returned {"day":1}, B returned "closed" and C was refused ("nothing closed yet"); no row changed.
    Compared with A before B before C, C (report) returned {"day":1,"total":0} instead of {"day":1,"total":10}; report 1 has total 0 instead of 10.
    After step 7 (►), every way to go on is broken.
    If step 8 (A) came before step 7 (C), it would hold.
    "
  `);
});

test('a schedule that held has no title, and nothing that broke', () => {
  expect(told(witnesses.insideWaits)).toMatchInlineSnapshot(`
    "

    In this order, A (anna) returned {"seat":12} and B (ben) was refused ("taken"); seat 12: free t → f, holder null → 'anna'.
    Step 3 (?) may have been sent by another worker.
    "
  `);
});

describe('details', () => {
  const { drawn } = witnesses.bothStored;
  const sentencesOf = (rest: Partial<CaseWitness>) => story(witness(drawn, rest), []);

  test('neighbours are exchanged by coming before, others by changing places', () => {
    expect(sentencesOf({ exchange: { first: 3, second: 4 } })).toContain(
      'If step 4 (A) came before step 3 (B), it would hold.',
    );
    expect(sentencesOf({ exchange: { first: 1, second: 3 } })).toContain(
      'If steps 1 (A) and 3 (B) changed places, it would hold.',
    );
  });

  test('the last step has no way to go on', () => {
    const last = witness({ ...drawn, markedStep: 4 });
    expect(story(last, []).join(' ')).not.toContain('►');
    expect(story(witness(drawn), []).join(' ')).toContain('After step 2 (►)');
  });

  test('an error without an SQLSTATE is quoted', () => {
    const anomaly = { kind: 'failure', worker: 1, sqlstate: '', message: 'no such key' } as const;
    const of = witness(drawn, { anomalies: [anomaly] });
    expect(witnessTitle(of)).toBe('A fails with "no such key"');
    expect(story(of, [])).toContain(
      `In no serial order does a worker fail with "no such key". If that is an ordinary answer, name it in the case: refusals: ['no such key'].`,
    );
  });

  test.each([
    ['', 'TypeError: x is undefined', ''],
    [
      '23505',
      'duplicate key',
      ` If that is an ordinary answer, name it in the case: refusals: ['23505'].`,
    ],
    ['42P01', 'relation "x" does not exist', ''],
  ])('of %s %s', (sqlstate, message, advice) => {
    const anomaly = { kind: 'failure', worker: 1, sqlstate, message } as const;
    const [said] = story(witness(drawn, { anomalies: [anomaly] }), []).slice(1);
    const named = sqlstate === '' ? `"${message}"` : sqlstate;
    expect(said).toBe(`In no serial order does a worker fail with ${named}.${advice}`);
  });

  test('many rows of an invariant, and many serial ends, are counted', () => {
    const rows = [1, 2, 3, 4, 5].map((id) => ({ id }));
    const ends = [1, 2, 3, 4, 5].map((value) => serial('AB', [returned(value), null]));
    const said = sentencesOf({
      anomalies: [{ kind: 'invariant', name: 'x', rows }, { kind: 'not serializable' }],
      serial: ends,
    });
    expect(said).toContain(
      'It violates the invariant "x", with the rows {"id":1}, {"id":2}, {"id":3} and 2 more.',
    );
    expect(said).toContain('The report in JSON has the other 2.');
  });

  test('endings of every kind are compared', () => {
    const endings = [
      { worker: 1, here: failed('40001', 'conflict'), serial: returned(null) },
      { worker: 2, here: returned(1), serial: failed('', 'gone') },
    ];
    expect(sentencesOf({ difference: { order: [2, 1], endings, rows: [] } })).toContain(
      'Compared with B before A, A (mobile) failed with 40001 (conflict) instead of returning null; B (web) returned 1 instead of failing (gone).',
    );
  });

  test('the order of items is named when nothing else differs', () => {
    const listing = { worker: 1, here: returned([2, 1]), serial: returned([1, 2]) };
    const reordered = { ...listing, reordered: ['result'] };
    const said = (
      endings: NonNullable<CaseWitness['difference']>['endings'],
      rows: readonly RowChange[] = [],
    ) => sentencesOf({ difference: { order: [1, 2], endings, rows } }).join(' ');
    const hint = 'The items of result differ in order only: does the query have an ORDER BY?';
    expect(said([reordered])).toContain(`[2,1] instead of [1,2]. ${hint}`);
    expect(said([listing])).not.toContain('ORDER BY');
    expect(said([reordered, { ...listing, worker: 2 }])).not.toContain('ORDER BY');
    const row: RowChange = { table: 'doc', kind: 'deleted', key: ['k'], columns: [] };
    expect(said([reordered], [row])).not.toContain('ORDER BY');
  });
});
