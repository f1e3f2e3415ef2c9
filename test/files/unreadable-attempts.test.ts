/** Attempts that throw or return unreadable values, or change race-lab's table. */
import { sql } from 'kysely';
import { expect, test } from 'vitest';

import { refused } from '../../src/strategies/steps.js';
import { exploredAll } from '../support/explore.js';
import { lab } from '../support/lab.js';
import { defectOf, strategyOf, type Code } from './code.js';

const SMALL = { strategy: ['mine'], workers: '2', operations: '1' };

const fails = (): never => {
  throw new Error('not readable');
};

const WRONG: readonly (readonly [title: string, code: Code, message: string, hint: string])[] = [
  [
    'throws an object whose getters throw',
    () => {
      throw Object.defineProperty(new Error('x'), 'message', { get: fails });
    },
    'strategy mine (./mine.ts) threw something that cannot be read: an error: not readable at ',
    "Fix the strategy's attempt()",
  ],
  [
    'throws a proxy that throws',
    () => {
      throw new Proxy({}, { getPrototypeOf: fails, get: fails, has: fails });
    },
    'strategy mine (./mine.ts) threw something that cannot be read: an error: not readable at ',
    "Fix the strategy's attempt()",
  ],
  [
    'throws an object that cannot be converted to a string',
    () => {
      throw Object.create(null);
    },
    'strategy mine (./mine.ts) threw {}',
    "Fix the strategy's attempt()",
  ],
  [
    'throws an error whose message is not a string',
    () => {
      throw Object.assign(new Error('x'), { message: 5 });
    },
    'strategy mine (./mine.ts) threw something that cannot be read: an error whose name, message or stack is not a string',
    "Fix the strategy's attempt()",
  ],
  [
    'returns an object whose getters throw',
    () => ({ kind: 'done', toJSON: fails }),
    'the attempt of strategy mine (./mine.ts) returned an object that cannot be read',
    'Return',
  ],
  [
    'returns an object that refers to itself',
    () => {
      const circle: Record<string, unknown> = { kind: 'done' };
      circle['self'] = circle;
      return circle;
    },
    'the attempt of strategy mine (./mine.ts) returned an object that refers to itself',
    'Return',
  ],
  [
    'drops the table',
    async (db) => {
      await sql`drop table if exists account`.execute(db);
      return refused;
    },
    'strategy mine (./mine.ts) changed the definition of the table account, which race-lab needs: relation "account" does not exist',
    'must not drop',
  ],
  [
    'drops a column',
    async (db) => {
      await sql`alter table account drop column if exists version`.execute(db);
      return refused;
    },
    'strategy mine (./mine.ts) changed the definition of the table account, which race-lab needs: column "version" does not exist',
    'must not drop',
  ],
  [
    'copies to the client',
    async (db) => {
      await sql`copy account to stdout`.execute(db);
      return refused;
    },
    'strategy mine (./mine.ts) uses COPY from or to the client, which is not supported here: copy account to stdout',
    'INSERT or SELECT',
  ],
  [
    'copies from the client after another statement',
    async (db) => {
      await sql.raw('select 1; copy /* all */ account from stdin').execute(db);
      return refused;
    },
    'strategy mine (./mine.ts) uses COPY from or to the client, which is not supported here: select 1; copy',
    'INSERT or SELECT',
  ],
];

test.each(WRONG)('a strategy that %s', async (_title, code, message, hint) => {
  const strategy = strategyOf(code);
  for (const work of [lab, exploredAll]) {
    const told = await defectOf(work(SMALL, [strategy]));
    expect(told.message.slice(0, message.length)).toBe(message);
    expect(told.hint).toContain(hint);
  }
});
