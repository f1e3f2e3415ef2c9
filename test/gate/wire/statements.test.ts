import { describe, expect, test } from 'vitest';

import { int16, type Message } from '../../../src/gate/wire/framing.js';
import { Statements } from '../../../src/gate/wire/statements.js';
import {
  bind,
  description,
  describePortal,
  describeStatement,
  execute,
  flush,
  message,
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

  test('is known by its name when the server has prepared it, and failed later', () => {
    const statements = new Statements();
    const later = parse('t', 'selec 1');
    statements.accept(unitOf(parse('s', READ), bind('', 's', ['x']), later, sync), 1);
    expect(textOf(statements, bind('', 's', ['1']), execute(), sync)).toBe(READ);
    expect(textOf(statements, bind('', 't'), execute(), sync)).toBe('execute "t"');
  });

  test('is the first of its name when the server has refused the second', () => {
    const statements = new Statements();
    const twice = unitOf(parse('s', READ), parse('s', 'select 1'), sync);
    statements.accept(twice, 1);
    expect(textOf(statements, bind('', 's', ['1']), execute(), sync)).toBe(READ);
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

  test('is still the unnamed one after a function call', () => {
    const statements = new Statements();
    statements.accept(unitOf(parse('', READ), sync));
    statements.accept(unitOf(message('F', 1397, int16(0), int16(0), int16(0))));
    expect(textOf(statements, bind('', ''), execute(), sync)).toBe(READ);
  });

  test('has its name when SQL has prepared it, or declared its cursor', () => {
    const statements = new Statements();
    statements.accept(unitOf(parse('', READ), sync));
    expect(textOf(statements, bind('', 'by_sql'), execute(), sync)).toBe('execute "by_sql"');
    expect(textOf(statements, execute('cursor', 1), sync)).toBe('fetch "cursor"');
    // The server refuses it.
    expect(textOf(statements, execute('', 1), sync)).toBe('');
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

  test('is joined from several ones, of which the first ends in a comment', () => {
    const first = [parse('', 'select 1 -- of the service'), bind('', ''), execute()] as const;
    const unit = unitOf(...first, parse('', READ), bind('', '', ['1']), execute(), sync);
    expect(new Statements().executedBy(unit)?.sql).toBe(`select 1 -- of the service\n; ${READ}`);
  });

  test('is joined from a cycle without a Sync, and the simple query after it', () => {
    const unit = unitOf(parse('', READ), bind('', '', ['1']), execute(), query('select 1'));
    expect(new Statements().executedBy(unit)).toEqual({
      sql: `${READ}; select 1`,
      parameters: [1],
    });
  });

  test('is none when a unit only prepares, describes or closes', () => {
    expect(textOf(new Statements(), parse('s', READ), sync)).toBeUndefined();
    expect(textOf(new Statements(), sync)).toBeUndefined();
    expect(textOf(new Statements(), flush)).toBeUndefined();
  });
});

test('a description is that of the statement at its place, and leaves the text that it had then', () => {
  const statements = new Statements();
  statements.accept(unitOf(parse('', READ), sync));
  const asked = [describeStatement(''), parse('s', 'select 2'), describeStatement('s')] as const;
  const unit = unitOf(...asked, parse('', 'selec'), sync);
  const [first, second] = [description(['value', 23]), description(['other', 25])];
  statements.describe(unit, message('t', int16(1), 21), 0);
  statements.describe(unit, first, 0);
  statements.describe(unit, second, 1);
  // The last one is refused.
  statements.accept(unit, 1);
  const later = (name: string) => unitOf(bind('', name, [Buffer.from([0, 42])]), execute(), sync);
  expect(statements.executedBy(later(''))).toEqual({ sql: READ, parameters: [42] });
  expect(statements.shapeFor(later('')).description).toBe(first);
  expect(statements.executedBy(later('s'))?.sql).toBe('select 2');
  expect(statements.shapeFor(later('s')).description).toBe(second);
});

describe('the result of a statement', () => {
  const read = description(['value', 23]);
  const shapeOf = (statements: Statements, ...messages: readonly Message[]) =>
    statements.shapeFor(unitOf(...messages));
  const having = (...first: readonly Message[]) => {
    const statements = new Statements();
    const unit = unitOf(...first);
    statements.describe(unit, read, 0);
    statements.accept(unit);
    return statements;
  };

  test('is known from an earlier description of it', () => {
    const statements = having(parse('s', READ), describeStatement('s'), flush);
    const later = [bind('', 's'), execute(), sync] as const;
    expect(shapeOf(statements, ...later)).toEqual({ description: read, formats: [] });
    const other = [bind('', 'other'), execute(), sync] as const;
    expect(shapeOf(statements, ...other).description).toBeNull();
    expect(shapeOf(statements, query('select 1')).description).toBeNull();
  });

  test('is known from an earlier description of its portal', () => {
    const whole = [parse('s', READ), bind('', 's'), describePortal(''), execute(), sync];
    const later = [bind('', 's'), execute(), sync] as const;
    expect(shapeOf(having(...whole), ...later).description).toBe(read);
  });

  test('is not that of another one of the same name', () => {
    const statements = having(parse('', READ), bind('', ''), describePortal(''), execute(), sync);
    const next = [parse('', 'select 2'), bind('', ''), execute(), sync] as const;
    expect(shapeOf(statements, ...next).description).toBeNull();
  });
});

describe('parameters', () => {
  const BINARY = Buffer.from([0, 42]);
  const shown = (types: readonly number[], ...values: readonly (string | Buffer | null)[]) =>
    new Statements().executedBy(
      unitOf(parse('', READ, ...types), bind('', '', values), execute(), sync),
    )?.parameters;

  test('are shown as people write them', () => {
    expect(shown([], '7', '-12', '0', 'seven', null)).toEqual([7, -12, 0, 'seven', null]);
    expect(shown([16, 20], 't', '9007199254740993')).toEqual([true, '9007199254740993']);
  });

  test('can be 65,535', () => {
    const all = Array.from({ length: 65_535 }, (_, index) => index);
    const texts = all.map((number) => String(number));
    expect(shown([], ...texts)).toEqual(all);
  });

  test('that only look like numbers stay text', () => {
    expect(shown([], '007', '1e3', '1234567890123456789', '')).toEqual([
      '007',
      '1e3',
      '1234567890123456789',
      '',
    ]);
    expect(shown([25], '7')).toEqual(['7']);
  });

  test('that are binary need the type that the client named, now or earlier', () => {
    expect(shown([21, 25], BINARY, Buffer.from('text'))).toEqual([42, 'text']);
    expect(shown([], BINARY)).toEqual([BINARY]);
    const statements = new Statements();
    statements.accept(unitOf(parse('s', READ, 21), sync));
    const later = unitOf(bind('', 's', [BINARY]), execute(), sync);
    expect(statements.executedBy(later)?.parameters).toEqual([42]);
  });

  test('that are binary are known when the server has described them', () => {
    const statements = new Statements();
    const first = unitOf(parse('s', READ), describeStatement('s'), flush);
    statements.describe(first, message('t', int16(1), 21), 0);
    const rest = unitOf(bind('', 's', [BINARY]), execute(), sync);
    expect(statements.lastBoundIn(rest)).toEqual([42]);
    statements.accept(first);
    // Prepared anew, without a type.
    const again = unitOf(parse('s', READ), bind('', 's', [BINARY]), execute(), sync);
    expect(statements.executedBy(again)?.parameters).toEqual([42]);
    const other = unitOf(parse('s', 'select $1'), bind('', 's', [BINARY]), execute(), sync);
    expect(statements.executedBy(other)?.parameters).toEqual([BINARY]);
  });
});
