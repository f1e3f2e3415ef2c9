/** Hooks for the tests of every file. Files of one worker share their modules. */
import { afterEach } from 'vitest';

import { closeSessions } from './sessions.js';

afterEach(closeSessions);

// What runs a command line in this process would take it for its own.
afterEach(() => {
  const { exitCode } = process;
  process.exitCode = undefined;
  if (exitCode !== undefined) throw new Error(`the exit code of the tests was set to ${exitCode}`);
});
