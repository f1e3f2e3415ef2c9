import { parseArgs } from 'node:util';

import { describe, expect, test } from 'vitest';

import type { Case, CaseExplorePlan } from '../../src/model.js';
import { caseExploreCommandOf, caseReplayCommandOf } from '../../src/plan/case-command.js';
import { createCaseExplorePlan, createCaseReplayPlan } from '../../src/plan/case.js';
import type { ExploreFlags } from '../../src/plan/explore.js';
import { toyCase } from './case-toys.js';
import { argumentsOf } from './shell-words.js';

const context = { environmentUrl: undefined };
const SECRET_URL = "postgres://alice:hunt'er2$HOME@db.example/test";

const shop = toyCase('shop');
const odd = toyCase('odd', { reference: "./it's (odd)/[id].race.ts#odd" });
const twin = toyCase('shop', { reference: './twin.race.ts' });
const object = toyCase('object', { reference: null });
const known = [shop, odd, twin];

const explore = (flags: ExploreFlags = {}, cases: readonly Case[] = [shop, odd]) =>
  createCaseExplorePlan(flags, cases, context);

const text = { type: 'string' } as const;
const texts = { type: 'string', multiple: true } as const;

const called = (references: readonly string[]) =>
  references.map((reference) => {
    const found = known.find((each) => each.reference === reference);
    if (found === undefined) throw new Error(`there is no case ${reference}`);
    return found;
  });

/** Reads a command line back as the program does. */
function exploredBy(line: string | null, url: string | null = null): CaseExplorePlan {
  const { name, args } = argumentsOf(line ?? '', url);
  expect(name).toBe('explore');
  const options = {
    'max-schedules': text,
    'max-switches': text,
    'time-limit': text,
    lanes: text,
    isolation: texts,
    seed: text,
    url: text,
    expect: texts,
  };
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const { 'max-schedules': maxSchedules, 'max-switches': maxSwitches, ...others } = values;
  const { 'time-limit': timeLimit, ...flags } = others;
  return explore({ ...flags, maxSchedules, maxSwitches, timeLimit }, called(positionals));
}

describe('the shortest command line that repeats an exploration', () => {
  test.each<[ExploreFlags, string]>([
    [{}, 'race-lab explore ./shop.race.ts'],
    [
      { maxSchedules: '20000', lanes: '2', seed: '1', expect: [] },
      'race-lab explore ./shop.race.ts',
    ],
    [
      { maxSchedules: '7', maxSwitches: '2', timeLimit: '90s', lanes: '1', seed: '0' },
      'race-lab explore ./shop.race.ts --max-schedules 7 --max-switches 2 --time-limit 90s --lanes 1 --seed 0',
    ],
    [{ isolation: 'all' }, 'race-lab explore ./shop.race.ts --isolation all'],
    [
      { isolation: ['serializable', 'read-committed'] },
      'race-lab explore ./shop.race.ts --isolation serializable,read-committed',
    ],
    [
      { url: SECRET_URL, expect: ['held', 'schedules >= 6'] },
      "race-lab explore ./shop.race.ts --url postgres://alice:PASSWORD@db.example/test --expect held --expect 'schedules >= 6'",
    ],
  ])('%j', (flags, line) => {
    expect(caseExploreCommandOf(explore(flags, [shop]))).toBe(line);
  });

  test('is read back as the same plan', () => {
    const isolation = ['repeatable-read', 'serializable'];
    const flags = {
      maxSwitches: '3',
      seed: '9',
      isolation,
      timeLimit: '500ms',
      url: SECRET_URL,
      expect: ['odd:failures=0'],
    };
    const plan = explore(flags);
    expect(exploredBy(caseExploreCommandOf(plan), SECRET_URL)).toStrictEqual(plan);
  });

  test('for some of the cases, keeps the rest of the plan', () => {
    const plan = explore({ expect: ['held', 'odd:held', 'shop:held'] }, known);
    const [held, oddHeld, shopHeld] = plan.expectations;
    expect(exploredBy(caseExploreCommandOf(plan, ['odd']))).toStrictEqual({
      ...plan,
      cases: [odd],
      expectations: [held, oddHeld],
    });
    expect(exploredBy(caseExploreCommandOf(plan, ['./twin.race.ts']))).toStrictEqual({
      ...plan,
      cases: [twin],
      expectations: [held, shopHeld],
    });
  });

  test('is not there for an object of a test', () => {
    const plan = explore({}, [shop, object]);
    expect(caseExploreCommandOf(plan)).toBeNull();
    expect(caseExploreCommandOf(plan, ['object'])).toBeNull();
    expect(caseExploreCommandOf(plan, ['shop'])).toBe('race-lab explore ./shop.race.ts');
  });
});

describe('the shortest command line that repeats a schedule', () => {
  test('names the case and the schedule alone', () => {
    const plan = { ...explore({ seed: '5', expect: ['held'] }), isolation: null };
    expect(caseReplayCommandOf(plan, shop, [1, 2, 2, 1])).toBe(
      'race-lab replay ./shop.race.ts --schedule ABBA',
    );
    expect(caseReplayCommandOf(plan, object, [1, 2])).toBeNull();
  });

  test('is read back as the same replay', () => {
    const flags = { schedule: 'ABAB', url: SECRET_URL, isolation: 'repeatable-read' };
    const plan = createCaseReplayPlan(flags, odd, context);
    const line = caseReplayCommandOf(plan, plan.case, plan.schedule);
    const { name, args } = argumentsOf(line ?? '', SECRET_URL);
    expect(name).toBe('replay');
    const { values, positionals } = parseArgs({
      args,
      options: { schedule: text, url: text, isolation: text },
      allowPositionals: true,
    });
    const [only] = called(positionals);
    expect(only === undefined ? null : createCaseReplayPlan(values, only, context)).toStrictEqual(
      plan,
    );
  });
});
