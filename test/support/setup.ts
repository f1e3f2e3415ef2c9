/** Hooks for the tests of every file. Files of one worker share their modules. */
import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';

import { afterEach } from 'vitest';

import { closeSessions } from './sessions.js';

// The other worker and two servers share the processors. With one processor, race-lab does not poll while it waits for
// replies (src/race/keep-awake.ts), which would take time from them.
os.availableParallelism = () => 1;
syncBuiltinESMExports();

afterEach(closeSessions);

// What runs a command line in this process would take it for its own.
afterEach(() => {
  const { exitCode } = process;
  process.exitCode = undefined;
  if (exitCode !== undefined) throw new Error(`the exit code of the tests was set to ${exitCode}`);
});
