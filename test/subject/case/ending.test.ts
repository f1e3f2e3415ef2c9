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

test('the error of the server is what counts, however often it is wrapped', async () => {
  const server = Object.assign(new Error('could not serialize access'), {
    code: '40001',
    severity: 'ERROR',
  });
  const query = new Error('Failed query: update account', { cause: server });
  expect(await endingWith(new Error('cannot pay', { cause: query }))).toEqual({
    kind: 'failed',
    sqlstate: '40001',
    message: 'could not serialize access',
    retried: false,
  });
  // Without the server's error there is nothing to show in its place.
  expect(await endingWith(new Error('cannot pay', { cause: new Error('no') }))).toMatchObject({
    sqlstate: '',
    message: 'cannot pay',
  });
});
