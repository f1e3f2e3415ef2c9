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

/** `npm test` leaves these to `npm run test:long`: others that it explores are like them. */
export const FURTHER: ReadonlySet<string> = new Set([
  'sets-role',
  'keeps-path',
  'temporary',
  'listens',
  'locks-table',
  'creates-several',
  'names',
  'restarts',
  'large-objects',
  'throws-string',
  'throws-undefined',
  'throws-null',
  'throws-object',
  'throws-symbol',
  'throws-getter',
  'throws-trap',
  'throws-cycle',
  'close-throws',
  'close-endless',
  'closes-nothing',
  'fifty-connections',
  'one-connection',
  'short-lived',
  'moves',
  'url-at-import',
  'url-at-first-use',
  'url-at-each-use',
  'top-level-await',
]);

const TOPICS = [
  ['sessions', SESSIONS, {}],
  ['changes', CHANGES, {}],
  ['errors', THROWN, {}],
  ['applications', APPLICATIONS, {}],
  ['connections', CONNECTIONS, CONNECTING],
  ['modules that connect by themselves', MODULES, { flags: ['--lanes', '2'] }],
] as const;

/** Explores the cases that are wanted, each topic in one command, together with a good one. */
export function testToleratedCases(isWanted: (name: string) => boolean): void {
  afterAll(closeSessions);
  const topics = TOPICS.map(([topic, cases, options]) => ({
    topic,
    cases: cases.filter(({ name }) => isWanted(name)),
    options,
  })).filter(({ cases }) => cases.length > 0);

  describe.each(topics)('$topic:', ({ cases, options }) => {
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
}
