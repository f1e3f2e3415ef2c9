/** `race-lab explain` on a user's strategies that take long. */
import { expect, test } from 'vitest';

import { explaining } from './explain-own.js';

test('waits for an attempt that takes a while', async () => {
  const pause = 'await new Promise((resolve) => setTimeout(resolve, 200)); return refused;';
  const { code, stdout } = await explaining(pause).ended;
  expect(code).toBe(0);
  expect(stdout).toContain('→ refused');
});
