/** Replicas in this process: what a module keeps, such as a lock, is of one of them. */
import { join } from 'node:path';

import { Mutex } from 'async-mutex';
import pg from 'pg';
import { expect, test } from 'vitest';

import { defineCase } from '../../../src/authoring/case.js';
import type { Case } from '../../../src/model.js';
import { caseProject } from '../../cli/case-project.js';
import { casesOf, exploredCases } from '../../support/cases.js';

/** Reads and writes under a lock that the module makes, over a pool that it makes, too. */
const SERVICE = `import { Mutex } from 'async-mutex';
import pg from 'pg';

const mutex = new Mutex();
export const pool = new pg.Pool();

export class Spent extends Error {}

export const withdraw = () =>
  mutex.runExclusive(async () => {
    const { rows } = await pool.query('select balance from account');
    if (rows[0].balance < 60) throw new Spent('not enough');
    await pool.query('update account set balance = $1', [rows[0].balance - 60]);
  });
`;

const caseWith = (name: string, properties: string) => `export const ${name} = defineCase({
  name: '${name}',
  schema: 'create table account (balance int not null)',
  start: 'insert into account values (100)',
  refusals: Spent,
  worker: () => withdraw(),
  ${properties}
});
`;

const OPENED = 'open: () => ({}), close: () => pool.end(),';

const project = () =>
  caseProject({
    'service.ts': SERVICE,
    'replicas.race.ts': [
      `import { defineCase } from 'race-lab';
       import { pool, Spent, withdraw } from './service.ts';`,
      caseWith('one', OPENED),
      caseWith('two', `${OPENED} replicas: 2,`),
      caseWith('unopened', 'replicas: 2,'),
    ].join('\n'),
  });

const shared = new Mutex();
const objectWith = (name: string, mutex: () => Mutex): Case =>
  defineCase({
    name,
    schema: 'create table account (balance int not null)',
    start: 'insert into account values (100)',
    open: ({ url }) => ({ pool: new pg.Pool({ connectionString: url }), mutex: mutex() }),
    close: ({ pool }) => pool.end(),
    replicas: 'each',
    worker: ({ pool, mutex: own }) =>
      own.runExclusive(async () => {
        const { rows } = await pool.query<{ balance: number }>('select balance from account');
        await pool.query('update account set balance = $1', [Number(rows[0]?.balance) - 60]);
      }),
  });

test('replicas of a case that is an object share modules, which is said where a lock may have held', async () => {
  const { results } = await exploredCases([
    objectWith('of-module', () => shared),
    objectWith('of-open', () => new Mutex()),
  ]);
  expect(results.map(({ verdict, remarks }) => [verdict, remarks])).toEqual([
    [
      'held',
      [
        expect.stringMatching(/^The replicas share what modules keep, .* in open\.$/),
        expect.stringContaining('each start is a step of its own'),
      ],
    ],
    ['broken', []],
  ]);
});

test('a lock of a module holds in one replica, and not between two', async () => {
  const cases = await casesOf(join(project(), 'replicas.race.ts'));
  const { results } = await exploredCases(cases);
  expect(results.map((result) => [result.case, result.verdict, result.schedules])).toEqual([
    ['one', 'held', 6],
    ['two', 'broken', 6],
    ['unopened', 'broken', 6],
  ]);
  // The classes of refusals are those of the replica that throws them.
  for (const { witness } of results.slice(1))
    expect(witness?.anomalies).toEqual([{ kind: 'not serializable' }]);
});
