/** Faulty code of a user that does not return. */
import { expect, test } from 'vitest';

import { directoryWith } from '../files/directory.js';
import { raceLab } from '../support/command.js';
import { serverUrl } from '../support/server.js';
import { labSchemas } from '../support/sessions.js';
import { astray } from './astray.js';

test('an endless loop is named, and the schema is dropped', async () => {
  const before = await labSchemas();
  const code = "await db.selectFrom('account').select('id').execute();\nwhile (true) {}";
  const cwd = directoryWith({ 'astray.ts': astray(code) });
  const {
    code: exit,
    stdout,
    stderr,
  } = await raceLab(['run', '-s', 'astray.ts', '--url', serverUrl()], {
    cwd,
    isImpatient: true,
  });
  expect({ exit, stdout }).toEqual({ exit: 4, stdout: '' });
  expect(stderr).toContain('astray (./astray.ts) does not return');
  expect(stderr).toContain('at ./astray.ts:4\n');
  expect(await labSchemas()).toEqual(before);
});
