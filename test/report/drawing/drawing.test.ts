import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { DrawnSchedule } from '../../../src/model.js';
import { draw } from './draw.js';
import {
  account,
  acknowledges,
  drawn,
  ends,
  fails,
  line,
  reads,
  returns,
  waits,
  withdrawal,
  writes,
} from './notation.js';
import * as schedules from './schedules.js';
import { widthsFrom } from '../widths.js';

describe('columns or a list', () => {
  const header = (schedule: DrawnSchedule, width: number) => draw(schedule, width).split('\n')[1];

  test('columns are at least 18 characters wide', () => {
    // 3 for the number, 7 for the account, 2 after each column but the last.
    const enough = 3 + 2 + 18 + 2 + 18 + 2 + 7;
    expect(header(schedules.lostUpdate, enough)).toMatch(/A +B/);
    expect(header(schedules.lostUpdate, enough - 1)).not.toMatch(/A|B/);
  });

  test('columns may be narrower when their text is', () => {
    const short = drawn(
      [account(0, 10)],
      [line('A', 'begin', [acknowledges('A', 'BEGIN')]), line('B', 'begin', [])],
    );
    expect(header(short, 3 + 2 + 5 + 2 + 5 + 2 + 7)).toMatch(/A {6}B {6}account/);
  });

  test('many workers share a column', () => {
    const many = drawn(
      [account(0, 10)],
      ['A', 'B', 'C', 'D', 'E'].map((letter) =>
        line(letter, 'select "balance", "version" from "account"', [reads(letter, account(0, 10))]),
      ),
    );
    expect(draw(many)).toMatchInlineSnapshot(`
      "
                                                    account
      ─────────────────────────────────────────────────────
                                                    v0  10
        1  A  select balance, version from account
              → balance 10, version 0
        2  B  select balance, version from account
              → balance 10, version 0
        3  C  select balance, version from account
              → balance 10, version 0
        4  D  select balance, version from account
              → balance 10, version 0
        5  E  select balance, version from account
              → balance 10, version 0
      ─────────────────────────────────────────────────────
      "
    `);
    expect(header(many, 120)).toMatch(/A +B +C +D +E/);
  });
});

describe('the text of a step', () => {
  const single = (...events: Parameters<typeof line>[2]) =>
    draw(drawn([account(0, 10)], [line('A', 'do it', events)]))
      .split('\n')
      .slice(4, -2)
      .map((text) => text.slice(5));

  test.each([
    ['no row', returns('A', [])],
    ['1 row', returns('A', [], { count: 1, command: 'UPDATE' })],
    ['1000 rows', returns('A', [], { count: 1_000, command: 'DELETE' })],
    ['balance 10, version 0', reads('A', account(0, 10))],
    // Without other values, the id is shown.
    ['id 1', returns('A', [{ id: 1 }])],
    ['committed', acknowledges('A', 'COMMIT')],
    // The server answers ROLLBACK to a COMMIT after an error.
    ['rolled back', acknowledges('A', 'ROLLBACK')],
  ])('→ %s', (text, event) => {
    expect(single(event)).toEqual(['do it', `→ ${text}`]);
  });

  test.each([
    ['BEGIN', acknowledges('A', 'BEGIN')],
    ['SET', acknowledges('A', 'SET')],
    ['a function that returns nothing', returns('A', [{ pg_advisory_xact_lock: '' }])],
  ])('shows no reply for %s', (_, event) => {
    expect(single(event)).toEqual(['do it']);
  });

  test('shows a COMMIT once, and a ROLLBACK only as its statement', () => {
    const lines = single(acknowledges('A', 'COMMIT'), ends('A', 'committed'));
    expect(lines).toEqual(['do it', 'committed']);
    const text = draw(
      drawn([account(0, 10)], [line('A', 'rollback', [acknowledges('A', 'ROLLBACK')])]),
    );
    expect(text).not.toContain('rolled back');
  });

  test('lists a few rows, and gives the number of many', () => {
    const rows = Array.from({ length: 7 }, (_, i) => ({ id: i }));
    expect(single(returns('A', rows)).at(-1)).toBe('→ … 7 rows');
    expect(single(returns('A', rows.slice(0, 5))).at(-1)).toBe('→ id 4');
  });

  test.each([
    ['committed', ends('A', 'committed')],
    ['refused', ends('A', 'refused')],
    ['refused: 23514', ends('A', 'refused', '23514')],
    ['failed: 40P01', ends('A', 'failed', '40P01')],
    ['retry: conflict', ends('A', 'retry', 'conflict')],
  ])('%s', (text, event) => {
    expect(single(event)).toEqual(['do it', text]);
  });

  test('shows an error without an SQLSTATE, with control characters removed', () => {
    expect(single(fails('A', '', 'the session\nis\u001B[2J gone'))).toEqual([
      'do it',
      '✗ the session is gone',
    ]);
  });

  test('names the operation when a worker has several', () => {
    const twice = drawn(
      [account(0, 10)],
      [
        line('A', 'x', [ends('A', 'committed')]),
        line('A', 'y', [ends('A', 'retry', '40001', { operation: 2 })]),
        line('A', 'y', [ends('A', 'refused', null, { operation: 2, attempt: 2 })]),
      ],
      { operations: [withdrawal(1), withdrawal(1, { sequence: 2 })] },
    );
    const text = draw(twice);
    expect(text).toContain('operation 1 committed');
    expect(text).toContain('operation 2 refused');
    expect(text).toMatch(/ retry: 40001$/m);
  });

  test('shows only the accounts that the schedule touches', () => {
    const accounts = [1, 2, 3].map((id) => account(0, 10 * id, id));
    const text = draw(drawn(accounts, [line('A', 'x', [], account(1, 15, 2))]));
    expect(text).toContain('1: v0  10');
    expect(text).toContain('2: v0  20');
    expect(text).not.toContain('3: ');
  });
});

describe('the marked step', () => {
  const marked = (text: string) => text.split('\n').filter((each) => each.startsWith('►'));

  test('is one step, and is absent from a schedule that held', () => {
    expect(marked(draw(schedules.lostUpdate))).toHaveLength(1);
    expect(draw(schedules.lostUpdate)).toMatch(/^► 4 /m);
    expect(marked(draw(schedules.queued))).toEqual([]);
    expect(draw(schedules.queued)).not.toContain('◄');
  });

  test('is marked beside the worker that breaks the schedule, not beside the one that was released', () => {
    const [line7] = marked(draw(schedules.overwritten));
    expect(line7).toMatch(/^► +goes on$/);
    expect(draw(schedules.overwritten)).toMatch(/^ {2}7 {2}commit/m);
  });

  test('is marked even when that worker has no event in the step', () => {
    const silent = {
      ...schedules.lostUpdate,
      fault: { step: 1, worker: 2, phrase: 'does wrong' },
      markedStep: 1,
    };
    expect(draw(silent)).toMatch(/^► {30,}◄ does wrong$/m);
  });

  test('can be marked earlier than the step with the phrase', () => {
    const text = draw({ ...schedules.lostUpdate, markedStep: 2 });
    expect(marked(text)).toEqual([expect.stringMatching(/^► 2 {20,}select id/)]);
    expect(text).toMatch(/^ {2}4 .*update account set balance = 0$/m);
    expect(text).toContain('◄ overwrites version 1');
    // In a step that unblocks other workers, the mark is beside the released one.
    const early = draw({ ...schedules.overwritten, markedStep: 7, fault: null });
    expect(marked(early)).toEqual([expect.stringMatching(/^► 7 {2}commit/)]);
  });

  test('can be marked without a phrase, because a strategy may not report its writes', () => {
    const text = draw({ ...schedules.lostUpdate, fault: null, markedStep: 2 });
    expect(marked(text)).toHaveLength(1);
    expect(text).not.toContain('◄');
  });

  test('is marked even when the attempt ended later in the step', () => {
    const later = drawn(
      [account(0, 10)],
      [
        line('B', 'y', [waits('B', 'A')]),
        line('A', 'x', [writes('A', 1), writes('B', 2, true), ends('A', 'committed')]),
      ],
      { fault: { step: 2, worker: 1, phrase: 'does wrong' } },
    );
    expect(draw(later)).toMatch(/^► 2 {2}x/m);
    expect(marked(draw(later))).toHaveLength(1);
  });
});

describe('colour', () => {
  test('changes no visible character', () => {
    for (const schedule of Object.values(schedules)) {
      for (const width of [48, 80, 120]) {
        expect(draw(schedule, width)).not.toContain('\u001B');
        expect(stripVTControlCharacters(draw(schedule, width, 1))).toBe(draw(schedule, width));
      }
    }
  });

  test('each worker has its own colour, and the fault is red', () => {
    const text = draw(schedules.lostUpdate, 80, 1);
    expect(text).toContain('\u001B[36mselect id, balance, version\u001B[39m');
    expect(text).toContain('\u001B[35mselect id, balance, version\u001B[39m');
    expect(text).toContain('\u001B[31m\u001B[1m◄ overwrites version 1\u001B[22m\u001B[39m');
    expect(text).toContain('\u001B[31m\u001B[1m► 4\u001B[22m\u001B[39m');
    const early = draw({ ...schedules.lostUpdate, markedStep: 2 }, 80, 1);
    expect(early).toContain('\u001B[31m\u001B[1m► 2\u001B[22m\u001B[39m');
    expect(early).toContain('\u001B[31m\u001B[1m◄ overwrites version 1\u001B[22m\u001B[39m');
    expect(draw(schedules.queued, 80, 1)).not.toContain('\u001B[31m');
  });
});

describe('width', () => {
  test.each(Object.entries(schedules))('%s: no line exceeds the width', (_, schedule) => {
    for (const width of widthsFrom(44)) {
      for (const text of draw(schedule, width).split('\n')) {
        expect(text.length, `at ${width}: ${text}`).toBeLessThanOrEqual(width);
        expect(text).toBe(text.trimEnd());
      }
    }
  });

  test.each(Object.entries(schedules))('%s: no word is missing at any width', (_, schedule) => {
    const squeezed = (text: string) => text.replaceAll(/[\s─┊]/g, '').length;
    // A list repeats the letter for each step, while columns have it once in the header.
    const inLanes = squeezed(draw(schedule, 200));
    for (const width of widthsFrom(100)) {
      expect(squeezed(draw(schedule, width))).toBe(inLanes);
    }
  });
});
