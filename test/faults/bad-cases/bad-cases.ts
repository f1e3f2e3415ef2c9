/** Whatever is wrong with a case, it is said in a few lines, the other cases have their results, and nothing is left. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { closeSessions } from '../../support/sessions.js';
import {
  CONNECTING,
  directoryOf,
  exactly,
  expectGood,
  exploreWithGood,
  expectNothingLeft,
  remove,
  type Explored,
} from './explored.js';
import { APPLICATIONS, INVARIANTS } from './properties.js';
import { DATABASES } from './databases.js';
import { CONNECTIONS, RESULTS, WORKERS } from './workers.js';

/** `npm test` leaves these to `npm run test:long`: others that it explores are like them. */
export const FURTHER: ReadonlySet<string> = new Set([
  'line',
  'second-part',
  'foreign-key',
  'extension',
  'directory',
  'latin1',
  'binary',
  'copy-alone',
  'create-role',
  'migration-string',
  'migration-endless',
  'nothing',
  'update',
  'parameter',
  'with-update',
  'unreadable',
  'two',
  'open-string',
  'open-endless',
  'elsewhere-wrapped',
  'elsewhere-rows',
  'open-wrapped',
  'misspelt-method',
  'without-open',
  'silent',
  'one-pings',
  'ignore-nowhere',
  'password',
  'returns-map',
  'returns-promise',
  'returns-cycle',
  'returns-getter',
  'returns-huge',
  'polls',
  'refreshes',
  'keeps-clients',
  'aborts',
  'timer',
  'not-awaited',
  'renames',
  'retypes',
  'indexes',
]);

const TOPICS = [
  ['the schema and the rows', DATABASES, {}],
  ['invariants', INVARIANTS, {}],
  ['the application', APPLICATIONS, {}],
  ['results', RESULTS, {}],
  ['workers', WORKERS, {}],
  ['connections', CONNECTIONS, CONNECTING],
] as const;

/** Explores the cases that are wanted, each topic in one command, together with a good one. */
export function testBadCases(isWanted: (name: string) => boolean): void {
  afterAll(closeSessions);
  const topics = TOPICS.map(([topic, cases, options]) => ({
    topic,
    cases: cases.filter(({ name }) => isWanted(name)),
    options,
  })).filter(({ cases }) => cases.length > 0);

  describe.each(topics)('$topic:', ({ cases, options }) => {
    let directory = '';
    let explored: Explored;

    beforeAll(async () => {
      directory = directoryOf(cases);
      const names = cases.map(({ name }) => name);
      explored = await exploreWithGood(directory, names, options);
    });
    afterAll(() => remove(directory));

    test.each(cases)('$name', ({ name, says, remedy }) => {
      const { failure, verdict } = explored.results[name] ?? {};
      expect(verdict).toBe('inconclusive');
      const { message = '', hint } = failure ?? {};
      const prefix = `case ${name} (./${name}.race.ts): `;
      expect(message.slice(0, prefix.length)).toBe(prefix);
      const said = message.slice(prefix.length);
      expect(said).toMatch(typeof says === 'string' ? exactly(says) : says);
      expect(hint).toMatch(/^[A-Z].*[.!?)]$/);
      expect(hint?.slice(0, remedy.length)).toBe(remedy);
      expect(explored.stderr).toContain(`race-lab: ${message}\n  ${hint}\n`);
    });

    test('the good case has its result, and nothing is left', async () => {
      expect(explored.code).toBe(4);
      expectGood(explored);
      await expectNothingLeft();
    });

    test('there is no stack and no password', () => {
      expect(explored.stderr).not.toMatch(/^\s+at /m);
      expect(explored.stderr + explored.stdout).not.toMatch(/:\/\/\w+:(?!\*\*\*)[^@\s"]*@/);
      expect(explored.stderr.split('\n').filter((line) => line !== '')).toHaveLength(
        2 * cases.length,
      );
    });
  });
}
