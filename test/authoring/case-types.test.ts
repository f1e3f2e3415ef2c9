import pg from 'pg';
import { expect, expectTypeOf, test } from 'vitest';

import { defineCase, type CaseDefinition } from '../../src/index.js';

const base = { name: 'shop', schema: 'create table product (id int)' };
const open = ({ url }: { readonly url: string }) => new pg.Pool({ connectionString: url });

test('the type of the application is what open returns', () => {
  const defined = [
    defineCase({
      ...base,
      open: ({ url, env }) => {
        expectTypeOf(url).toEqualTypeOf<string>();
        expectTypeOf(env).toEqualTypeOf<Readonly<Record<string, string>>>();
        return new pg.Pool({ connectionString: url });
      },
      close: (pool) => {
        expectTypeOf(pool).toEqualTypeOf<pg.Pool>();
        return pool.end();
      },
      workers: {
        anna: (pool, { worker, signal, url }) => {
          expectTypeOf(pool).toEqualTypeOf<pg.Pool>();
          expectTypeOf(signal).toEqualTypeOf<AbortSignal>();
          expectTypeOf([worker, url]).toEqualTypeOf<string[]>();
        },
      },
    }),
    defineCase({
      ...base,
      open: async ({ url }) => ({ red: new pg.Client(url), blue: new pg.Client(url) }),
      close: (application) => application.red.end(),
      workers: {
        red: (application) => {
          expectTypeOf(application).toEqualTypeOf<{ red: pg.Client; blue: pg.Client }>();
        },
      },
    }),
    defineCase({
      ...base,
      open,
      worker: (pool) => {
        expectTypeOf(pool).toEqualTypeOf<pg.Pool>();
      },
      times: 3,
    }),
  ];
  expect(defined.map(({ workers }) => workers.length)).toEqual([1, 1, 3]);
});

test('without open, it is the address', () => {
  const { workers } = defineCase({
    ...base,
    workers: {
      anna: (application) => {
        expectTypeOf(application).toEqualTypeOf<{ readonly url: string }>();
      },
    },
  });
  expect(workers).toHaveLength(1);
});

test('a definition that is written apart names the type', () => {
  const definition: CaseDefinition<pg.Pool> = {
    ...base,
    open,
    workers: { anna: (pool) => pool.query('select 1') },
    replicas: 'each',
    refusals: ['sold out', /sold/, RangeError, (error) => error instanceof RangeError],
    retried: '40001',
  };
  expect(defineCase(definition).refusals).toHaveLength(4);
});

test('the compiler refuses what defineCase would refuse', () => {
  const wrong = [
    // @ts-expect-error no workers
    () => defineCase({ ...base }),
    // @ts-expect-error both kinds
    () => defineCase({ ...base, workers: { anna: () => 1 }, worker: () => 1 }),
    // @ts-expect-error times without worker
    () => defineCase({ ...base, workers: { anna: () => 1 }, times: 2 }),
    // @ts-expect-error an unknown property
    () => defineCase({ ...base, worker: () => 1, invariant: {} }),
    // @ts-expect-error no schema
    () => defineCase({ name: 'shop', worker: () => 1 }),
    // @ts-expect-error what the application does not have
    () => defineCase({ ...base, open, worker: (pool) => pool.transaction() }),
  ];
  for (const define of wrong.slice(0, 5)) expect(define).toThrow(/case shop/);
  expect(wrong).toHaveLength(6);
});
