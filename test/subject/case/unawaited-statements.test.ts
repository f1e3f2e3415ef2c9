/** Code that goes on after its function has ended. */
import { AsyncResource } from 'node:async_hooks';

import { expect, test } from 'vitest';
import pg from 'pg';
import postgres from 'postgres';

import { defineCase } from '../../../src/authoring/case.js';
import { exploredCases } from '../../support/cases.js';

/** What comes late comes at once. */
const WATCH_MS = 600;

const caseOf = (name: string, worker: (sql: postgres.Sql) => Promise<void>) =>
  defineCase({
    name,
    schema: 'create table note (text text)',
    open: ({ url }) => postgres(url),
    close: (sql) => sql.end(),
    worker,
  });

const write = async (sql: postgres.Sql) => {
  await sql`insert into note values ('first')`;
  await sql`insert into note values ('second')`;
};

test('a forgotten await is told, and nothing is said to hold', async () => {
  const forgetting = caseOf('forgetting', (sql) => {
    write(sql).catch(() => undefined);
    return Promise.resolve();
  });
  const { results } = await exploredCases([forgetting], {}, WATCH_MS);
  expect(results).toMatchObject([{ verdict: 'inconclusive', broken: 0 }]);
  expect(results[0]?.reason).toMatch(
    /Statements of worker 1 and worker 2 came after the function had ended, such as "insert into note values \('(first|second)'\)": is an await missing\?/,
  );
});

test('what is awaited comes in time', async () => {
  const { results } = await exploredCases([caseOf('waiting', write)], {}, WATCH_MS);
  expect(results).toMatchObject([{ verdict: 'held', schedules: 6 }]);
  expect(results[0]?.reason).not.toContain('await');
});

test('a COMMIT that nobody awaits is carried out, and is no such statement', async () => {
  const committing = caseOf('committing', async (sql) => {
    const session = await sql.reserve();
    await session`begin`;
    await session`insert into note values ('noted')`;
    session`commit`.then(
      () => session.release(),
      () => undefined,
    );
  });
  const { results } = await exploredCases([committing], {}, WATCH_MS);
  expect(results).toMatchObject([{ verdict: 'held', schedules: 20 }]);
});

test('a statement of an earlier schedule is not taken for certain', async () => {
  const later: (() => Promise<void>)[] = [];
  const straying = defineCase({
    name: 'straying',
    schema: 'create table note (text text)',
    open: ({ url }) => postgres(url),
    close: (sql) => sql.end(),
    times: 2,
    worker: async (sql, { worker }) => {
      await sql`select 1 from note`;
      if (worker !== 'worker 1') return;
      await Promise.all(later.splice(0).map((send) => send()));
      later.push(
        AsyncResource.bind(async () => void (await sql`insert into note values ('late')`)),
      );
    },
  });
  const { results } = await exploredCases([straying], {}, WATCH_MS);
  expect(results[0]?.remarks.join(' ')).toMatch(
    /Which worker sent a statement is not certain for worker 1/,
  );
});

test('a transaction is left open once, whatever comes after the end', async () => {
  const leaving = defineCase({
    name: 'leaving',
    schema: 'create table note (text text)',
    open: async ({ url }) => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      return { client, sql: postgres(url) };
    },
    close: async ({ client, sql }) => void (await Promise.all([client.end(), sql.end()])),
    times: 2,
    worker: async ({ client, sql }, { worker }) => {
      await sql`select 1 from note`;
      if (worker !== 'worker 1') return;
      await client.query('begin');
      client.query('select 2 from note').catch(() => undefined);
    },
  });
  const { results } = await exploredCases([leaving], {}, WATCH_MS);
  const [result] = results;
  expect(result?.verdict).toBe('broken');
  expect(result?.witness?.anomalies.filter(({ kind }) => kind === 'left open')).toHaveLength(1);
});
