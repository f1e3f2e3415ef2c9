import { describe, expect, test } from 'vitest';

import {
  bind,
  describePortal,
  describeStatement,
  execute,
  flush,
  message,
  parse,
  query,
  sync,
  unitOf,
  unitsIn,
} from './support/messages.js';

const binary = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};

describe('the messages of a client', () => {
  test('end a unit with a query, a Sync or a Flush', () => {
    const ends = unitsIn(
      query('begin'),
      parse('', 'select 1'),
      bind('', ''),
      execute(),
      sync,
      parse('s', 'select 2'),
      describeStatement('s'),
      flush,
      bind('', 's'),
      execute(),
      sync,
    ).map(({ end, messages }) => `${messages.map(({ type }) => type).join('')} ${end}`);
    expect(ends).toEqual(['Q query', 'PBES sync', 'PDH flush', 'BES sync']);
  });

  test('that are no queries are units of their own', () => {
    const units = unitsIn(
      query('copy counter from stdin'),
      message('d', Buffer.from('1\t2\n')),
      message('c'),
      message('X'),
    );
    expect(units.map(({ end }) => end)).toEqual(['query', 'alone', 'alone', 'alone']);
  });

  test('do not disturb a unit that is not complete', () => {
    const units = unitsIn(parse('', 'select 1'), message('d', Buffer.from('x')), sync);
    expect(units.map(({ messages }) => messages.map(({ type }) => type).join(''))).toEqual([
      'd',
      'PS',
    ]);
  });
});

describe('a unit', () => {
  test('of a simple query has its text', () => {
    expect(unitOf(query('select 1; select 2'))).toMatchObject({
      sql: 'select 1; select 2',
      executions: [],
    });
  });

  test('knows what it prepares, binds, describes and executes', () => {
    const unit = unitOf(
      parse('s1', 'select $1', 23),
      describeStatement('s1'),
      bind('p1', 's1', ['7']),
      describePortal('p1'),
      execute('p1'),
      sync,
    );
    expect([...unit.prepared]).toEqual([['s1', 'select $1']]);
    expect(unit.described).toBe('s1');
    const bound = { name: 's1', parameters: [7], sql: 'select $1' };
    expect([...unit.bound]).toEqual([['p1', bound]]);
    expect(unit.executions).toEqual([{ portal: 'p1', bound }]);
  });

  test('may execute several statements', () => {
    const unit = unitOf(
      parse('', 'begin'),
      bind('', ''),
      execute(),
      parse('', 'delete from counter where id = $1'),
      bind('', '', ['1']),
      execute(),
      sync,
    );
    expect(unit.executions.map(({ bound }) => [bound?.sql, bound?.parameters])).toEqual([
      ['begin', []],
      ['delete from counter where id = $1', [1]],
    ]);
  });

  test('of an earlier portal does not know what it executes', () => {
    expect(unitOf(execute('p1', 10), flush).executions).toEqual([
      { portal: 'p1', bound: undefined },
    ]);
  });
});

describe('parameters', () => {
  const shown = (types: readonly number[], ...values: readonly (string | Buffer | null)[]) =>
    unitOf(parse('', 'select', ...types), bind('', '', values), execute(), sync).bound.get('')
      ?.parameters;

  test('are shown as people write them', () => {
    expect(shown([], '7', '-12', '0', 'seven', null)).toEqual([7, -12, 0, 'seven', null]);
    expect(shown([16, 20], 't', '9007199254740993')).toEqual([true, '9007199254740993']);
  });

  test('that only look like numbers stay text', () => {
    expect(shown([], '007', '1e3', '1234567890123456789', '')).toEqual([
      '007',
      '1e3',
      '1234567890123456789',
      '',
    ]);
  });

  test('may be binary', () => {
    expect(shown([23, 25], binary(42), Buffer.from('text'))).toEqual([42, 'text']);
  });
});
