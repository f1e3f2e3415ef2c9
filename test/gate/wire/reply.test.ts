import { describe, expect, test } from 'vitest';

import type { Message } from '../../../src/gate/wire/framing.js';
import { columnsIn, shownValue, StepReply } from '../../../src/gate/wire/reply.js';
import { complete, description, ready, row, told } from './support/messages.js';

const answerTo = (...messages: readonly Message[]) => new StepReply(messages, []).answer;

describe('the answer to a step', () => {
  test('has the rows by the names of the columns', () => {
    const answer = answerTo(
      description(['id', 23], ['name', 25], ['paid', 16]),
      row('1', 'ann', 't'),
      row('2', null, 'f'),
      complete('SELECT 2'),
      ready('I'),
    );
    expect(answer).toMatchObject({
      kind: 'returned',
      command: 'SELECT',
      count: 2,
      rows: [
        { id: 1, name: 'ann', paid: true },
        { id: 2, name: null, paid: false },
      ],
    });
  });

  test('uses an earlier description, or numbers the columns', () => {
    const messages = [row('7'), complete('SELECT 1')];
    const known = new StepReply(messages, [{ name: 'value', type: 20, isBinary: false }]);
    expect(known.answer).toMatchObject({ rows: [{ value: 7 }] });
    expect(answerTo(...messages)).toMatchObject({ rows: [{ 'column 1': '7' }] });
  });

  test.each([
    ['INSERT 0 3', 'INSERT', 3],
    ['UPDATE 0', 'UPDATE', 0],
    ['COPY 12', 'COPY', 12],
    ['BEGIN', 'BEGIN', 0],
    ['START TRANSACTION', 'START TRANSACTION', 0],
    ['TRUNCATE TABLE', 'TRUNCATE TABLE', 0],
    ['CREATE TABLE', 'CREATE TABLE', 0],
  ])('reads the tag %s', (tag, command, count) => {
    expect(answerTo(complete(tag), ready('I'))).toMatchObject({ command, count });
  });

  test('of several statements has the tag of the last one', () => {
    expect(answerTo(complete('SELECT 1'), complete('ROLLBACK'), ready('I'))).toMatchObject({
      command: 'ROLLBACK',
    });
  });

  test('is the error, when there is one', () => {
    const error = told('E', { S: 'FEHLER', V: 'ERROR', C: '23505', M: 'doppelt' });
    expect(answerTo(complete('BEGIN'), error, ready('E'))).toEqual({
      kind: 'failed',
      sqlstate: '23505',
      message: 'doppelt',
      cycle: null,
    });
  });

  test('of a deadlock has its backends', () => {
    const detail =
      'Process 12 waits for ShareLock on transaction 7; blocked by process 34.\nProcess 34 waits for ShareLock on transaction 8; blocked by process 12.';
    expect(answerTo(told('E', { C: '40P01', M: 'deadlock detected', D: detail }))).toMatchObject({
      cycle: [12, 34],
    });
  });

  test('has warnings, and no other notices', () => {
    const reply = new StepReply(
      [
        told('N', { S: 'WARNUNG', V: 'WARNING', M: 'no transaction' }),
        told('N', { V: 'NOTICE', M: 'by the way' }),
        complete('COMMIT'),
      ],
      [],
    );
    expect(reply.warnings).toEqual(['no transaction']);
  });
});

describe('a value', () => {
  const int8 = Buffer.alloc(8);
  int8.writeBigInt64BE(2n ** 60n);

  test.each([
    ['12', 23, false, 12],
    ['1.50', 1700, false, '1.50'],
    ['9007199254740993', 20, false, '9007199254740993'],
    ['NaN', 701, false, 'NaN'],
    ['t', 16, false, true],
    ['{1,2}', 1007, false, '{1,2}'],
    [Buffer.from([1]), 16, true, true],
    [Buffer.from([0, 7]), 21, true, 7],
    [int8, 20, true, 2n ** 60n],
    ['text', 25, true, 'text'],
  ])('%s of type %i', (value, type, isBinary, shown) => {
    expect(shownValue(Buffer.from(value), type, isBinary)).toEqual(shown);
  });

  test('null is null', () => {
    expect(shownValue(null, 23, false)).toBeNull();
  });
});

test('columns are read with their formats', () => {
  expect(columnsIn(description(['a', 23, true], ['b', 25]))).toEqual([
    { name: 'a', type: 23, isBinary: true },
    { name: 'b', type: 25, isBinary: false },
  ]);
});
