/** Hooks for the tests of every file. Files of one worker share their modules. */
import { afterEach } from 'vitest';

import { closeSessions } from './sessions.js';

afterEach(closeSessions);
