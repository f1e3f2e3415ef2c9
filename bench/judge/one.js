/**
 * Judges a made-up history with this many operations. Prints the time, and the peak memory of the process,
 * history included.
 *
 *   node --expose-gc one.js <operations>
 */
import { judgeRounds } from '../../build/judge/account/race.js';
import { madeUp } from './history.js';

const history = madeUp(Number(process.argv[2]));
globalThis.gc();
const { rss: withHistory } = process.memoryUsage();
const began = performance.now();
const { verdict, lostUpdates } = judgeRounds([history]);
const ms = performance.now() - began;
// maxRSS is in kilobytes.
const peak = process.resourceUsage().maxRSS * 1024;
console.log(JSON.stringify({ ms, peak, withHistory, verdict, lostUpdates }));
