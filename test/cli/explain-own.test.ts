/** `race-lab explain` on a user's strategies that do not return, or that take long. */
import { once } from 'node:events';

import { expect, test } from 'vitest';

import { labSchemas } from '../support/sessions.js';
import { explaining, NEVER, schemaIn } from './explain-own.js';

test.concurrent('an attempt that never returns is stopped at the first Ctrl-C', async () => {
  const explained = explaining(NEVER);
  await once(explained.process.stderr, 'data');
  explained.process.kill('SIGINT');
  const { code, stderr } = await explained.ended;
  expect(code).toBe(130);
  expect(stderr).toMatch(/^begins in \w+\nrace-lab: interrupted/);
  expect(await labSchemas()).not.toContain(schemaIn(stderr));
});

test.concurrent('waits for an attempt that takes a while', async () => {
  const pause = 'await new Promise((resolve) => setTimeout(resolve, 200)); return refused;';
  const { code, stdout } = await explaining(pause).ended;
  expect(code).toBe(0);
  expect(stdout).toContain('→ refused');
});
