import { describe, expect, test, vi } from 'vitest';

import { addressOf, describeTarget } from '../../src/database/address.js';
import {
  ConnectionStringError,
  parseConnectionString,
  withPassword,
} from '../../src/database/connection-string.js';

/** The address that a URL describes, in an environment without defaults. */
const place = (url: string, env: Record<string, string> = {}) => {
  const { host, port, path, user, database } = addressOf(
    { kind: 'url', url },
    { ...NOBODY, ...env },
  );
  return path === null ? `${user}@${host}:${port}/${database}` : `${user}@${path}/${database}`;
};

const NOBODY = { PGUSER: 'me' };

describe('what libpq accepts works', () => {
  test.each([
    ['postgres://localhost/shop', 'me@localhost:5432/shop'],
    ['postgresql://ann@db.example:6000/shop', 'ann@db.example:6000/shop'],
    ['postgres://ann@[::1]:6000/shop', 'ann@::1:6000/shop'],
    ['postgres://[::1]/shop', 'me@::1:5432/shop'],
    ['postgres://ann@/shop?host=/run/pg', 'ann@/run/pg/.s.PGSQL.5432/shop'],
    ['postgres:///shop?host=/run/pg&port=6000', 'me@/run/pg/.s.PGSQL.6000/shop'],
    ['postgres://ann@%2Frun%2Fpg/shop', 'ann@/run/pg/.s.PGSQL.5432/shop'],
    ['postgres://ann@%2Frun%2Fpg:6000/shop', 'ann@/run/pg/.s.PGSQL.6000/shop'],
    ['postgres://ann%40home@db/a%2Fb%25c', 'ann@home@db:5432/a/b%c'],
    ['postgres://db?user=ann&dbname=shop&port=6000', 'ann@db:6000/shop'],
    ['postgres://ann@db', 'ann@db:5432/ann'],
    ['postgres://', 'me@localhost:5432/me'],
    ['postgres://ann@db/shop?hostaddr=10.0.0.1', 'ann@10.0.0.1:5432/shop'],
    [
      'postgres://ann@db/shop?channel_binding=prefer&keepalives=0&gssencmode=disable',
      'ann@db:5432/shop',
    ],
  ])('%s', (url, expected) => {
    expect(place(url)).toBe(expected);
  });

  test('what the URL leaves out comes from the environment', () => {
    const env = { PGHOST: 'db', PGPORT: '6000', PGUSER: 'bob', PGDATABASE: 'shop' };
    expect(place('postgres://', env)).toBe('bob@db:6000/shop');
    expect(place('postgres://ann@here:7000/mine', env)).toBe('ann@here:7000/mine');
  });

  test('a target can keep the environment of a moment', () => {
    vi.stubEnv('PGPORT', '7000');
    const url = 'postgres://ann@db/shop';
    expect(addressOf({ kind: 'url', url }).port).toBe(7000);
    expect(addressOf({ kind: 'url', url, env: { PGPORT: '6000' } }).port).toBe(6000);
    expect(describeTarget({ kind: 'url', url, env: {} })).toBe('ann@db/shop');
  });

  test('a password, percent-encoded or as a parameter', () => {
    expect(parseConnectionString('postgres://me:p%40ss%25@db/x').password).toBe('p@ss%');
    expect(parseConnectionString('postgres://me@db/x?password=p%26q').password).toBe('p&q');
  });

  test('settings of the server are kept, and options too', () => {
    const url = 'postgres://me@db/x?jit=off&options=-c%20work_mem%3D8MB&sslmode=require';
    const { settings, tls } = addressOf({ kind: 'url', url }, {});
    expect(settings).toEqual({ jit: 'off', options: '-c work_mem=8MB' });
    expect(tls.mode).toBe('require');
  });
});

describe('what is not supported is refused by name', () => {
  test.each([
    ['postgres://me@one,two/x', 'it names several hosts'],
    ['postgres://me@one:1,two:2/x', 'it names several hosts'],
    ['postgres://me@/x?host=one,two', 'it names several hosts'],
    ['postgres://me@db/x?sslmode=bogus', 'sslmode="bogus" is not supported'],
    ['postgres://me@db/x?channel_binding=require', 'channel_binding="require" is not supported'],
    [
      'postgres://me@db/x?target_session_attrs=read-write',
      'target_session_attrs="read-write" is not supported',
    ],
    ['postgres://me@db/x?service=mine', 'service is not supported'],
    ['postgres://me@db/x?sslcrl=/x.crl', 'sslcrl is not supported'],
    ['postgres://me@db/x?gssencmode=require', 'gssencmode="require" is not supported'],
    ['postgres://me@db/x?sslmode', 'a parameter after the ? has no value'],
  ])('%s: %s', (url, problem) => {
    expect(() => parseConnectionString(url)).toThrow(ConnectionStringError);
    expect(() => parseConnectionString(url)).toThrow(problem);
  });
});

test('a password is hidden, and the rest of the URL stays the same', () => {
  expect(withPassword('postgres://me:hunter2@db/x?sslmode=require', 'PASSWORD')).toBe(
    'postgres://me:PASSWORD@db/x?sslmode=require',
  );
  expect(withPassword('postgres://me@db/x?password=hunter2&jit=off', 'PASSWORD')).toBe(
    'postgres://me@db/x?password=PASSWORD&jit=off',
  );
  expect(withPassword('postgres://me@db:5432/x', 'PASSWORD')).toBe('postgres://me@db:5432/x');
});

test.each([
  ['postgres://me:secret@db:6000/x', 'me@db:6000/x'],
  ['postgres://me@[::1]/x', 'me@[::1]/x'],
  ['postgres://', 'localhost'],
  [`postgres://${'a'.repeat(70_000)}@db/x`, `${'a'.repeat(63)}…@db/x`],
])('%.60s is shown as %s', (url, shown) => {
  expect(describeTarget({ kind: 'url', url }, {})).toBe(shown);
});

test('what the environment adds is shown as well', () => {
  const env = { PGHOST: 'db', PGPORT: '6000', PGUSER: 'bob', PGDATABASE: 'shop', PGPASSWORD: 'x' };
  expect(describeTarget({ kind: 'url', url: 'postgres://' }, env)).toBe('bob@db:6000/shop');
  expect(describeTarget({ kind: 'url', url: 'postgres://me@other/y' }, env)).toBe(
    'me@other:6000/y',
  );
});
