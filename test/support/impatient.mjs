/** The program as people start it, except that it waits for own code for less time. */
import { start } from '../../dist/cli/start.js';

await start({ stallMs: 2_500 });
