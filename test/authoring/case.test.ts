import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, test } from 'vitest';

import { isDefinedCase } from '../../src/authoring/case.js';
import { define, withProperties } from './cases.js';
import { runOf } from './run-of.js';

const HERE = dirname(fileURLToPath(import.meta.url));

const context = { worker: 'anna', url: 'postgres://here/x', signal: new AbortController().signal };

describe('a complete case', () => {
  test('has defaults for everything that is left out', () => {
    expect(define(withProperties({}))).toEqual({
      name: 'shop',
      schema: [{ kind: 'sql', text: 'create table product (id int)' }],
      start: [],
      open: null,
      close: null,
      service: null,
      workers: [
        { name: 'anna', run: expect.any(Function) },
        { name: 'ben', run: expect.any(Function) },
      ],
      replicas: 1,
      invariants: [],
      refusals: [],
      retried: [],
      ignore: [],
    });
  });

  test('is frozen in all its parts, and known to have been made here', () => {
    const made = define(withProperties({ invariants: { a: 'select 1' }, refusals: ['no'] }));
    const { schema, start, workers, invariants, refusals, retried, ignore } = made;
    const lists = [schema, start, workers, invariants, refusals, retried, ignore];
    for (const part of [made, ...lists, ...lists.flat()]) expect(part).toSatisfy(Object.isFrozen);
    expect([isDefinedCase(made), isDefinedCase({ ...made })]).toEqual([true, false]);
  });

  test('its functions are called with what they are handed, and as methods of the definition', async () => {
    const made = define({
      name: 'shop',
      schema: 'create table product (id int)',
      open(this: { readonly name: string }, { url }: { readonly url: string }) {
        return Promise.resolve({ url, of: this.name });
      },
      close: (application: { closed: boolean }) => (application.closed = true),
      workers: {
        async anna(this: object, application: unknown, { worker }: { readonly worker: string }) {
          return { application, worker, beside: Object.keys(this) };
        },
      },
    });
    await expect(made.open?.({ url: 'u', env: {} })).resolves.toEqual({ url: 'u', of: 'shop' });
    const application = { closed: false };
    made.close?.(application);
    expect(application.closed).toBe(true);
    await expect(runOf(made.workers[0])(application, context)).resolves.toEqual({
      application,
      worker: 'anna',
      beside: ['anna'],
    });
  });
});

describe('the database', () => {
  const schemaOf = (schema: unknown) => define(withProperties({ schema })).schema;

  test.each([
    ['create table a (b int);\n-- see ./schema.sql', 'sql'],
    ['-- ./schema.sql\ncreate table a (b int)', 'sql'],
    ['/* tables */ create table a (b int)', 'sql'],
    ['./schema.sql', 'file'],
    ['  ../db/my schema.SQL ', 'file'],
    ['/srv/schema.sql', 'file'],
  ])('%j is %s', (schema, kind) => {
    expect(schemaOf(schema)).toMatchObject([{ kind }]);
  });

  test('a path is relative to the file that defines the case', () => {
    expect(schemaOf(['./schema.sql', '/srv/a.sql', `file://${HERE}/b%20c.sql`])).toEqual([
      { kind: 'file', path: join(HERE, 'schema.sql') },
      { kind: 'file', path: resolve('/srv/a.sql') },
      { kind: 'file', path: join(HERE, 'b c.sql') },
    ]);
  });

  test('a path is relative to the current directory where the stack does not show the file', () => {
    const { stackTraceLimit } = Error;
    try {
      Error.stackTraceLimit = 0;
      expect(schemaOf('./schema.sql')).toEqual([{ kind: 'file', path: resolve('schema.sql') }]);
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  });

  test('a function gets the address, and blank parts are left out', async () => {
    const [migrate, ...others] = schemaOf(['', async ({ url }: { url: string }) => `at ${url}`]);
    expect(others).toEqual([]);
    expect(migrate?.kind).toBe('function');
    const migrated =
      migrate?.kind === 'function' ? migrate.migrate({ url: 'here', env: {} }) : null;
    await expect(migrated).resolves.toBe('at here');
  });

  test.each([[''], [[]], [['', '\n']]])('start may be empty: %j', (start) => {
    expect(define(withProperties({ start })).start).toEqual([]);
  });
});
