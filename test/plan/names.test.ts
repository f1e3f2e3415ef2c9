import { describe, expect, test } from 'vitest';
import { selectScenario, selectStrategies } from '../../src/plan/names.js';
import { context, refusal } from './toys.js';

const select = (...lists: readonly string[]): readonly string[] =>
  selectStrategies(lists, context.strategies).map(({ name }) => name);

const KNOWN = 'Known: naive, mutex, for-update, optimistic.';

describe('strategies', () => {
  test.each([
    [['naive'], ['naive']],
    [['mutex,naive'], ['mutex', 'naive']],
    [['mutex, naive'], ['mutex', 'naive']],
    [
      ['mutex', 'naive'],
      ['mutex', 'naive'],
    ],
    [
      ['naive,mutex,naive', 'mutex'],
      ['naive', 'mutex'],
    ],
    [['all'], ['naive', 'mutex', 'for-update', 'optimistic']],
    [['for-update,all'], ['for-update', 'naive', 'mutex', 'optimistic']],
  ])('%j selects %j', (lists, names) => {
    expect(select(...lists)).toStrictEqual(names);
  });

  test.each([[['']], [[' ']], [[',']], [['naive,']], [['naive,,mutex']], [['naive', '']]])(
    '%j lacks a name',
    (lists) => {
      const { message, hint } = refusal(() => select(...lists));
      expect(message).toBe(`--strategy: ${JSON.stringify(lists.at(-1))} lacks a name`);
      expect(hint).toContain(KNOWN);
    },
  );

  test.each([
    ['niave', `Did you mean naive? ${KNOWN}`],
    ['Naive', `Did you mean naive? ${KNOWN}`],
    ['for_update', `Did you mean for-update? ${KNOWN}`],
    ['blockchain', KNOWN],
    ['__proto__', KNOWN],
  ])('%s is not known', (name, hint) => {
    expect(refusal(() => select(`mutex,${name}`))).toStrictEqual({
      message: `--strategy: "${name}" is not a known strategy`,
      hint,
    });
  });

  test.each(['./mine.js', 'mine.ts', 'mine.mjs', 'strategies/mine', String.raw`C:\mine`])(
    '%s is a file',
    (path) => {
      const { message, hint } = refusal(() => select(path));
      expect(message).toBe(
        `--strategy: ${JSON.stringify(path)} is a file, and files cannot be loaded yet`,
      );
      expect(hint).toContain('Name a built-in strategy: naive, mutex');
    },
  );
});

test('errors name what the list was given as', () => {
  for (const list of ['niave', '', 'mine.ts']) {
    const { message } = refusal(() => selectStrategies([list], context.strategies, 'explain'));
    expect(message).toMatch(/^explain: /);
  }
});

describe('the scenario', () => {
  test('is found by its name', () => {
    expect(selectScenario('mixed', context.scenarios)).toBe(context.scenarios[2]);
  });

  test.each([
    [
      'deposits',
      'is not a known scenario',
      'Did you mean deposit? Known: withdraw, deposit, mixed.',
    ],
    ['', 'is not a known scenario', 'Known: withdraw, deposit, mixed.'],
    ['all', 'is not a known scenario', 'Known: withdraw, deposit, mixed.'],
    ['withdraw,deposit', 'is not a known scenario', 'Known: withdraw, deposit, mixed.'],
    [
      './mine.ts',
      'is a file, and files cannot be loaded yet',
      'Name a built-in scenario: withdraw, deposit, mixed.',
    ],
  ])('%j %s', (name, problem, hint) => {
    expect(refusal(() => selectScenario(name, context.scenarios))).toStrictEqual({
      message: `--scenario: "${name}" ${problem}`,
      hint,
    });
  });
});
