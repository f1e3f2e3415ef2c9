/** What statements are for the isolation level of transactions, and which statements run at a level that was named. */
import { beforeAll, describe, expect, test } from 'vitest';

import { loadStatementParser, type StatementParser } from '../../../src/gate/wire/housekeeping.js';
import { levelAtStart } from '../../../src/gate/wire/level-use.js';
import { SessionLevel } from '../../../src/gate/wire/session-level.js';

let parser: StatementParser;
beforeAll(async () => {
  parser = await loadStatementParser();
});

describe('a statement', () => {
  test.each([
    ['begin isolation level repeatable read', ['begins', true]],
    ['START TRANSACTION ISOLATION LEVEL SERIALIZABLE, READ ONLY', ['begins', true]],
    ['begin', ['begins', false]],
    ['start transaction read only', ['begins', false]],
    ["select 'begin isolation level serializable'", ['works']],
    ['set transaction isolation level serializable', ['names']],
    ['set local transaction isolation level serializable', ['names']],
    ["set transaction_isolation = 'serializable'", ['names']],
    ['set transaction read only', []],
    ['set session characteristics as transaction isolation level serializable', ['sets default']],
    ['set session characteristics as transaction read only', []],
    ["SET DEFAULT_TRANSACTION_ISOLATION TO 'serializable'", ['sets default']],
    ["set local default_transaction_isolation to 'serializable'", []],
    ['reset default_transaction_isolation', ['resets default']],
    ['set default_transaction_isolation to default', ['resets default']],
    ['reset all', ['resets default']],
    ['commit', ['ends', false]],
    ['commit and chain', ['ends', true]],
    ['rollback', ['ends', false]],
    ["prepare transaction 'x'", ['ends', false]],
    ['savepoint a', []],
    ['rollback to savepoint a', []],
    ['release savepoint a', []],
    ['show transaction_isolation', []],
    ['update t set n = 1', ['works']],
    ['begin; select 1; commit', ['begins', false, 'works', 'ends', false]],
    ['this is no SQL', []],
  ])('%s', (sql, wanted) => {
    const read = parser.levelUsesIn(sql).flatMap((use): readonly unknown[] => Object.values(use));
    expect(read).toEqual(wanted);
  });
});

/** A session of one connection, statement by statement. */
class Said {
  readonly #level = new SessionLevel();
  #inTransaction = false;

  constructor(parameters: Readonly<Record<string, string>> = {}) {
    this.#level.begins(new Map(Object.entries(parameters)));
  }

  /** What named the level of each statement that works. */
  run(...texts: readonly string[]): readonly (string | null)[] {
    return texts.flatMap((sql) => {
      const uses = parser.levelUsesIn(sql);
      const { works } = this.#level.note(sql, uses, this.#inTransaction, false);
      if (uses.some(({ kind }) => kind === 'begins')) this.#inTransaction = true;
      if (uses.some((use) => use.kind === 'ends' && !use.chains)) this.#inTransaction = false;
      return works;
    });
  }

  /** What named the level of a COMMIT that may fail. */
  commit(): string | null {
    const { last } = this.#level.note('commit', parser.levelUsesIn('commit'), true, false);
    this.#inTransaction = false;
    return last;
  }

  /** The gate rolls back a transaction that was left open. */
  rolledBack(): void {
    this.#inTransaction = false;
  }

  setBack(): void {
    this.#level.setBack('start');
  }
}

describe('a transaction', () => {
  const SERIALIZABLE = 'begin isolation level serializable';
  const CHARACTERISTICS = 'set session characteristics as transaction isolation level serializable';

  test('has the level that its BEGIN names, up to its end', () => {
    const said = new Said();
    expect(said.run(SERIALIZABLE, 'select 1', 'update t set n = 1')).toEqual([
      SERIALIZABLE,
      SERIALIZABLE,
    ]);
    expect(said.commit()).toBe(SERIALIZABLE);
    expect(said.run('select 1', 'begin', 'select 1')).toEqual([null, null]);
    expect(said.commit()).toBeNull();
  });

  test('has the level of SET TRANSACTION, and keeps it in a chain', () => {
    const set = 'set transaction isolation level repeatable read';
    const said = new Said();
    expect(said.run('begin', set, 'select 1', 'commit and chain', 'select 2')).toEqual([set, set]);
    expect(said.run('commit', 'begin', 'select 3')).toEqual([null]);
  });

  test('that was rolled back has no level any more', () => {
    const said = new Said();
    said.run(SERIALIZABLE, 'select 1');
    said.rolledBack();
    expect(said.run('select 1')).toEqual([null]);
  });

  test('has the level of its session, until that is set back', () => {
    const said = new Said();
    expect(said.run(CHARACTERISTICS, 'select 1', 'begin', 'select 1', 'commit')).toEqual([
      CHARACTERISTICS,
      CHARACTERISTICS,
    ]);
    expect(said.run('reset all', 'select 1')).toEqual([null]);
    said.run(CHARACTERISTICS);
    said.setBack();
    expect(said.run('select 1')).toEqual([null]);
  });

  test('of a connection with a level has that', () => {
    const said = new Said({ default_transaction_isolation: 'serializable' });
    const connection = 'default_transaction_isolation of the connection';
    expect(said.run('select 1', SERIALIZABLE, 'select 1', 'commit', 'select 1')).toEqual([
      connection,
      SERIALIZABLE,
      connection,
    ]);
  });
});

test.each([
  [{ user: 'ann', database: 'd' }, null],
  [{ user: 'default_transaction_isolation' }, null],
  [
    { Default_Transaction_Isolation: 'serializable' },
    'default_transaction_isolation of the connection',
  ],
  [
    { options: '-c default_transaction_isolation=serializable' },
    'default_transaction_isolation of the connection',
  ],
  [
    { options: '--default-transaction-isolation=serializable' },
    'default_transaction_isolation of the connection',
  ],
  [{ options: '-c default_transaction_read_only=on' }, null],
])('a connection with %j', (parameters, named) => {
  expect(levelAtStart(new Map(Object.entries(parameters)))).toBe(named);
});
