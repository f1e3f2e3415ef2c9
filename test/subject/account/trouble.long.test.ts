/** Further problems of an exploration. */
import { expect, test } from 'vitest';

import { forUpdate } from '../../../src/strategies/for-update.js';
import { explored } from '../../support/explore.js';
import { fickle } from './fickle.js';

test('of a strategy that depends on chance, with three workers, the report adds that the server chooses too', async () => {
  const flags = { workers: '3', operations: '2' };
  const { coverage, reason } = await explored('fickle', flags, [fickle(2.5, forUpdate)]);
  expect(coverage).toEqual({ kind: 'stopped' });
  expect(reason).toContain('the server chooses which of several waiting workers continues first');
});
