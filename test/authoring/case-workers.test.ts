import { describe, expect, test } from 'vitest';

import { define, withProperties } from './cases.js';
import { runOf } from './run-of.js';
import { plain, testRefused, work } from './refused-cases.js';

const repeated = { ...plain, workers: undefined, worker: work };
const context = { worker: 'anna', url: 'postgres://here/x', signal: new AbortController().signal };

describe('what runs at once', () => {
  test('letters follow the order of the workers', () => {
    const { workers } = define(withProperties({ workers: { zoe: () => 1, adam: () => 2 } }));
    expect(workers.map((worker) => [worker.name, runOf(worker)(null, context)])).toEqual([
      ['zoe', 1],
      ['adam', 2],
    ]);
  });

  test.each([
    [{}, ['worker 1', 'worker 2']],
    [{ times: 1 }, ['worker 1']],
    [{ times: 3 }, ['worker 1', 'worker 2', 'worker 3']],
  ])('one function several times: %j', (times, names) => {
    const worker = (application: unknown) => [application];
    const { workers } = define(withProperties({ workers: undefined, worker, ...times }));
    expect(workers.map(({ name }) => name)).toEqual(names);
    expect(workers.map((each) => runOf(each)('app', context))).toEqual(names.map(() => ['app']));
  });

  test.each([
    [undefined, 1],
    [2, 2],
    ['each', 2],
  ])('replicas %j of two workers are %i', (replicas, count) => {
    expect(define(withProperties({ open: () => 1, replicas })).replicas).toBe(count);
  });
});

describe('workers that are refused', () => {
  testRefused([
    ['none', { ...plain, workers: undefined }, 'case shop has no workers', 'workers: { anna:'],
    [
      'both kinds',
      { ...plain, worker: work },
      'case shop has workers and worker',
      'Give one of them',
    ],
    ['a number', { ...plain, workers: 5 }, 'case shop: workers is 5', 'an object of functions'],
    [
      'a list',
      { ...plain, workers: [work] },
      'case shop: workers is ["work()"]',
      'object of functions',
    ],
    ['an empty object', { ...plain, workers: {} }, 'case shop: workers is empty', '{ anna:'],
    [
      'one that is no function',
      { ...plain, workers: { anna: work, ben: 'buy' } },
      'case shop, workers: ben is "buy"',
      "It must be a function, or a program such as { command: ['node', 'job.js'] }. Such as ben: (app",
    ],
    [
      'one that was called already',
      { ...plain, workers: { anna: work, ben: Promise.resolve() } },
      'case shop, workers: ben is a promise',
      'It must be a function',
    ],
    [
      'a program with too long an argument',
      { ...plain, workers: { anna: { command: ['node', 'x'.repeat(131_072)] } } },
      'case shop, workers.anna.command has an argument of 131,072 bytes',
      'No program takes more than 131,071 bytes in one: hand it a long text in a file.',
    ],
    [
      'a program with too long a variable',
      { ...plain, workers: { anna: { command: ['node'], env: { A: 'é'.repeat(65_535) } } } },
      'case shop, workers.anna.env.A is a text of 131,072 bytes',
      'No program takes more',
    ],
    [
      'a program with a variable whose name cannot be one',
      { ...plain, workers: { anna: { command: ['node'], env: { 'A=B': 'x' } } } },
      'case shop, workers.anna.env has "A=B": "x"',
      'such as { LOG_LEVEL:',
    ],
    [
      'one that is left open',
      { ...plain, workers: { 'anna b': undefined } },
      'case shop, workers has no anna b',
      'Such as "anna b": (application)',
    ],
    [
      'an empty name',
      { ...plain, workers: { ' ': work } },
      'case shop: workers has an empty name',
      'such as anna',
    ],
    [
      'a name on two lines',
      { ...plain, workers: { 'a\nb': work } },
      String.raw`case shop: workers has the name "a\nb"`,
      'on one line',
    ],
    [
      'more than there are letters',
      {
        ...plain,
        workers: Object.fromEntries(Array.from({ length: 27 }, (_, n) => [`w${n}`, work])),
      },
      'case shop: workers has 27 functions, more than 26',
      'Leave some out',
    ],
    ['a worker that is none', { ...repeated, worker: 5 }, 'case shop: worker is 5', 'a function'],
    ['times alone', { ...plain, times: 2 }, 'case shop has times, but no worker', 'Add worker:'],
    ['times below 1', { ...repeated, times: 0 }, 'case shop: times is 0', 'from 1 to 26'],
    ['half a time', { ...repeated, times: 1.5 }, 'case shop: times is 1.5', 'whole number'],
    ['times in text', { ...repeated, times: '2' }, 'case shop: times is "2"', 'whole number'],
    [
      'times beyond the letters',
      { ...repeated, times: 27 },
      'case shop: times is 27, more than 26',
      'Leave some out',
    ],
  ]);
});
