import { describe, expect, test } from 'vitest';

import { defineStrategy } from '../../src/authoring/strategy.js';
import { refused } from '../../src/strategies/steps.js';
import { refusal } from '../plan/toys.js';

const attempt = () => Promise.resolve(refused);

/** Calls it without type checks, as a JavaScript user does. */
const define = (definition: unknown) => Reflect.apply(defineStrategy, undefined, [definition]);

describe('defaults', () => {
  test('are the claims that most authors want to test', () => {
    expect(defineStrategy({ name: 'mine', attempt })).toMatchObject({
      name: 'mine',
      description: '',
      claims: {
        lostUpdates: 'prevented',
        overdrafts: 'prevented',
        writeSkew: 'prevented',
        deadlocks: 'possible',
        processes: 'any',
        progress: 'yes',
      },
      sqlstates: { '40001': 'retry', '40P01': 'retry' },
    });
  });

  test('a claim replaces only its own default, SQLSTATEs replace all defaults', () => {
    const strategy = defineStrategy({
      name: 'mine',
      attempt,
      claims: { writeSkew: 'possible' },
      sqlstates: { '23514': 'refused' },
    });
    expect(strategy.claims).toMatchObject({ writeSkew: 'possible', lostUpdates: 'prevented' });
    expect(strategy.sqlstates).toStrictEqual({ '23514': 'refused' });
  });
});

test('a strategy is frozen', () => {
  const strategy = defineStrategy({ name: 'mine', attempt });
  expect([strategy, strategy.claims, strategy.sqlstates].map(Object.isFrozen)).toEqual([
    true,
    true,
    true,
  ]);
});

test('an attempt can use other properties of its definition', async () => {
  class Careful {
    readonly name = 'careful';
    attempt() {
      return Promise.resolve({ kind: 'refused', by: this.name });
    }
  }
  const strategy = define(new Careful());
  await expect(strategy.attempt()).resolves.toMatchObject({ by: 'careful' });
});

describe('an invalid definition is refused with a remedy', () => {
  test.each<[string, unknown, string, string]>([
    [
      'nothing',
      undefined,
      'a strategy is defined by an object, not by undefined',
      'defineStrategy({',
    ],
    ['no name', { attempt }, 'a strategy has no name', "name: 'my-strategy'"],
    ['capitals', { name: 'Mine', attempt }, 'a strategy cannot be called "Mine"', 'lower-case'],
    ['a space', { name: 'my own', attempt }, 'a strategy cannot be called "my own"', 'hyphens'],
    ['all', { name: 'all', attempt }, 'a strategy cannot be called "all"', 'not "all"'],
    [
      'no attempt',
      { name: 'mine' },
      'strategy mine has no attempt',
      'async attempt(db, operation)',
    ],
    [
      'an attempt that is not a function',
      { name: 'mine', attempt: 5 },
      'strategy mine: attempt is 5',
      'async attempt(db, operation)',
    ],
    [
      'a misspelt property',
      { name: 'mine', attempt, claim: {} },
      'strategy mine has an unknown property: "claim"',
      'Did you mean claims?',
    ],
    [
      'a summary that is not a string',
      { name: 'mine', attempt, summary: 1 },
      'strategy mine: summary is 1',
      'a string',
    ],
    [
      'an unknown claim',
      { name: 'mine', attempt, claims: { lostUpdate: 'prevented' } },
      'strategy mine, claims, has an unknown property: "lostUpdate"',
      'Did you mean lostUpdates?',
    ],
    [
      'an invalid claim',
      { name: 'mine', attempt, claims: { overdrafts: 'prevents' } },
      'strategy mine, claims.overdrafts: "prevents" is not a known claim',
      'Did you mean prevented? Known: prevented, possible.',
    ],
    [
      'an array of SQLSTATEs',
      { name: 'mine', attempt, sqlstates: ['40001'] },
      'strategy mine: sqlstates is ["40001"]',
      "{ '40001': 'retry' }",
    ],
    [
      'an invalid SQLSTATE',
      { name: 'mine', attempt, sqlstates: { deadlock: 'retry' } },
      'strategy mine: sqlstates has "deadlock", which is not an SQLSTATE',
      'five digits',
    ],
    [
      'an unknown policy',
      { name: 'mine', attempt, sqlstates: { '40001': 'again' } },
      `strategy mine, sqlstates['40001']: "again" is not a known policy`,
      'Known: retry, refused.',
    ],
  ])('%s', (_title, definition, message, hint) => {
    const error = refusal(() => define(definition));
    expect(error.message).toBe(message);
    expect(error.hint).toContain(hint);
  });
});
