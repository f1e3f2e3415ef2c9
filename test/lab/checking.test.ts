import { describe, expect, test } from 'vitest';

import { checkLab, type CheckEnvironment } from '../../src/lab/checking.js';
import { EnvironmentError } from '../../src/errors.js';
import { toyCase } from '../plan/case-toys.js';
import { createCaseExplorePlan } from '../../src/plan/case.js';
import type { CheckPlan, PlannedExperiment, Report } from '../../src/model.js';
import { held, planOf, reportOf } from '../report/document/race/fixtures.js';

const plan = planOf(['atomic', 'naive'], {
  expectations: [{ rule: 'held', check: { kind: 'held' } }],
});
const experiments = ['first', 'second', 'third'].map((name): PlannedExperiment => ({
  name,
  kind: 'run',
  plan,
}));
const check: CheckPlan = { file: 'a.json', experiments };
const good = reportOf([held('atomic')], {
  expectations: [{ rule: 'held', subject: 'atomic', met: true, actual: 'held' }],
});

/** An environment whose clock advances by one second at each reading. */
function environment(
  run: (name: string) => Promise<Report>,
  changed: Partial<CheckEnvironment> = {},
): CheckEnvironment {
  let seconds = 0;
  return {
    run: (_, { name }) => run(name),
    explore: () => Promise.reject(new Error('nothing is explored')),
    exploreCases: () => Promise.reject(new Error('there are no cases')),
    now: () => (seconds += 1) * 1_000,
    signal: new AbortController().signal,
    ...changed,
  };
}

test('carries out experiments in order, times them, and reports each when it ends', async () => {
  const events: string[] = [];
  const run = (name: string) => {
    events.push(`${name} runs`);
    return Promise.resolve(good);
  };
  const report = await checkLab(
    check,
    environment(run, { ended: async ({ name }) => void events.push(`${name} ended`) }),
  );
  expect(events).toStrictEqual(
    ['first', 'second', 'third'].flatMap((name) => [`${name} runs`, `${name} ended`]),
  );
  expect(report).toMatchObject({ file: 'a.json', durationMs: 7_000, interruption: null });
  expect(report.experiments.map(({ durationMs }) => durationMs)).toStrictEqual(
    Array(3).fill(1_000),
  );
  expect(report.expectations).toHaveLength(3);
});

describe('an experiment that cannot be carried out', () => {
  const failing = (reason: unknown) => (name: string) =>
    name === 'second' ? Promise.reject(reason) : Promise.resolve(good);

  test('does not stop the others, and its expectations are not judged', async () => {
    const error = new EnvironmentError('no server', {
      code: 'CANNOT_CONNECT',
      hint: 'Start one.',
    });
    const report = await checkLab(check, environment(failing(error)));
    const [first, second, third] = report.experiments;
    expect([first?.failure, third?.failure]).toStrictEqual([null, null]);
    expect(second).toMatchObject({
      failure: { message: 'no server', hint: 'Start one.', stack: null },
      expectations: [
        { rule: 'held', subject: 'atomic', met: null },
        { rule: 'held', subject: 'naive', met: null },
      ],
    });
    expect(report.interruption).toBe(
      '1 of 3 experiments could not be carried out to the end: "second"',
    );
  });

  test('can be about cases', async () => {
    const cases = [toyCase('shop'), toyCase('trip')];
    const context = { environmentUrl: undefined };
    const planned = createCaseExplorePlan({ expect: ['held'] }, cases, context);
    const experiment = { name: 'x', kind: 'cases', plan: planned } as const;
    const about: CheckPlan = { file: 'a.json', experiments: [experiment] };
    const { experiments: all, interruption } = await checkLab(
      about,
      environment(() => Promise.resolve(good)),
    );
    expect(all[0]).toMatchObject({
      failure: { message: expect.stringContaining('there are no cases') as unknown },
      expectations: [
        { rule: 'held', subject: 'shop', met: null },
        { rule: 'held', subject: 'trip', met: null },
      ],
    });
    expect(interruption).toContain('the experiment could not be carried out to the end');
  });

  test('keeps the stack of a defect, without passwords', async () => {
    const error = new Error('postgres://alice:hunter2@db.example/ is odd');
    const { experiments: all } = await checkLab(check, environment(failing(error)));
    expect(all[1]?.failure).toMatchObject({
      message:
        'a defect in race-lab, or in the code of a strategy or a case: postgres://alice:***@db.example/ is odd',
      stack: expect.stringContaining('checking.test.ts'),
    });
    expect(JSON.stringify(all[1]?.failure)).not.toContain('hunter2');
  });

  test('has no passwords in its hint either', async () => {
    const hint = 'Look at postgres://alice:hunter2@db.example/';
    const error = new EnvironmentError('no server', { code: 'CANNOT_CONNECT', hint });
    const { experiments: all } = await checkLab(check, environment(failing(error)));
    expect(all[1]?.failure?.hint).toBe('Look at postgres://alice:***@db.example/');
  });

  test('includes one that ended early', async () => {
    const early = { ...good, interruption: 'The server went away.' };
    const run = (name: string) => Promise.resolve(name === 'third' ? early : good);
    const { interruption } = await checkLab(check, environment(run));
    expect(interruption).toContain('"third"');
  });
});

test('an interruption ends the whole check', async () => {
  const ending = new AbortController();
  const reason = new Error('interrupted');
  const started: string[] = [];
  const run = (name: string) => {
    started.push(name);
    if (name === 'first') return Promise.resolve(good);
    ending.abort(reason);
    return Promise.reject(
      new EnvironmentError('the connection is closed', { code: 'SERVER_LOST' }),
    );
  };
  const { signal } = ending;
  await expect(checkLab(check, environment(run, { signal }))).rejects.toBe(reason);
  expect(started).toStrictEqual(['first', 'second']);
});
