import { describe, expect, test } from 'vitest';

import type { Case } from '../../src/model.js';
import { createCaseExplorePlan, createCaseReplayPlan } from '../../src/plan/case.js';
import type { CaseReplayFlags } from '../../src/plan/case.js';
import type { ExploreFlags } from '../../src/plan/explore.js';
import { toyCase } from './case-toys.js';
import { refusal } from './toys.js';

const context = { environmentUrl: undefined };
const URL_TEXT = 'postgres://alice:hunter2@db.example/test';
const shop = toyCase('shop');
const trip = toyCase('trip', { workers: 3 });

const explore = (flags: ExploreFlags = {}, cases: readonly Case[] = [shop, trip]) =>
  createCaseExplorePlan(flags, cases, context);
const replay = (flags: CaseReplayFlags = {}, given = shop) =>
  createCaseReplayPlan({ schedule: 'ABBA', ...flags }, given, context);

describe('an exploration', () => {
  test('has defaults', () => {
    expect(explore()).toStrictEqual({
      command: 'explore',
      cases: [shop, trip],
      maxSchedules: 20_000,
      maxSwitches: null,
      timeLimitMs: null,
      overlap: 'none',
      isolations: [],
      lanes: 2,
      seed: 1,
      url: null,
      expectations: [],
    });
  });

  test('takes every flag', () => {
    const flags: ExploreFlags = {
      strategy: [],
      maxSchedules: '5',
      maxSwitches: '2',
      timeLimit: '1.5s',
      overlap: 'all',
      isolation: ['serializable', 'repeatable-read'],
      lanes: '7',
      seed: '4294967295',
      url: URL_TEXT,
      expect: ['held', 'trip:schedules>=6', 'failures = 0'],
    };
    expect(explore(flags)).toStrictEqual({
      command: 'explore',
      cases: [shop, trip],
      maxSchedules: 5,
      maxSwitches: 2,
      timeLimitMs: 1_500,
      overlap: 'all',
      isolations: ['serializable', 'repeatable read'],
      lanes: 7,
      seed: 4_294_967_295,
      url: URL_TEXT,
      expectations: [
        { rule: 'held', check: { kind: 'held' } },
        {
          rule: 'trip:schedules>=6',
          subject: 'trip',
          check: { kind: 'metric', metric: 'schedules', comparison: '>=', value: 6 },
        },
        {
          rule: 'failures = 0',
          check: { kind: 'metric', metric: 'failures', comparison: '=', value: 0 },
        },
      ],
    });
  });

  test('takes the server from --url, else from RACE_LAB_URL', () => {
    const from = { environmentUrl: 'postgres://elsewhere/test' };
    expect(createCaseExplorePlan({}, [shop], from).url).toBe('postgres://elsewhere/test');
    expect(createCaseExplorePlan({ url: URL_TEXT }, [shop], from).url).toBe(URL_TEXT);
    expect(createCaseReplayPlan({ schedule: 'A' }, shop, from).url).toBe(from.environmentUrl);
  });

  test('is frozen', () => {
    const { cases, expectations, ...plan } = explore({ expect: ['held'] });
    expect(explore()).toSatisfy(Object.isFrozen);
    for (const part of [cases, expectations, ...expectations])
      expect(part).toSatisfy(Object.isFrozen);
    expect(plan.command).toBe('explore');
  });

  const bounds: readonly (readonly [keyof ExploreFlags, string, ...bad: readonly string[]])[] = [
    ['seed', '--seed', '-1', '4294967296', ''],
    ['maxSchedules', '--max-schedules', '0', '10000001', '1e3', ''],
    ['maxSwitches', '--max-switches', '-1', '10000001', 'none', ''],
    ['lanes', '--lanes', '0', '33', ''],
  ];
  test.each(bounds.flatMap(([key, flag, ...bad]) => bad.map((text) => ({ key, flag, text }))))(
    'refuses $flag $text',
    ({ key, flag, text }) => {
      const { message, hint } = refusal(() => explore({ [key]: text }));
      expect(message).toContain(`${flag}: ${JSON.stringify(text)} `);
      expect(hint).toContain('whole number');
    },
  );

  test.each(['5', '0s', '1441m', '1h', ''])('refuses --time-limit %j', (timeLimit) => {
    const { message, hint } = refusal(() => explore({ timeLimit }));
    expect(message).toContain(`--time-limit: ${JSON.stringify(timeLimit)} `);
    expect(hint).toContain('ms, s or m');
  });

  test('refuses fewer switches than the workers of a case need', () => {
    const { message, hint } = refusal(() => explore({ maxSwitches: '1' }));
    expect(message).toBe(
      '--max-switches 1 allows no schedule of case trip: with 3 workers each has 2 or more switches',
    );
    expect(hint).toContain('--max-switches 2 or more');
    expect(explore({ maxSwitches: '1' }, [shop]).maxSwitches).toBe(1);
  });
});

describe('flags of strategies', () => {
  const flags: readonly (readonly [ExploreFlags, string, string])[] = [
    [{ strategy: ['naive'] }, '--strategy', 'explored apart from cases'],
    [{ scenario: 'mixed' }, '--scenario', 'the case says what its workers do'],
    [{ workers: '2' }, '--workers', 'the case names them'],
    [{ operations: '1' }, '--operations', 'the case says what its workers do'],
    [{ accounts: '1' }, '--accounts', 'the case says what its workers do'],
    [{ balance: '10' }, '--balance', 'the case says what its workers do'],
    [{ amount: '10' }, '--amount', 'the case says what its workers do'],
    [{ retries: '2' }, '--retries', "retried: ['40001']"],
  ];
  test.each(flags)('%j make no sense for a case', (given, flag, reason) => {
    const told = refusal(() => explore(given));
    expect(told.message).toBe(`${flag}: a case says itself what runs`);
    expect(told.hint).toContain(`Leave ${flag} out: `);
    expect(told.hint).toContain(reason);
    expect(refusal(() => replay(given))).toEqual(told);
  });
});

describe('names of cases', () => {
  test('the same object counts once', () => {
    expect(explore({}, [shop, trip, shop]).cases).toEqual([shop, trip]);
  });

  test('two files may use the same name', () => {
    const other = toyCase('shop', { reference: './other.race.ts' });
    expect(explore({}, [shop, other]).cases).toEqual([shop, other]);
    const { expectations } = explore({ expect: ['./other.race.ts:held'] }, [shop, other]);
    expect(expectations).toMatchObject([{ subject: './other.race.ts', check: { kind: 'held' } }]);
  });

  test.each([
    [
      'two objects of a test',
      [toyCase('a', { reference: null }), toyCase('a', { reference: null })],
    ],
    ['a file and an object', [toyCase('a'), toyCase('b'), toyCase('a', { reference: null })]],
    ['one file', [toyCase('a'), toyCase('a')]],
  ])('%s may not', (_title, cases) => {
    expect(refusal(() => explore({}, cases)).message).toBe('two cases have the name a');
  });
});

describe('expectations', () => {
  test.each([
    ['hled', '"hled" is not a known rule', 'Known: held, broken, schedules, failures.'],
    ['claims', '"claims" is a rule about strategies', 'write held or broken'],
    ['shop:claims', '"shop:claims" is a rule about strategies', 'write held or broken'],
    ['lost-updates=0', '"lost-updates=0" is a rule of run and compare', 'failures=…'],
    ['failure=0', '"failure" is not a known metric', 'Did you mean failures?'],
    ['failures', '"failures" does not compare failures with a number', 'failures=0'],
    ['failures=-1', '"failures=-1" compares failures with a number below 0', '0 or more'],
    ['shp:held', '"shp" is not a known case', 'Did you mean shop? Known: shop, trip.'],
    ['naive:held', '"naive" is not a known case', 'Known: shop, trip.'],
    ['held,broken', '"held,broken" is more than one rule', 'of its own'],
  ])('refuses %j', (rule, problem, remedy) => {
    const { message, hint } = refusal(() => explore({ expect: [rule] }));
    expect(message).toBe(`--expect: ${problem}`);
    expect(hint).toContain(remedy);
  });
});

describe('a replay', () => {
  test('has one case and a schedule', () => {
    expect(replay({ expect: ['shop:broken'], url: URL_TEXT })).toStrictEqual({
      command: 'replay',
      case: shop,
      schedule: [1, 2, 2, 1],
      follow: false,
      overlap: 'none',
      isolation: null,
      url: URL_TEXT,
      expectations: [{ rule: 'shop:broken', subject: 'shop', check: { kind: 'broken' } }],
    });
    expect(replay({ follow: true }).follow).toBe(true);
    expect(replay({ isolation: 'serializable' }).isolation).toBe('serializable');
    const cut = replay({ schedule: 'ABba', overlap: true });
    expect([cut.schedule, cut.overlap]).toEqual([[1, 2, -2, -1], 'outside transactions']);
    expect(replay({ schedule: 'abba' }).schedule).toEqual([1, 2, 2, 1]);
    expect(replay()).toSatisfy(Object.isFrozen);
  });

  test.each([
    [{ schedule: undefined }, '--schedule is missing', 'race-lab explore finds'],
    [{ schedule: ' ' }, '--schedule: " " is empty', 'A to B'],
    [
      { schedule: 'ABC' },
      '--schedule: "ABC" has "C" at position 3, but case shop has 2 workers, A to B',
      'Write the letter',
    ],
    [{ schedule: 'A1' }, '--schedule: "A1" has "1" at position 2, which is not a letter', 'A to B'],
    [{ seed: 'x' }, '--seed: "x" is not a whole number', 'from 0'],
    [{ expect: ['schedules=1'] }, '--expect: "schedules=1" is a rule of explore', 'held, broken.'],
    [{ expect: ['failures=0'] }, '--expect: "failures=0" is a rule of explore with cases', 'held'],
  ] satisfies readonly (readonly [CaseReplayFlags, string, string])[])(
    'refuses %j',
    (flags, problem, remedy) => {
      const { message, hint } = refusal(() => replay(flags));
      expect(message).toBe(problem);
      expect(hint).toContain(remedy);
    },
  );

  test('knows the letters of each case', () => {
    expect(replay({ schedule: 'abc' }, trip).schedule).toEqual([1, 2, 3]);
    const alone = toyCase('alone', { workers: 1 });
    expect(refusal(() => replay({ schedule: 'AB' }, alone)).message).toBe(
      '--schedule: "AB" has "B" at position 2, but case alone has 1 worker, A',
    );
  });
});
