/** The server is killed in the middle of a race. */
import { test } from 'vitest';

import { expectLoss } from './server-death.js';

test('a killed server ends the run with exit code 4, and no commit is made up', () =>
  expectLoss('atomic'));
