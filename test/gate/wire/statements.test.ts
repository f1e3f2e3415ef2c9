import { describe, expect, test } from 'vitest';

import type { Message } from '../../../src/gate/wire/framing.js';
import { Statements } from '../../../src/gate/wire/statements.js';
import {
  bind,
  description,
  describePortal,
  describeStatement,
  execute,
  flush,
  parse,
  query,
  sync,
  unitOf,
} from './support/messages.js';

const READ = 'select value from counter where id = $1';

const textOf = (statements: Statements, ...messages: readonly Message[]) =>
  statements.executedBy(unitOf(...messages))?.sql;

describe('the statement of a unit', () => {
  test('is that of a simple query', () => {
    expect(textOf(new Statements(), query('begin'))).toBe('begin');
  });

  test('is the one that its portal is bound to', () => {
    const unit = unitOf(parse('', READ), bind('', '', ['1']), execute(), sync);
    expect(new Statements().executedBy(unit)).toEqual({ sql: READ, parameters: [1] });
  });

  test('is known by its name when an earlier unit has prepared it', () => {
    const statements = new Statements();
    statements.accept(unitOf(parse('s', READ), describeStatement('s'), flush));
    expect(textOf(statements, bind('', 's', ['1']), execute(), sync)).toBe(READ);
  });

  test('is not known when the server refused the name', () => {
    const statements = new Statements();
    statements.accept(unitOf(parse('s', READ), sync));
    // Not accepted.
    unitOf(parse('s', 'selec 1'), sync);
    expect(textOf(statements, bind('', 's'), execute(), sync)).toBe(READ);
  });

  test('stays that of a portal, when its name is prepared anew', () => {
    const statements = new Statements();
    statements.accept(unitOf(parse('', READ), bind('p', ''), execute('p', 1), flush));
    statements.accept(unitOf(parse('', 'select 2'), sync));
    expect(textOf(statements, execute('p', 1), flush)).toBe(READ);
  });

  test('is gone with the unnamed one after a simple query', () => {
    const statements = new Statements();
    statements.accept(unitOf(parse('', READ), sync));
    statements.accept(unitOf(query('select 1')));
    expect(textOf(statements, bind('', ''), execute(), sync)).toBe('');
  });

  test('is about to come after the first half of a cycle', () => {
    const first = unitOf(parse('s', READ), describeStatement('s'), flush);
    expect(new Statements().executedBy(first)).toEqual({ sql: READ, parameters: [] });
    const bound = unitOf(parse('', READ), bind('p', '', ['5']), describePortal('p'), flush);
    expect(new Statements().executedBy(bound)).toEqual({ sql: READ, parameters: [5] });
  });

  test('is joined from several ones', () => {
    const unit = unitOf(
      parse('', 'begin'),
      bind('', ''),
      execute(),
      parse('', READ),
      bind('', '', ['1']),
      execute(),
      sync,
    );
    expect(new Statements().executedBy(unit)).toEqual({
      sql: `begin; ${READ}`,
      parameters: [1],
    });
  });

  test('is none when a unit only prepares, describes or closes', () => {
    expect(textOf(new Statements(), parse('s', READ), sync)).toBeUndefined();
    expect(textOf(new Statements(), sync)).toBeUndefined();
    expect(textOf(new Statements(), flush)).toBeUndefined();
  });
});

test('columns are known from an earlier description', () => {
  const statements = new Statements();
  const columns = [{ name: 'value', type: 23, isBinary: false }];
  const first = unitOf(parse('s', READ), describeStatement('s'), flush);
  statements.describe(first, description(['value', 23]));
  statements.accept(first);
  expect(statements.columnsFor(unitOf(bind('', 's'), execute(), sync))).toEqual(columns);
  expect(statements.columnsFor(unitOf(bind('', 'other'), execute(), sync))).toEqual([]);
  expect(statements.columnsFor(unitOf(query('select 1')))).toEqual([]);
});
