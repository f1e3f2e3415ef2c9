import { describe, expect, test } from 'vitest';

import { about } from '../../src/errors.js';
import { selectScenario, selectStrategies } from '../../src/plan/names.js';
import { context, refusal, toyScenario, toyStrategy } from './toys.js';

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
    'refuses %j, which contains an empty name',
    (lists) => {
      const { message, hint } = refusal(() => select(...lists));
      expect(message).toBe(`--strategy: ${JSON.stringify(lists.at(-1))} has an empty name in it`);
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

  describe('from files', () => {
    const fromFile = (name: string) =>
      Object.assign(toyStrategy(name), { reference: `./mine.ts#${name}` });
    const [careful, hasty] = [fromFile('careful'), fromFile('hasty')];
    const files = {
      called: new Map(),
      strategies: new Map([
        ['./mine.ts', [careful, hasty]],
        ['./mine.ts#hasty', [hasty]],
        ['./twin.ts', [toyStrategy('hasty')]],
      ]),
      scenarios: new Map(),
    };
    const selected = (list: string) =>
      selectStrategies([list], context.strategies, about('strategy'), files).map(
        ({ name }) => name,
      );

    test.each([
      ['./mine.ts', ['careful', 'hasty']],
      ['mutex, ./mine.ts', ['mutex', 'careful', 'hasty']],
      ['./mine.ts#hasty,./mine.ts', ['hasty', 'careful']],
    ])('%s selects what was loaded from it', (list, names) => {
      expect(selected(list)).toStrictEqual(names);
    });

    test('all selects the built-in strategies', () => {
      expect(selected('all')).toStrictEqual(['naive', 'mutex', 'for-update', 'optimistic']);
    });

    test('two strategies with the same name are refused', () => {
      expect(refusal(() => selected('./mine.ts,./twin.ts'))).toStrictEqual({
        message: '--strategy: two strategies have the name hasty, in ./mine.ts#hasty and in hasty',
        hint: 'Give one of them another name.',
      });
    });
  });
});

test('errors name the source of the list', () => {
  for (const list of ['niave', '', 'mine.ts']) {
    const { message } = refusal(() =>
      selectStrategies([list], context.strategies, { text: 'explain', option: null }),
    );
    expect(message).toMatch(/^explain: /);
  }
});

describe('the scenario', () => {
  test('is selected by its name', () => {
    expect(selectScenario('mixed', context.scenarios)).toBe(context.scenarios[2]);
  });

  test('given as a file is the one loaded from it', () => {
    const fees = toyScenario('fees');
    const files = {
      strategies: new Map(),
      scenarios: new Map([['./fees.ts', fees]]),
      called: new Map(),
    };
    expect(selectScenario('./fees.ts', context.scenarios, files)).toBe(fees);
  });

  test('given by the name of a loaded file gets its path as a hint', () => {
    const files = {
      strategies: new Map(),
      scenarios: new Map(),
      called: new Map([['deposits', './deposits.ts']]),
    };
    const { hint } = refusal(() => selectScenario('deposits', context.scenarios, files));
    expect(hint).toBe('Did you mean ./deposits.ts? Known: withdraw, deposit, mixed.');
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
  ])('%j %s', (name, problem, hint) => {
    expect(refusal(() => selectScenario(name, context.scenarios))).toStrictEqual({
      message: `--scenario: "${name}" ${problem}`,
      hint,
    });
  });
});
