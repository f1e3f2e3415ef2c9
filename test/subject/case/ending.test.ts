import { expect, test } from 'vitest';

import { caseFrom } from '../../../src/authoring/case-properties.js';
import { endingOf } from '../../../src/subject/case/ending.js';

const theCase = (refusals: readonly string[]) =>
  caseFrom({ name: 'checkout', schema: 'select', worker: () => null, refusals }, null);

const endingWith = (error: Error, refusals: readonly string[] = []) =>
  endingOf(
    async () => {
      throw error;
    },
    theCase(refusals),
    () => undefined,
  );

test('the stack of another error in a message is left out', async () => {
  const { stack } = new Error('no room');
  const message = `cannot migrate: ${stack}`;
  expect(message).toMatch(/\n +at .*ending\.test\.ts:\d+:\d+/);
  expect(await endingWith(new Error(message))).toEqual({
    kind: 'failed',
    sqlstate: '',
    message: 'cannot migrate: Error: no room',
    retried: false,
  });
  expect(await endingWith(new Error(message), ['no room'])).toEqual({
    kind: 'refused',
    message: 'cannot migrate: Error: no room',
  });
});

test('lines that are no stack are kept', async () => {
  const message = 'cannot pay:\n  at most 10 a day\n  at 12:30:15 it was 11\nask for more';
  expect(await endingWith(new Error(message))).toMatchObject({ message });
});
