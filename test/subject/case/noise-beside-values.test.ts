/** A value that matters in one column, or in one answer, with what differs from run to run. */
import { randomBytes, randomInt, randomUUID } from 'node:crypto';

import postgres from 'postgres';
import { describe, expect, test } from 'vitest';

import { explore } from '../../../src/api/explore.js';
import { defineCase } from '../../../src/authoring/case.js';
import { racedFreely } from '../../support/cases.js';
import { serverUrl } from '../../support/server.js';

interface Shape {
  readonly type: string;
  /** @param id from a sequence */
  readonly render: (value: number, id: number) => string;
  /** Finds the value. */
  readonly value: RegExp;
}

const now = () => new Date().toISOString();

const SHAPES: Readonly<Record<string, Shape>> = {
  'an array of JSON': {
    type: 'jsonb',
    render: (value) => JSON.stringify([randomUUID(), value]),
    value: /, (\d+)\]/,
  },
  'rows of JSON with one key': {
    type: 'jsonb',
    render: (value, id) => JSON.stringify({ items: [{ n: id }, { n: value }] }),
    value: /(\d+)}\]/,
  },
  'a text in JSON': {
    type: 'jsonb',
    render: (value) => JSON.stringify({ log: [`left ${value} at ${now()}`, 'ok'] }),
    value: /left (\d+)/,
  },
  'a text with a time': {
    type: 'text',
    render: (value) => `left ${value} at ${now()}`,
    value: /left (\d+)/,
  },
  'a text with a UUID and a duration': {
    type: 'text',
    render: (value) => `order ${randomUUID()}: balance ${value}, took ${randomInt(2)} ms`,
    value: /balance (\d+)/,
  },
  'a text with a number from a sequence': {
    type: 'text',
    render: (value, id) => `INV-${String(id).padStart(6, '0')}/${value}`,
    value: /\/(\d+)/,
  },
  'a text with a token': {
    type: 'text',
    render: (value) => `${value} ${randomBytes(12).toString('base64')}`,
    value: /^(\d+)/,
  },
  'an array of texts': {
    type: 'text[]',
    render: (value) => `{${randomUUID()},${value}}`,
    value: /,(\d+)}/,
  },
};

/** Two workers that add to the value of a document. */
const adding = ({ type, render, value }: Shape, lock: string) => {
  const add = (amount: number) => (sql: postgres.Sql) =>
    sql.begin(async (tx) => {
      const [row] = await tx.unsafe<{ body: string; id: number }[]>(
        `select body::text, nextval('ids')::int as id from document ${lock}`,
      );
      const found = Number(value.exec(row?.body ?? '')?.[1]);
      await tx.unsafe(`update document set body = $1::text::${type}`, [
        render(found + amount, row?.id ?? 0),
      ]);
    });
  return defineCase({
    name: 'adding',
    schema: `create sequence ids; create table document (body ${type})`,
    start: `insert into document values ('${render(0, 0)}')`,
    open: ({ url }) => postgres(url),
    close: (sql) => sql.end(),
    workers: { anna: add(10), ben: add(20) },
  });
};

describe.each(Object.keys(SHAPES))('%s', (name) => {
  const verdictWith = async (lock: string) => {
    const [shape] = Object.entries(SHAPES).flatMap(([each, of]) => (each === name ? [of] : []));
    if (shape === undefined) throw new Error('no such shape');
    const { results } = await explore(adding(shape, lock), { url: serverUrl() });
    return results[0]?.verdict;
  };

  test('shows a lost update', async () => {
    expect(await verdictWith('')).toBe('broken');
  });

  test('is no difference where the row is locked', async () => {
    expect(await verdictWith('for update')).toBe('held');
  });
});

test('a word that seldom differs is no lost update', async () => {
  let runs = 0;
  const theCase = defineCase({
    name: 'seldom',
    schema: 'create table log (line text)',
    open: ({ url }) => postgres(url),
    close: (sql) => sql.end(),
    times: 2,
    worker: async (sql) => {
      runs += 1;
      // After eight runs of the serial orders and eight more, one of those of the schedules.
      const pace = runs === 19 ? 'slow' : 'fast';
      await sql`select 1 from log`;
      await sql`insert into log values (${`${pace} ${randomUUID()}`})`;
    },
  });
  const { results } = await explore(theCase, { url: serverUrl(), lanes: 1 });
  expect(results).toMatchObject([{ verdict: 'held', masked: ['log.line'] }]);
});

describe('answers that name a number from a sequence and a value by the same key', () => {
  const answering = (
    add: (tx: postgres.TransactionSql) => Promise<{ value: number; id: number }>,
  ) =>
    defineCase({
      name: 'answering',
      schema: 'create sequence ids; create table account (value int)',
      start: 'insert into account values (0)',
      open: ({ url }) => postgres(url),
      close: (sql) => sql.end(),
      times: 2,
      worker: (sql: postgres.Sql) =>
        sql.begin(async (tx) => {
          const { value, id } = await add(tx);
          return [{ n: id }, { n: value }];
        }),
    });
  const ID = "nextval('ids')::int as id";
  const first = (rows: readonly { value: number; id: number }[]) => rows[0] ?? { value: 0, id: 0 };

  test('break when both say the same value', async () => {
    const theCase = answering(async (tx) => {
      const { value, id } = first(await tx.unsafe(`select value, ${ID} from account`));
      await tx`update account set value = value + 1`;
      return { value: value + 1, id };
    });
    const { results } = await explore(theCase, { url: serverUrl() });
    expect(results).toMatchObject([{ verdict: 'broken', masked: ['result[0].n'] }]);
  });

  test('hold when each says its own', async () => {
    const theCase = answering(async (tx) =>
      first(await tx.unsafe(`update account set value = value + 1 returning value, ${ID}`)),
    );
    const { results } = await explore(theCase, { url: serverUrl() });
    expect(results).toMatchObject([{ verdict: 'held', masked: ['result[0].n'] }]);
  });
});

test('free rounds leave a text with noise out as a whole', async () => {
  const result = await racedFreely(
    defineCase({
      name: 'freely',
      schema: 'create table log (line text)',
      open: ({ url }) => postgres(url),
      close: (sql) => sql.end(),
      worker: async (sql) =>
        void (await sql`insert into log values (${`order ${randomUUID()} left 10`})`),
    }),
    { rounds: '3' },
  );
  expect(result).toMatchObject({ verdict: 'held', masked: ['log.line'] });
});
