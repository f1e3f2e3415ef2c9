/** A test that fails, to check what Node's test runner prints. */
import { test } from 'node:test';

import { assertHeld, explore } from 'race-lab';

test('a strategy that breaks', async () => {
  assertHeld(await explore({ strategy: 'naive' }));
});
