import { expect, test } from 'vitest';

import { SessionLost } from '../../../src/database/session-lost.js';
import { EnvironmentError, StrategyDefect, UsageError } from '../../../src/errors.js';
import { errorOf, failureOf } from '../../../src/race/processes/failure.js';
import { option } from '../../../src/text/option.js';

/** The error as another process receives it. */
const sent = (error: unknown): Error => errorOf(JSON.parse(JSON.stringify(failureOf(error))));

const details = { option: 'url', hint: `Check ${option('url')}.` } as const;

test.each([
  new UsageError(`${option('url')}: no address`, { ...details, code: 'INVALID_URL' }),
  new EnvironmentError('no server', { ...details, code: 'CANNOT_CONNECT' }),
  new StrategyDefect('mine', 'mine does not return', details),
])('an error has the same text in another process: %s', (error) => {
  const arrived = sent(error);
  expect(arrived).toBeInstanceOf(error.constructor);
  expect(arrived).toMatchObject({ template: error.template, message: error.message });
});

test('a lost session and a defect stay what they are', () => {
  expect(sent(new SessionLost(false, new Error('gone')))).toBeInstanceOf(SessionLost);
  expect(sent(new TypeError('oops'))).toMatchObject({
    message: 'oops',
    stack: expect.stringContaining('TypeError: oops') as unknown,
  });
});
