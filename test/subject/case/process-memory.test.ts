/** Code that remembers earlier runs of its process: each schedule begins as the first run did. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';

import pg from 'pg';
import { afterAll, expect, test } from 'vitest';

import { defineCase } from '../../../src/authoring/case.js';
import type { Case } from '../../../src/model.js';
import { keptCaseProject } from '../../cli/case-project.js';
import { casesOf, exploredCases, racedFreely, replaying } from '../../support/cases.js';

/** What a module keeps: whether a row was made, the promise of making it, a balance, and a setting that no worker changes. */
const SERVICE = `import pg from 'pg';

let made: pg.Pool | undefined;
const db = () => (made ??= new pg.Pool());
export const close = () => made?.end();

let isReady = false;
export async function checkThenInsert() {
  if (!isReady) {
    const { rows } = await db().query('select from account where id = 2');
    if (rows.length === 0) await db().query('insert into account values (2, 0)');
    isReady = true;
  }
  await db().query('update account set balance = balance + 10 where id = 2');
}

let inserting: Promise<unknown> | undefined;
export async function insertOnce() {
  inserting ??= db().query('insert into account values (2, 0) on conflict do nothing');
  await inserting;
  await db().query('update account set balance = balance + 10 where id = 2');
}

let cached: number | undefined;
export async function doubleFromCache() {
  cached ??= (await db().query('select balance from account where id = 1')).rows[0].balance;
  await db().query('update account set balance = $1 where id = 1', [2 * Number(cached)]);
}
export async function deposit() {
  cached = undefined;
  await db().query('update account set balance = balance + 1 where id = 1');
}

let turn = 0;
export const inTurn = () =>
  db().query(\`update shard\${1 + (turn++ % 2)} set total = total + 1\`).then(() => {});

let currency: string | undefined;
export async function withSetting() {
  currency ??= (await db().query('select value from setting')).rows[0].value;
  await db().query('update account set balance = balance + 1 where id = 1');
  return currency;
}
`;

const SCHEMA = `
  schema: 'create table account (id int primary key, balance int not null); create table setting (value text); create table shard1 (total int); create table shard2 (total int)',
  start: "insert into account values (1, 100); insert into setting values ('EUR'); insert into shard1 values (0); insert into shard2 values (0)",
  close: () => service.close(),`;

const CASES = `import { defineCase } from 'race-lab';
import * as service from './service.ts';

const shared = {${SCHEMA} open: () => service };
export const racy = defineCase({ ...shared, name: 'racy', worker: () => service.checkThenInsert() });
export const safe = defineCase({ ...shared, name: 'safe', worker: () => service.insertOnce() });
export const cache = defineCase({
  ...shared,
  name: 'cache',
  workers: { doubles: () => service.doubleFromCache(), deposits: () => service.deposit() },
});
export const setting = defineCase({ ...shared, name: 'setting', worker: () => service.withSetting() });
export const shards = defineCase({ ...shared, name: 'shards', worker: service.inTurn, times: 3 });
const unclosed = { ...shared, close: undefined };
export const left = defineCase({ ...unclosed, name: 'left', worker: () => service.checkThenInsert() });
export const ownStart = defineCase({
  ...shared,
  name: 'own-start',
  open: async ({ url }) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query("insert into setting values ('USD')");
    await client.end();
    return service;
  },
  worker: () => service.insertOnce(),
});
import pg from 'pg';
`;

const directory = keptCaseProject({ 'service.ts': SERVICE, 'memory.race.ts': CASES });
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const cases = await casesOf(join(directory, 'memory.race.ts'));
const caseNamed = (name: string): Case => {
  const found = cases.find((each) => each.name === name);
  if (found === undefined) throw new Error(name);
  return found;
};

const NOT_EACH_TIME =
  /^Not every run of the same serial order has "(.+)" of [\w ]+: its process remembers earlier runs/;

test('each schedule begins as the first run of the process did', async () => {
  const { results } = await exploredCases(cases);
  const shown = results.map(({ case: name, verdict, schedules, broken, remarks, reason }) => [
    name,
    verdict,
    schedules,
    broken,
    [...remarks, reason].flatMap((text) => NOT_EACH_TIME.exec(text)?.[1] ?? [])[0] ?? null,
  ]);
  const insert = 'insert into account values (2, 0)';
  const insertOnce = `${insert} on conflict do nothing`;
  expect(shown).toEqual([
    ['cache', 'broken', 3, 1, 'select balance from account where id = 1'],
    ['left', 'broken', 48, 24, insert],
    ['own-start', 'inconclusive', expect.any(Number), 0, insertOnce],
    ['racy', 'broken', 48, 24, insert],
    ['safe', 'held', 10, 0, insertOnce],
    // No worker changes it.
    ['setting', 'held', 2, 0, null],
    // A number in the name of a table is not new each time.
    ['shards', 'inconclusive', 90, 0, 'update shard2 set total = total + 1'],
  ]);
  const [, , ownStart, racy] = results;
  expect(ownStart?.reason).toMatch(NOT_EACH_TIME);
  expect(ownStart?.reason).toContain('not where open changes the database: do that in schema');
  expect(racy?.remarks[0]).toMatch(/ So the application was opened anew for each run\.$/);
});

test('a replay, and free rounds, begin so as well', async () => {
  await replaying(caseNamed('racy'), async (replay) => {
    for (let time = 1; time <= 2; time += 1) {
      const { verdict, replayed } = await replay({
        schedule: [1, 2, 1, 2, 2, 2, 1],
        follow: false,
      });
      expect(verdict).toBe('broken');
      expect(replayed.anomalies[0]).toMatchObject({
        kind: 'failure',
        worker: 1,
        sqlstate: '23505',
      });
    }
  });
  const rounds = await racedFreely(caseNamed('safe'), { rounds: '5' });
  expect(rounds).toMatchObject({ verdict: 'held', held: 5 });
});

test('what is sent only later is in no process that has just begun', async () => {
  let runs = 0;
  const later = defineCase({
    name: 'later',
    schema: 'create table note (id int)',
    open: ({ url }) => new pg.Pool({ connectionString: url }),
    close: (pool) => pool.end(),
    worker: async (pool) => {
      runs += 1;
      if (runs % 3 === 0) await pool.query('delete from note');
    },
  });
  const { results } = await exploredCases([later]);
  expect(results[0]?.verdict).toBe('inconclusive');
  expect(results[0]?.reason).toMatch(
    /has "delete from note" of .+ not every order of its statements was run\./,
  );
});

let cursors = 0;
test('names that are new each time are no memory', async () => {
  const cursor = defineCase({
    name: 'cursor',
    schema: 'create table account (balance int not null); insert into account values (1)',
    open: ({ url }) => new pg.Pool({ connectionString: url }),
    close: (pool) => pool.end(),
    worker: async (pool) => {
      const name = `c${(cursors += 1)}_x`;
      const client = await pool.connect();
      try {
        await client.query('begin');
        await client.query(`declare ${name} cursor for select balance from account for update`);
        await client.query(`fetch all from ${name}`);
        await client.query('update account set balance = balance + 1');
        await client.query('commit');
      } finally {
        client.release();
      }
    },
  });
  const { results } = await exploredCases([cursor]);
  expect(results[0]).toMatchObject({ verdict: 'held', remarks: [] });
});

let isReady = false;
test('what modules of a test remember cannot be forgotten, so what holds is inconclusive', async () => {
  const ofTest = defineCase({
    name: 'of-test',
    schema: 'create table account (id int primary key, balance int not null)',
    open: ({ url }) => new pg.Pool({ connectionString: url }),
    close: (pool) => pool.end(),
    worker: async (pool) => {
      if (!isReady) await pool.query('insert into account values (2, 0)');
      isReady = true;
      await pool.query('select balance from account');
    },
  });
  const { results } = await exploredCases([ofTest]);
  expect(results[0]?.verdict).toBe('inconclusive');
  expect(results[0]?.reason).toMatch(NOT_EACH_TIME);
  expect(results[0]?.reason).toContain('a case that is an object of a test');
});
