import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { spread } from '../statistics.js';
import { range, table } from '../table.js';
import { lostIn } from './history.js';

export const summary = 'time and memory to judge a history, by its length';

const run = promisify(execFile);
const ONE = fileURLToPath(new URL('one.js', import.meta.url));
const SIZES = [10_000, 100_000, 1_000_000];
const MB = 2 ** 20;

/** The goal for the longest history. */
const GOAL = { ms: 2000, mb: 300 };

export async function measure({ rounds, progress }) {
  const measured = SIZES.map((operations) => ({ operations, rounds: [] }));
  for (let round = 1; round <= rounds; round += 1) {
    for (const { operations, rounds: counted } of measured) {
      const { stdout } = await run(process.execPath, ['--expose-gc', ONE, String(operations)]);
      const found = JSON.parse(stdout);
      if (found.lostUpdates !== lostIn(operations)) throw new Error(`miscounted: ${stdout}`);
      counted.push(found);
      progress(`  round ${round}, ${operations} operations: ${found.ms.toFixed(0)} ms`);
    }
  }
  const sizes = measured.map(({ operations, rounds: counted }) => ({
    operations,
    ms: spread(counted.map(({ ms }) => ms)),
    peakMb: spread(counted.map(({ peak }) => peak / MB)),
    historyMb: spread(counted.map(({ withHistory }) => withHistory / MB)),
  }));
  const longest = sizes.at(-1);
  const met = longest.ms.median <= GOAL.ms && longest.peakMb.median <= GOAL.mb;
  return { goal: GOAL, sizes, met };
}

export function tell({ goal, sizes, met }) {
  const rows = sizes.map(({ operations, ms, peakMb, historyMb }) => [
    String(operations),
    range(ms, 0),
    ((ms.median * 1000) / operations).toFixed(2),
    range(historyMb, 0),
    range(peakMb, 0),
  ]);
  return `${table(['operations', 'ms', 'µs each', 'MB with the history', 'MB at the peak'], rows)}

Memory is that of the whole process. The goal for ${SIZES.at(-1)}: ${goal.ms} ms and ${goal.mb} MB: ${met ? 'met' : 'MISSED'}.`;
}
