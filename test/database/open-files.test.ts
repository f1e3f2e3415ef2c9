import { expect, test } from 'vitest';

import { requireOpenFiles } from '../../src/database/open-files.js';
import { EnvironmentError } from '../../src/errors.js';

const refusal = (connections: number, limit: number): unknown => {
  try {
    requireOpenFiles(connections, limit);
    return null;
  } catch (error) {
    return error;
  }
};

test.each([
  [50, 320],
  [260, 320],
  [500, 560],
  [2_000, Number.POSITIVE_INFINITY],
])('%i connections are possible when %d files may be open', (connections, limit) => {
  expect(refusal(connections, limit)).toBeNull();
});

test('loading the modules needs most of them', () => {
  const refused = refusal(50, 319);
  expect(refused).toBeInstanceOf(EnvironmentError);
  expect(refused).toMatchObject({
    message: 'this needs 320 open files, and the limit is 319',
    hint: 'Raise it, as with ulimit -n 320.',
  });
});

test('with many connections, the hint says to use fewer', () => {
  expect(refusal(261, 320)).toMatchObject({
    message: 'this needs 321 open files, and the limit is 320',
    hint: expect.stringContaining('fewer workers or lanes, or connections'),
  });
});
