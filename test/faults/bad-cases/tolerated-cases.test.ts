/** What may look bad, and is no reason to give a case up. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { closeSessions } from '../../support/sessions.js';
import {
  CONNECTING,
  directoryOf,
  expectGood,
  expectNothingLeft,
  exploreWithGood,
  remove,
  type Explored,
} from './explored.js';
import { APPLICATIONS, CHANGES, CONNECTIONS, MODULES, SESSIONS, THROWN } from './tolerated.js';

afterAll(closeSessions);

describe.each([
  ['sessions', SESSIONS, {}],
  ['changes', CHANGES, {}],
  ['errors', THROWN, {}],
  ['applications', APPLICATIONS, {}],
  ['connections', CONNECTIONS, CONNECTING],
  ['modules that connect by themselves', MODULES, { flags: ['--lanes', '2'] }],
])('%s:', (_topic, cases, options) => {
  let directory = '';
  let explored: Explored;
  const before = { cwd: process.cwd(), url: process.env['DATABASE_URL'] };

  beforeAll(async () => {
    directory = directoryOf(cases);
    const names = cases.map(({ name }) => name);
    explored = await exploreWithGood(directory, names, options);
  });
  afterAll(() => remove(directory));

  test.each(cases)('$name', ({ name, result }) => {
    expect(explored.results[name]).toMatchObject(result);
  });

  test('the good case has its result, and nothing is left', async () => {
    expect(explored).toMatchObject({ code: 0, stderr: '' });
    expectGood(explored);
    expect({ cwd: process.cwd(), url: process.env['DATABASE_URL'] }).toEqual(before);
    await expectNothingLeft();
  });
});
