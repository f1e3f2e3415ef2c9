/** What own code prints in each of the processes of a race. */
import { test } from 'vitest';

import { expectPrintedToStderr } from './own-stdout.js';

test('goes to stderr', () => expectPrintedToStderr('run', ['--processes', '2']));
