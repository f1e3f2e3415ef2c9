import { expect, test } from 'vitest';

import { positioningOf, shiftsOf } from '../../../src/database/snapshot/restore-statements.js';

test('the numbers of sequences shift by multiples of their steps, in whichever direction they go', () => {
  const steps = [{ step: '1' }, { step: '-1' }, { step: '10' }];
  expect(shiftsOf(steps, 1_000)).toEqual([1_000, 1_037, 10_740]);
  expect(shiftsOf(steps, 0)).toEqual([0, 0, 0]);
});

test('a sequence is positioned further in its direction, unless it ends before', () => {
  const down = { identifier: 's', step: '-1', min: '-100', max: '9', cache: '1' };
  expect(positioningOf(down, '9 t', 37)).toBe("select pg_catalog.setval('s', -28, true)");
  expect(positioningOf(down, '9 f', 200)).toBe("select pg_catalog.setval('s', 9, false)");
});
