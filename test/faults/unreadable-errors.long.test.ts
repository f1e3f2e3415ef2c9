/** An error of own code that cannot be read. */
import { expect, test } from 'vitest';

import { directoryWith } from '../files/directory.js';
import { raceLab } from '../support/command.js';
import { serverUrl } from '../support/server.js';

test('an unhandled error that cannot be read is reported', async () => {
  const code = `
    import { defineStrategy, refused } from 'race-lab';
    const fails = () => { throw new Error('not readable'); };
    const attempt = async () => {
      Promise.reject(new Proxy({}, { getPrototypeOf: fails, get: fails }));
      await new Promise((resolve) => setImmediate(resolve));
      return refused;
    };
    export default defineStrategy({ name: 'mine', attempt });`;
  const cwd = directoryWith({ 'mine.ts': code, 'bad.ts': `throw Object.create(null);` });
  const args = ['run', '-s', './mine.ts', '-w', '2', '--url', serverUrl()];
  const strayed = await raceLab(args, { cwd });
  expect(strayed.code).toBe(4);
  expect(strayed.stderr).toContain(
    'race-lab: an error that no code handled: something that cannot be read: an error: not readable at ./mine.ts:3\n',
  );
  const loaded = await raceLab(['run', '-s', './bad.ts'], { cwd });
  expect(loaded.code).toBe(2);
  expect(loaded.stderr).toContain('--strategy: ./bad.ts throws while it is loaded: {}\n');
});
