/** Loaded into a process before its program. At exit it writes the peak memory of the process, in bytes. */
import { writeSync } from 'node:fs';

const OUTPUT = 3;

process.once('exit', () => writeSync(OUTPUT, String(process.resourceUsage().maxRSS * 1024)));
