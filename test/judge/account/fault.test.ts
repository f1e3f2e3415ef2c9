/** The write that completes the anomaly of a schedule. */
import { expect, test } from 'vitest';

import { findFault } from '../../../src/judge/account/fault.js';
import {
  account,
  drawn,
  ends,
  line,
  reads,
  returns,
  waits,
  writes,
} from '../../report/drawing/notation.js';

const start = [account(0, 10), account(0, 10, 2)];
const wrote = (letter: string, id: number, version: number, command = 'UPDATE') =>
  returns(letter, [{ id, version }], { command });
const overwrites = (worker: number, version: number) => ({
  writes: [{ worker, account: 1, version }],
  phrase: 'overwrites',
});

test('is the step in which its worker learns of the write, even when another worker was released', () => {
  const { steps } = drawn(start, [
    line('A', 'update', [writes('A', 1)]),
    line('B', 'update', [waits('B', 'A')]),
    line('A', 'commit', [ends('A', 'committed'), writes('B', 2, true)]),
  ]);
  expect(findFault(steps, overwrites(2, 2))).toEqual({ step: 3, worker: 2, phrase: 'overwrites' });
  expect(findFault(steps, overwrites(1, 1))).toEqual({ step: 1, worker: 1, phrase: 'overwrites' });
});

test('is the first possible step, where rows do not name their account', () => {
  const { steps } = drawn(start, [
    line('A', 'update', [returns('A', [{ version: 2 }], { command: 'UPDATE' })]),
    line('A', 'update', [returns('A', [{ version: 2 }], { command: 'UPDATE' })]),
  ]);
  expect(findFault(steps, overwrites(1, 2))).toMatchObject({ step: 1 });
});

test('is null when its worker never learns of the write', () => {
  const { steps } = drawn(start, [
    line('A', 'select', [reads('A', account(2, 10))]),
    line('B', 'update', [writes('B', 2)]),
  ]);
  expect(findFault(steps, overwrites(1, 2))).toBeNull();
});

test('of several writes, is the last in the schedule, however their operations ended', () => {
  const { steps } = drawn(start, [
    line('A', 'update', [wrote('A', 1, 1)]),
    line('B', 'update', [wrote('B', 2, 1)]),
    line('B', 'commit', [ends('B', 'committed')]),
    line('A', 'commit', [ends('A', 'committed')]),
  ]);
  const both = [
    { worker: 2, account: 2, version: 1 },
    { worker: 1, account: 1, version: 1 },
  ];
  expect(findFault(steps, { writes: both, phrase: 'x' })).toMatchObject({ step: 2, worker: 2 });
  expect(findFault(steps, { writes: both.toReversed(), phrase: 'x' })).toMatchObject({ step: 2 });
  expect(findFault(steps, { writes: both.slice(1), phrase: 'x' })).toMatchObject({ step: 1 });
});

test('of several writes in one step, is the last', () => {
  const { steps } = drawn(start, [
    line('A', 'commit', [ends('A', 'committed'), wrote('C', 1, 2), wrote('B', 2, 2)]),
  ]);
  const both = [
    { worker: 2, account: 2, version: 2 },
    { worker: 3, account: 1, version: 2 },
  ];
  expect(findFault(steps, { writes: both, phrase: 'x' })).toMatchObject({ step: 1, worker: 2 });
});
