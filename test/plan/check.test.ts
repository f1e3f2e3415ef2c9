import { join, resolve, sep } from 'node:path';

import { describe, expect, test } from 'vitest';

import { UsageError } from '../../src/errors.js';
import { strategies } from '../../src/strategies/index.js';
import { good, planned, refusal, type Given } from './checks.js';

describe('a valid config', () => {
  test('becomes a plan for each experiment, in order', async () => {
    const { file, experiments } = await planned({
      experiments: {
        second: { explore: { strategy: ['naive', 'atomic'], operations: 2, expect: ['claims'] } },
        first: { run: { strategy: 'for-update', workers: 7, expect: ['held', 'p99<200'] } },
      },
    });
    expect(file).toBe('ci/lab.json');
    const [explore, run, ...others] = experiments;
    expect(others).toStrictEqual([]);
    expect(explore).toMatchObject({
      name: 'second',
      kind: 'explore',
      plan: { strategies: [{ name: 'naive' }, { name: 'atomic' }], operations: 2 },
    });
    expect(run).toMatchObject({ name: 'first', kind: 'run', plan: { workers: 7 } });
    expect(run?.plan.expectations.map(({ rule }) => rule)).toStrictEqual(['held', 'p99<200']);
  });

  test('may contain a strategy object', async () => {
    const [strategy] = strategies;
    const config = { experiments: { a: { run: { strategy, expect: 'broken' } } } };
    const [experiment] = (await planned(config)).experiments;
    expect(experiment).toMatchObject({ plan: { strategies: [strategy] } });
  });

  const urls = { flag: 'postgres://flag/', own: 'postgres://own/', all: 'postgres://all/' };
  test.each([
    ['--url', { url: urls.flag }, urls.all, urls.own, urls.flag],
    ['the experiment', {}, urls.all, urls.own, urls.own],
    ['the config', {}, urls.all, undefined, urls.all],
    ['RACE_LAB_URL', {}, undefined, undefined, 'postgres://environment/'],
  ])('takes the server from %s', async (_, context, all, own, wanted) => {
    const experiments = { a: { run: { ...good.run, url: own } } };
    const environmentUrl = 'postgres://environment/';
    const plan = await planned({ experiments, url: all }, context, environmentUrl);
    expect(plan.experiments[0]?.plan.url).toBe(wanted);
  });

  test('--only selects the experiments with that name', async () => {
    const experiments = { 'Withdraw is safe': good, 'deposit is safe': good, transfer: good };
    const names = async (...only: string[]) =>
      (await planned({ experiments }, { only })).experiments.map(({ name }) => name);
    expect(await names('withdraw')).toStrictEqual(['Withdraw is safe']);
    expect(await names('transfer', 'SAFE')).toStrictEqual(Object.keys(experiments));
    const error = await refusal({ experiments }, { only: ['safe', 'mixed'] });
    expect(error).toContain('--only: no experiment of ci/lab.json has "mixed" in its name');
    expect(error).toContain('"Withdraw is safe", "deposit is safe", "transfer"');
  });
});

describe('the file of a strategy', () => {
  const mentions = async (strategy: unknown) =>
    refusal({ experiments: { a: { run: { strategy, expect: 'held' } } } });

  test('is resolved relative to the config', async () => {
    expect(await mentions('./nowhere.ts')).toContain(join('ci', 'nowhere.ts'));
    expect(await mentions(['naive', 'nowhere.ts'])).toContain(join('ci', 'nowhere.ts'));
    const above = await mentions('naive, ../nowhere.ts');
    expect(above).toContain(join(process.cwd(), 'nowhere.ts'));
    expect(above).not.toContain(join(process.cwd(), 'ci', 'nowhere.ts'));
  });
});

describe('a comma', () => {
  const a = (options: object) => ({ experiments: { a: { run: { expect: 'held', ...options } } } });

  test('separates strategies, and is refused in a path that includes the folder of the config', async () => {
    const [experiment] = (await planned(a({ strategy: 'naive, atomic' }))).experiments;
    expect(experiment).toMatchObject({
      plan: { strategies: [{ name: 'naive' }, { name: 'atomic' }] },
    });
    const error = await refusal(a({ strategy: 'naive,./mine.ts' }), {}, 'a,b/lab.json');
    expect(error).toContain(`strategy: .${sep}${join('a,b', 'mine.ts')} contains a comma`);
  });

  test('belongs to the path of a scenario', async () => {
    const error = await refusal(a({ scenario: './fees,high.ts' }), {}, 'a,b/lab.json');
    expect(error).toContain(`there is no file ${resolve('a,b', 'fees,high.ts')}`);
  });
});

describe('an error names the file and the experiment', () => {
  const at = 'ci/lab.json: experiment "a"';
  const experiment = (a: unknown) => ({ experiments: { good, a } });
  const run = (options: object) => experiment({ run: { expect: 'held', ...options } });

  test.each<[string, unknown, readonly string[]]>([
    ['an array instead of an object', [good], ['ci/lab.json: a config is an array, not an object']],
    ['null', null, ['ci/lab.json: a config is null']],
    ['an empty config', {}, ['ci/lab.json: experiments is missing', 'experiments: {']],
    ['no experiments', { experiments: {} }, ['ci/lab.json: it has no experiments']],
    ['an array of experiments', { experiments: [good] }, ['experiments is an array']],
    [
      'an unknown key',
      { experiment: {} },
      ['ci/lab.json: "experiment"', 'Did you mean experiments'],
    ],
    [
      'a url that is not a string',
      { experiments: { a: good }, url: 5 },
      ['ci/lab.json: url is not a string'],
    ],
    ['a string for an experiment', experiment('naive'), [`${at} is a string`]],
    [
      'an unknown command',
      experiment({ compare: {} }),
      [`${at}: "compare"`, 'Known: run, explore'],
    ],
    ['neither run nor explore', experiment({}), [`${at} has neither run nor explore`]],
    [
      'both run and explore',
      experiment({ ...good, explore: {} }),
      [`${at} has both`, 'two experiments'],
    ],
    ['options that are not an object', experiment({ run: true }), [`${at}: run is a boolean`]],
    ['no expectation', experiment({ run: {} }), [`${at} has no expectation`, "expect: 'held'"]],
    [
      'an empty list of expectations',
      experiment({ explore: { expect: [] } }),
      [`${at} has no expectation`],
    ],
    ['no name', { experiments: { ' ': good } }, ['experiment " " has no name']],
    ['an unknown option', run({ worker: 5 }), [`${at}: "worker"`, 'Did you mean workers']],
    ['an option of explore', run({ lanes: 5 }), [`${at}: "lanes"`]],
    ['an option of the wrong type', run({ workers: '5' }), [`${at}: workers is "5"`, 'a number']],
    ['a number out of range', run({ workers: 0 }), [`${at}: workers: "0"`]],
    [
      'options that exclude each other',
      run({ duration: '1s', operations: 5 }),
      [`${at}: operations and duration exclude each other`],
    ],
    ['a time limit', run({ timeLimit: '1' }), [`${at}: timeLimit: "1"`]],
    [
      'an object for several processes',
      run({ strategy: { ...strategies[0], name: 'mine' }, processes: 2 }),
      [`${at}: processes 2: mine is an object, which other processes cannot use`],
    ],
    ['an unknown strategy', run({ strategy: 'optimisti' }), [`${at}: strategy: "optimisti"`]],
    ['an unknown rule', run({ expect: 'hold' }), [`${at}: expect: "hold"`]],
    [
      'a rule of explore',
      run({ expect: 'schedules>5' }),
      [`${at}: expect: "schedules>5" is a rule of explore`],
    ],
  ])('%s', async (_, config, parts) => {
    const text = await refusal(config);
    for (const part of parts) expect(text).toContain(part);
    expect(text).not.toContain('--');
  });

  test('reports an experiment that --only leaves out', async () => {
    expect(await refusal(run({ workers: 0 }), { only: ['good'] })).toContain(at);
  });
});

test('every error has a code', async () => {
  const codeOf = (config: unknown, context: Given = {}) =>
    planned(config, context).catch((error: unknown) => {
      if (!(error instanceof UsageError)) throw error;
      return [error.code, error.option];
    });
  const experiments = { fine: good };
  expect(await codeOf({ experiments: {} })).toEqual(['INVALID_CONFIG', null]);
  expect(await codeOf({ experiment: {} })).toEqual(['INVALID_CONFIG', null]);
  expect(await codeOf({ experiments }, { only: ['other'] })).toEqual([
    'UNKNOWN_EXPERIMENT',
    'only',
  ]);
  const wrong = { run: { ...good.run, workers: 0 } };
  expect(await codeOf({ experiments: { wrong } })).toEqual(['INVALID_VALUE', 'workers']);
});
