import { describe, expect, test } from 'vitest';

import type { Message } from '../../../src/gate/wire/framing.js';
import { columnsIn, StepReply, type ResultShape } from '../../../src/gate/wire/reply.js';
import { complete, description, ready, row, told } from './support/messages.js';

const UNKNOWN: ResultShape = { description: null, formats: [] };

const answerTo = (...messages: readonly Message[]) => new StepReply(messages, UNKNOWN).answer;

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
    const shape = { ...UNKNOWN, description: description(['value', 20]) };
    expect(new StepReply(messages, shape).answer).toMatchObject({ rows: [{ value: 7 }] });
    expect(answerTo(...messages)).toMatchObject({ rows: [{ 'column 1': '7' }] });
  });

  test('has the values in the formats that the client asked for', () => {
    // A statement is described before it is bound, as if all were text.
    const described = description(['value', 21], ['name', 25]);
    const messages = [described, row(Buffer.from([0, 7]), 'ann'), complete('SELECT 1')];
    const rowsAs = (...formats: readonly number[]) =>
      new StepReply(messages, { description: null, formats }).answer;
    const read = { rows: [{ value: 7, name: 'ann' }] };
    expect(rowsAs(1, 0)).toMatchObject(read);
    expect(rowsAs(1)).toMatchObject(read);
    expect(rowsAs(0)).not.toMatchObject(read);
    expect(rowsAs()).not.toMatchObject(read);
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
      UNKNOWN,
    );
    expect(reply.warnings).toEqual(['no transaction']);
  });
});

test('columns are read with their formats', () => {
  expect(columnsIn(description(['a', 23, true], ['b', 25]))).toEqual([
    { name: 'a', type: 23, isBinary: true },
    { name: 'b', type: 25, isBinary: false },
  ]);
});
