/** A test that fails, for a look at what Node's test runner shows of it. */
import { test } from 'node:test';

import { assertHeld, explore } from 'race-lab';

test('a strategy that breaks', async () => {
  assertHeld(await explore({ strategy: 'naive' }));
});
