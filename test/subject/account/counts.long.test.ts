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
