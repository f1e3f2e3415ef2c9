/** Counts of further explorations. */
import { expect, test } from 'vitest';

import { explored } from '../../support/explore.js';

test('an exploration has the same counts when it is repeated', async () => {
  for (const strategy of ['serializable', 'for-share']) {
    const [one, other] = [await explored(strategy), await explored(strategy)];
    const { durationMs: _, ...first } = one;
    const { durationMs: __, ...second } = other;
    expect(second).toEqual(first);
  }
});

test('three workers that queue for a lock: the same counts each time', async () => {
  const flags = { scenario: 'deposit', workers: '3', maxSwitches: '3' };
  const [one, other] = [await explored('for-update', flags), await explored('for-update', flags)];
  expect(one).toMatchObject({ verdict: 'held', unsteady: 0, schedules: other.schedules });
  expect(one.schedules).toBeGreaterThan(20);
});
