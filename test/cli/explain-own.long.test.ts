/** `race-lab explain` on a strategy of a user that does not return. */
import { once } from 'node:events';

import { expect, test } from 'vitest';

import { labSchemas } from '../support/sessions.js';
import { explaining, NEVER, schemaIn } from './explain-own.js';

test('an attempt that never returns is named, with its last statement', async () => {
  const { code, stdout, stderr } = await explaining(NEVER).ended;
  expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
  expect(stderr).toContain(
    'race-lab: an attempt of strategy mine (./mine.mjs) does not return: ' +
      'no worker has made progress for 5 s. Its last statement: select "id"',
  );
  expect(await labSchemas()).not.toContain(schemaIn(stderr));
});

test('an attempt that never returns is stopped at the first Ctrl-C', async () => {
  const explained = explaining(NEVER);
  await once(explained.process.stderr, 'data');
  explained.process.kill('SIGINT');
  const { code, stderr } = await explained.ended;
  expect(code).toBe(130);
  expect(stderr).toMatch(/^begins in \w+\nrace-lab: interrupted/);
  expect(await labSchemas()).not.toContain(schemaIn(stderr));
});
