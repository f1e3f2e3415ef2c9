/** Texts of which some words differ from run to run. */
import { describe, expect, test } from 'vitest';

import type { JsonValue } from '../../../src/model.js';
import { end, judgeOf, returned, serial, shape } from './ends.js';

const log = shape('log', 'line');
const logged = (...lines: readonly string[]) =>
  end([returned()], [{ shape: log, rows: lines.map((line) => [line]) }]);
const answered = (value: JsonValue) => end([returned(value)], []);

const ID = '17f0c1d2-8a3b-4c5d-9e6f-a1b2c3d4e5f6';
const OTHER_ID = '9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d';
const THIRD_ID = '1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed';

describe('a text in two runs, as it may be, and with another value', () => {
  test.each([
    [
      'left 10 at 2026-12-01T10:00:03.123Z',
      'left 10 at 2026-12-01T10:00:04.5Z',
      'left 10 at 2026-12-02T11:00:00Z',
      'left 20 at 2026-12-01T10:00:05Z',
      'left 10 at …',
    ],
    [
      `order ${ID}: balance 40`,
      `order ${OTHER_ID}: balance 40`,
      `order ${THIRD_ID}: balance 40`,
      `order ${THIRD_ID}: balance 50`,
      'order …: balance 40',
    ],
    [`{${ID},40}`, `{${OTHER_ID},40}`, `{${THIRD_ID},40}`, `{${THIRD_ID},50}`, '{…,40}'],
    [`{${ID},40}`, `{${OTHER_ID},40}`, `{${THIRD_ID},40}`, `{${THIRD_ID},40,40}`, '{…,40}'],
    ['INV-000017/40', 'INV-100017/40', 'INV-000018/40', 'INV-000018/50', 'INV-…/40'],
    ['seq=9;left=-40', 'seq=109;left=-40', 'seq=10;left=-40', 'seq=10;left=40', '…;left=-40'],
    [`${ID} open`, `${OTHER_ID} open`, `${THIRD_ID} open`, `${THIRD_ID} closed`, '… open'],
    [
      `took 3 ms, left 10, id ${ID}`,
      `took 3 ms, left 10, id ${OTHER_ID}`,
      `took 12 ms, left 10, id ${ID}`,
      `took 3 ms, left 11, id ${ID}`,
      'took … ms, left 10, id …',
    ],
    [
      `10:00:03 left 5 ${ID}`,
      `10:00:03 left 5 ${OTHER_ID}`,
      `10:00:04 left 5 ${ID}`,
      `10:00:03 left 6 ${ID}`,
      '… left 5 …',
    ],
    ['left 5 a8f3', 'left 5 9c1b', 'left 5 abcd', 'left 4 a8f3', 'left 5 …'],
    [
      'left 5 PZqWxyTuVbNmKlOp',
      'left 5 AZ6yUa0dyi3cnUTn',
      'left 5 vbNmKlOpPZqWxyTu',
      'left 4 AZ6yUa0dyi3cnUTn',
      'left 5 …',
    ],
  ])('%j, %j, %j, %j', (one, two, alike, unlike, text) => {
    const columns = judgeOf([serial('A', logged(one), logged(two))]);
    expect(columns.judge.knowledge.masked).toEqual([`log.line “${text}”`]);
    expect(columns.judge.knowledge.unequal).toEqual([]);
    expect(columns.verdictOn(logged(alike))).toBe('held');
    expect(columns.verdictOn(logged(unlike))).toBe('broken');
    const results = judgeOf([serial('A', answered({ text: one }), answered({ text: two }))]);
    expect(results.judge.knowledge.masked).toEqual([`result.text “${text}”`]);
    expect(results.verdictOn(answered({ text: alike }))).toBe('held');
    expect(results.verdictOn(answered({ text: unlike }))).toBe('broken');
  });
});

describe('a text is masked as a whole', () => {
  test.each([
    ['with another number of words', 'left 10 by ann', 'left 10 by ann lee'],
    ['with other words', 'apple left 10', 'pear left 10'],
    ['in which no word is the same', ID, OTHER_ID],
    ['that is a number', '17', '117'],
    ['that is a time', '2026-12-01 10:00:03+00', '2026-12-01 10:00:04+00'],
    ['that is a label', 'INV-000017', 'INV-000117'],
    [
      'that is long',
      `left 10 ${ID} ${'x'.repeat(1000)}`,
      `left 10 ${OTHER_ID} ${'x'.repeat(1000)}`,
    ],
  ])('%s', (_what, one, two) => {
    const { judge, verdictOn } = judgeOf([serial('A', logged(one), logged(two))]);
    expect(judge.knowledge.masked).toEqual(['log.line']);
    expect(verdictOn(logged('anything'))).toBe('held');
  });

  test('that is a key', () => {
    const invoice = shape('invoice', 'number*');
    const numbered = (number: string) =>
      end([returned()], [{ shape: invoice, rows: [[`${number}/40`]] }]);
    const { judge } = judgeOf([serial('A', numbered('INV-1'), numbered('INV-2'))]);
    expect(judge.knowledge.masked).toEqual(['invoice.number']);
  });
});

describe('several texts', () => {
  test('are told apart by their words', () => {
    const lines = (id: string, left: number) => [`order ${id} placed`, `balance ${left} left`];
    const { judge, verdictOn } = judgeOf([
      serial('A', logged(...lines(ID, 5)), logged(...lines(OTHER_ID, 5).toReversed())),
    ]);
    expect(judge.knowledge.masked).toEqual(['log.line “order … placed”']);
    expect(verdictOn(logged(...lines(THIRD_ID, 5)))).toBe('held');
    expect(verdictOn(logged(...lines(THIRD_ID, 6)))).toBe('broken');
  });

  test('mask what differs in any of the runs, also at another time', () => {
    const { judge, verdictOn } = judgeOf([
      serial('A', logged(`day 1 left 5 ${ID}`), logged(`day 1 left 5 ${OTHER_ID}`)),
    ]);
    expect(verdictOn(logged(`day 2 left 5 ${ID}`))).toBe('broken');
    const later = serial('A', logged(`day 2 left 5 ${ID}`), logged(`day 2 left 5 ${OTHER_ID}`));
    expect(judge.learn([later])).toBe(true);
    expect(judge.knowledge.masked).toEqual(['log.line “day … left 5 …”']);
    expect(verdictOn(logged(`day 3 left 5 ${ID}`))).toBe('held');
    expect(verdictOn(logged(`day 3 left 6 ${ID}`))).toBe('broken');
  });

  test('are left out as a whole when their other words may differ by chance', () => {
    const run = serial('A', logged(`fast left 5 ${ID}`), logged(`fast left 5 ${OTHER_ID}`));
    const { judge, verdictOn } = judgeOf([run]);
    expect(verdictOn(logged(`slow left 5 ${ID}`))).toBe('broken');
    judge.leaveOutTexts();
    expect(judge.knowledge.masked).toEqual(['log.line']);
    expect(verdictOn(logged(`slow left 5 ${ID}`))).toBe('held');
  });

  test('that were learned again are listed as before', () => {
    const run = serial('A', logged(`left 5 ${ID}`), logged(`left 5 ${OTHER_ID}`));
    const { judge } = judgeOf([run]);
    expect(judge.learn([run])).toBe(false);
  });
});

describe('ignored', () => {
  const ends = (id: string, left: number) => ({ lines: [`left ${left} ${id}`, 'ok'] });
  const run = serial('A', answered(ends(ID, 5)), answered(ends(OTHER_ID, 5)));

  test('under a name without positions, or with them', () => {
    for (const name of ['result.lines[]', 'result.lines[0]', 'result.lines']) {
      expect(judgeOf([run], { ignore: [name] }).verdictOn(answered(ends(ID, 6)))).toBe('held');
    }
    expect(judgeOf([run]).verdictOn(answered(ends(ID, 6)))).toBe('broken');
  });

  test('as a column', () => {
    const same = serial('A', logged(`left 5 ${ID}`), logged(`left 5 ${OTHER_ID}`));
    const { judge, verdictOn } = judgeOf([same], { ignore: ['log.line'] });
    expect(judge.knowledge.masked).toEqual(['log.line']);
    expect(verdictOn(logged(`left 6 ${ID}`))).toBe('held');
  });
});
