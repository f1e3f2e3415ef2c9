/** Services that do something after their answers. */
import { expect, test } from 'vitest';

import { bankProject } from './bank.js';
import { explored } from './explored.js';

test('a COMMIT that comes well after the answer belongs to the worker that began', async () => {
  const directory = bankProject(`export const one = bank('commits-much-later');`);
  const { results } = await explored(directory);
  expect(results['commits-much-later']).toMatchObject({
    verdict: 'held',
    schedules: 24,
    unsteady: 0,
  });
});
