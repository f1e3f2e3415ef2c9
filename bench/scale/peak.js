/** Loaded into a process before its program: tells at its end the most memory that it held, in bytes. */
import { writeSync } from 'node:fs';

const TOLD_ON = 3;

process.once('exit', () => writeSync(TOLD_ON, String(process.resourceUsage().maxRSS * 1024)));
