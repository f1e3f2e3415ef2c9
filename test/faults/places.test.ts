/** A place where the embedded server cannot work. The others: places.long.test.ts */
import { expect, test } from 'vitest';

import { call } from '../cli/harness.js';
import { SMALL } from './fresh-cache.js';

test('a cache that cannot be created is named', async () => {
  const ended = await call(SMALL, { RACE_LAB_CACHE: '/dev/null/cache' });
  expect(ended).toMatchObject({ code: 4, stdout: '' });
  expect(ended.stderr).toContain('/dev/null/cache');
});
