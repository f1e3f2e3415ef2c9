/** Code that blocks the event loop of the service, which can then take no signal either. */
import { expect, test } from 'vitest';

import { directoryWith } from '../files/directory.js';
import { serverUrl } from '../support/server.js';
import { labSchemas } from '../support/sessions.js';
import { startReplica } from './replicas.js';

test('an endless loop in a strategy of the bank ends it, with all that is under way', async () => {
  const cwd = directoryWith({
    'mine.ts': `import { defineStrategy } from 'race-lab';
      export const endless = defineStrategy({ name: 'endless', attempt: async () => { for (;;); } });
    `,
  });
  const args = ['--url', serverUrl(), '--connections', '2', 'mine.ts'];
  const { address, command } = await startReplica(args, { cwd, isImpatient: true });
  const post = (path: string, body: string) =>
    fetch(`${address}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
  await post('/accounts', '{"balance":100}');
  // Others work on databases of their own meanwhile.
  expect((await post('/steppings', '{"strategy":"for-update"}')).status).toBe(201);
  post('/accounts/1/withdraw', '{"amount":1,"strategy":"endless"}').catch(() => undefined);
  const { code, stderr } = await command.ended;
  expect({ code, stderr }).toEqual({
    code: 4,
    stderr: expect.stringMatching(
      /^race-lab: endless \(\.\/mine\.ts\) does not return: .*mine\.ts:2\n/,
    ),
  });
  expect(await labSchemas()).toEqual([]);
});
