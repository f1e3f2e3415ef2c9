/**
 * Judges a made-up history of so many operations, and prints how long that took and how much
 * memory the process had at its peak, the history included.
 *
 *   node --expose-gc one.js <operations>
 */
import { judgeRounds } from '../../dist/judge/account/race.js';
import { madeUp } from './history.js';

const history = madeUp(Number(process.argv[2]));
globalThis.gc();
const { rss: withHistory } = process.memoryUsage();
const began = performance.now();
const { verdict, lostUpdates } = judgeRounds([history]);
const ms = performance.now() - began;
// In kilobytes.
const peak = process.resourceUsage().maxRSS * 1024;
console.log(JSON.stringify({ ms, peak, withHistory, verdict, lostUpdates }));
