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
    const prepared = { sql: 'select $1', types: [23] };
    expect([...unit.prepared]).toEqual([['s1', prepared]]);
    expect(unit.described.map((each) => each?.name)).toEqual(['s1', 's1']);
    const bound = {
      name: 's1',
      values: [{ bytes: Buffer.from('7'), isBinary: false }],
      formats: [],
      prepared,
    };
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
    expect(unit.executions.map(({ bound }) => [bound?.prepared?.sql, bound?.values])).toEqual([
      ['begin', []],
      ['delete from counter where id = $1', [{ bytes: Buffer.from('1'), isBinary: false }]],
    ]);
  });

  test('of an earlier portal does not know what it executes', () => {
    expect(unitOf(execute('p1', 10), flush).executions).toEqual([
      { portal: 'p1', bound: undefined },
    ]);
  });
});

test('a portal that is described describes its statement', () => {
  expect(unitOf(bind('p', 's'), describePortal('p'), execute('p'), sync).described).toMatchObject([
    { name: 's' },
  ]);
  expect(unitOf(describePortal('of an earlier unit'), flush).described).toEqual([null]);
});

test('parameters have a format for all of them, or one for each', () => {
  const [one, each] = [
    ['7', 'a'],
    [Buffer.from([0, 7]), Buffer.from('a')],
  ].map((values) => unitOf(bind('', 's', values), execute(), sync).bound.get('')?.values);
  expect(one?.map(({ isBinary }) => isBinary)).toEqual([false, false]);
  expect(each?.map(({ isBinary }) => isBinary)).toEqual([true, true]);
});
