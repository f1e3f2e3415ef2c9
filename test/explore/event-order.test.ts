import { expect, test } from 'vitest';
import { placeFor } from '../../src/explore/event-order.js';
import type { StepEvent } from '../../src/model.js';
import { acknowledges, ends, fails, holds, waits, writes } from '../report/explore/notation.js';

function causesFirst(heard: readonly StepEvent[]): StepEvent[] {
  const events: StepEvent[] = [];
  for (const event of heard) events.splice(placeFor(event, events), 0, event);
  return events;
}

const deadlocked = fails('B', '40P01', 'deadlock detected', { cycle: 'BA', waited: true });
const conflicted = fails('B', '40001', 'could not serialize', { waited: true });

test('an attempt ends with its last answer, whoever was heard of in between', () => {
  const [commit, goesOn, end] = [
    acknowledges('A', 'COMMIT'),
    writes('B', 2, true),
    ends('A', 'committed'),
  ];
  expect(causesFirst([commit, goesOn, end])).toEqual([commit, end, goesOn]);
  expect(causesFirst([commit, end, goesOn])).toEqual([commit, end, goesOn]);
  const lock = holds('B', 'account 1', true);
  expect(causesFirst([writes('A', 1), lock, end])).toEqual([writes('A', 1), end, lock]);
});

test('a deadlock is over before others go on', () => {
  const [waiting, goesOn] = [waits('B', 'A'), writes('A', 1, true)];
  const told = [waiting, deadlocked, goesOn];
  expect(causesFirst([waiting, goesOn, deadlocked])).toEqual(told);
  expect(causesFirst(told)).toEqual(told);
});

test('any other failure stays where it was', () => {
  const events = [acknowledges('A', 'COMMIT'), writes('C', 2, true), conflicted];
  expect(causesFirst(events)).toEqual(events);
});

test('an attempt that ends without an answer stays where it was', () => {
  const events = [acknowledges('A', 'COMMIT'), ends('B', 'failed', 'connection')];
  expect(causesFirst(events)).toEqual(events);
});
