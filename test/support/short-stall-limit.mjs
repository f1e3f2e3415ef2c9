/** The program as users start it, except that it waits less time for a user's code. */
import { start } from '../../dist/cli/start.js';

await start({ stallMs: 2_500 });
