import { expect, test } from 'vitest';
import { placeAfter, placeFor } from '../../src/explore/event-order.js';
import type { StepEvent } from '../../src/model.js';
import { acknowledges, ends, fails, holds, waits, writes } from '../report/drawing/notation.js';

/** @param released the worker of the step: A or B */
function causesFirst(heard: readonly StepEvent[], released = 1): StepEvent[] {
  const events: StepEvent[] = [];
  for (const event of heard) {
    const place =
      event.kind === 'attempt ended'
        ? placeAfter(event.worker, events)
        : placeFor(event, events, released);
    events.splice(place, 0, event);
  }
  return events;
}

const deadlocked = fails('B', '40P01', 'deadlock detected', { cycle: 'BA', waited: true });
const conflicted = fails('B', '40001', 'could not serialize', { waited: true });

test('the end of an attempt comes after its last answer, even with events of other workers in between', () => {
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

test('the deadlock victim comes before the workers that continue', () => {
  const [waiting, goesOn] = [waits('B', 'A'), writes('A', 1, true)];
  const told = [waiting, deadlocked, goesOn];
  expect(causesFirst([waiting, goesOn, deadlocked], 2)).toEqual(told);
  expect(causesFirst(told, 2)).toEqual(told);
});

test('the released worker is answered before the workers that it unblocks', () => {
  const [commit, end] = [acknowledges('A', 'COMMIT'), ends('A', 'committed')];
  const [goesOn, refused] = [writes('B', 2, true), ends('B', 'committed')];
  const told = [commit, end, goesOn, refused];
  expect(causesFirst([goesOn, refused, commit, end])).toEqual(told);
  expect(causesFirst([goesOn, commit, refused, end])).toEqual(told);
});

test('a released worker that had to wait continues after the event that unblocked it', () => {
  const told = [waits('A', 'B'), fails('B', '40P01', 'deadlock detected', { cycle: 'BA' })];
  const goesOn = writes('A', 1, true);
  expect(causesFirst([...told, goesOn])).toEqual([...told, goesOn]);
});

test('any other failure stays where it was', () => {
  const events = [acknowledges('A', 'COMMIT'), writes('C', 2, true), conflicted];
  expect(causesFirst(events)).toEqual(events);
});

test('an attempt that ends without an answer stays where it was', () => {
  const events = [acknowledges('A', 'COMMIT'), ends('B', 'failed', 'connection')];
  expect(causesFirst(events)).toEqual(events);
});
