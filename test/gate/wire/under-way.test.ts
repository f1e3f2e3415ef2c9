import { describe, expect, test } from 'vitest';

import type { Message } from '../../../src/gate/wire/framing.js';
import { UnderWay } from '../../../src/gate/wire/under-way.js';
import type { Unit } from '../../../src/gate/wire/units.js';
import {
  bind,
  complete,
  describeStatement,
  description,
  execute,
  flush,
  message,
  parse,
  query,
  ready,
  row,
  sync,
  told,
  unitOf,
} from './support/messages.js';

const step = () => ({ sql: 'select 1', parameters: [] as unknown[] });
const PARSED = message('1');
const BOUND = message('2');
const CLOSED = message('3');
const SUSPENDED = message('s');

/** The message of an answer with which the unit is whole, from 1; 0: none. */
function wholeAt(underWay: UnderWay, ...answer: readonly Message[]): number {
  for (const [index, each] of answer.entries()) {
    underWay.add(each);
    if (underWay.isWholeWith(each)) return index + 1;
  }
  return 0;
}

const begun = (unit: Unit, own = 0) => new UnderWay(unit, step(), own);

describe('a unit is answered', () => {
  test('with ReadyForQuery', () => {
    const unit = unitOf(query('select 1; select 2'));
    expect(wholeAt(begun(unit), complete('SELECT 1'), complete('SELECT 1'), ready('I'))).toBe(3);
  });

  test('with ReadyForQuery after an error, too', () => {
    const unit = unitOf(parse('', 'selec'), bind('', ''), execute(), sync);
    expect(wholeAt(begun(unit), told('E', { C: '42601' }), ready('I'))).toBe(2);
  });

  test('with PortalSuspended, or the end of the rows, when a Flush ends it', () => {
    const unit = unitOf(bind('p', 's'), execute('p', 1), flush);
    expect(wholeAt(begun(unit), BOUND, row('1'), SUSPENDED)).toBe(3);
    expect(wholeAt(begun(unit), BOUND, complete('SELECT 0'))).toBe(2);
    // After an error, the server waits for Sync.
    expect(wholeAt(begun(unit), told('E', { C: '57014' }))).toBe(1);
  });

  test('only with its second half, when it begins with a description', () => {
    const first = begun(unitOf(parse('s', 'select $1'), describeStatement('s'), flush));
    expect(first.isFirstHalf).toBe(true);
    expect(wholeAt(first, PARSED, message('t'), description(['x', 23]))).toBe(0);
    first.goOn(unitOf(bind('', 's', ['5']), execute(), sync), [5]);
    expect(first.isFirstHalf).toBe(false);
    expect(first.step?.parameters).toEqual([5]);
    expect(wholeAt(first, BOUND, row('5'), complete('SELECT 1'), ready('I'))).toBe(4);
  });

  test('with its description, when another statement follows', () => {
    const first = begun(unitOf(parse('s', 'select 1'), describeStatement('s'), flush));
    const others = unitOf(bind('', 't'), execute(), sync);
    expect(first.goesOnWith(others, 'select 2')).toBe(false);
    expect(first.isDescribed).toBe(false);
    wholeAt(first, PARSED, message('t'), description(['x', 23]));
    expect(first.isDescribed).toBe(true);
    expect(first.goesOnWith(others, 'select 2')).toBe(false);
    expect(first.goesOnWith(unitOf(bind('', 's'), execute(), sync), 'select 1')).toBe(true);
    expect(first.goesOnWith(unitOf(sync), undefined)).toBe(true);
    first.endsDescribed();
    expect(first.isDescribed).toBe(false);
  });

  test('when it passes freely, with the last answer', () => {
    const unit = unitOf(parse('s', 'select 1'), describeStatement('s'), flush);
    const free = new UnderWay(unit, null, 0);
    expect(wholeAt(free, PARSED, message('t'), message('n'))).toBe(3);
  });
});

test('the statements that the server had prepared before an error are counted, of the last unit only', () => {
  const failing = begun(unitOf(parse('s', 'select $1'), bind('', 's', ['1']), execute(), sync));
  wholeAt(failing, PARSED);
  expect(failing.failedAfter).toBeNull();
  wholeAt(failing, told('E', { C: '22P02' }), ready('I'));
  expect(failing.failedAfter).toBe(1);

  const cycle = begun(unitOf(parse('s', 'select $1'), describeStatement('s'), flush));
  wholeAt(cycle, PARSED);
  cycle.goOn(unitOf(parse('t', 'selec'), bind('', 's', ['1']), execute(), sync), ['1']);
  wholeAt(cycle, told('E', { C: '42601' }), ready('I'));
  expect(cycle.failedAfter).toBe(0);
});

describe('the client is handed', () => {
  test('nothing of a step before the end', () => {
    expect(begun(unitOf(query('select 1'))).isOpen).toBe(false);
  });

  test('the description that it waits for', () => {
    const first = begun(unitOf(parse('s', 'select 1'), describeStatement('s'), flush));
    expect(first.isOpen).toBe(true);
    first.goOn(unitOf(bind('', 's'), execute(), sync), []);
    expect(first.isOpen).toBe(false);
  });

  test('each message once', () => {
    const underWay = begun(unitOf(query('select 1')));
    underWay.add(complete('SELECT 1'));
    expect(underWay.takeUnseen()).toHaveLength(1);
    underWay.add(ready('I'));
    expect(underWay.takeUnseen().map(({ type }) => type)).toEqual(['Z']);
    expect(underWay.takeUnseen()).toEqual([]);
  });
});

test('answers to messages of the gate itself come first, and are not the client’s', () => {
  const underWay = begun(unitOf(query('update counter set value = 1')), 6);
  const own = [PARSED, BOUND, complete('SET'), CLOSED, CLOSED, ready('I')];
  const notification = message('A', 1, 'channel', 'payload');
  expect(underWay.isOwnAnswer(notification)).toBe(false);
  expect(own.map((each) => underWay.isOwnAnswer(each))).toEqual(own.map(() => true));
  expect(underWay.isOwnAnswer(complete('UPDATE 1'))).toBe(false);
});
