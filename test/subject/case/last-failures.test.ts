import { expect, test } from 'vitest';

import { LastFailures } from '../../../src/subject/case/last-failures.js';

/** What a worker's steps ended with, in order; `ok`: carried out. */
const after = (...steps: readonly string[]) => {
  const failures = new LastFailures();
  for (const step of steps) failures.settled(1, step === 'ok' ? null : step);
  return failures.of(1);
};

test('a failure that callers run again counts until a statement of the worker is carried out', () => {
  expect(after('ok', '40001')).toBe('40001');
  expect(after('40P01')).toBe('40P01');
  expect(after('40001', '25P02')).toBe('40001');
  expect(after('40001', 'ok', '40001')).toBe('40001');
  expect(after('40001', 'ok')).toBeUndefined();
  expect(after('40001', '23505')).toBeUndefined();
  expect(after('23505')).toBeUndefined();
});

test('it is that of one worker, and of one schedule', () => {
  const failures = new LastFailures();
  failures.settled(1, '40001');
  expect(failures.of(2)).toBeUndefined();
  failures.begin();
  expect(failures.of(1)).toBeUndefined();
});
