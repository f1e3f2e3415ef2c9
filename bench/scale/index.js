import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

import { spread } from '../statistics.js';
import { range, table } from '../table.js';

export const summary = 'the memory of the client: for a thousand workers, and for each operation';

const PROGRAM = fileURLToPath(new URL('../../bin/race-lab.js', import.meta.url));
const PEAK = fileURLToPath(new URL('peak.js', import.meta.url));
const MB = 2 ** 20;
const WORKERS = 1000;
/** The goal for a thousand workers. */
const GOAL_MB = 300;
const SECONDS = { short: 15, long: 60 };

export async function measure({ rounds, progress }) {
  const strategies = ['naive', 'for-update'].map((strategy) => ({ strategy, peaks: [] }));
  for (let round = 1; round <= rounds; round += 1) {
    for (const { strategy, peaks } of strategies) {
      const { peak } = await race([`--strategy=${strategy}`, `--workers=${WORKERS}`]);
      peaks.push(peak / MB);
      progress(`  round ${round}, ${WORKERS} workers, ${strategy}: ${(peak / MB).toFixed(0)} MB`);
    }
  }
  const workers = strategies.map(({ strategy, peaks }) => ({ strategy, peakMb: spread(peaks) }));
  const [short, long] = [await lasting(SECONDS.short), await lasting(SECONDS.long)];
  return {
    goalMb: GOAL_MB,
    workers,
    lasting: [short, long],
    bytesPerOperation: (long.peak - short.peak) / (long.operations - short.operations),
    met: workers.every(({ peakMb }) => peakMb.median <= GOAL_MB),
  };
}

async function lasting(seconds) {
  const work = ['--strategy=atomic', '--workers=10', '--accounts=1000', '--scenario=deposit'];
  const { peak, report } = await race([...work, `--duration=${seconds}s`]);
  return { seconds, peak, operations: report.results[0].operations.attempted };
}

/** Runs race-lab. @returns the report, and the peak memory of the process, in bytes */
async function race(flags) {
  const args = ['--import', PEAK, PROGRAM, 'run', '--json', ...flags];
  const stdio = ['ignore', 'pipe', 'inherit', 'pipe'];
  const child = spawn(process.execPath, args, { stdio });
  const ended = once(child, 'close');
  const [output, peak] = await Promise.all([text(child.stdout), text(child.stdio[3])]);
  const [code] = await ended;
  if (code !== 0) throw new Error(`race-lab ended with exit code ${code}`);
  return { report: JSON.parse(output), peak: Number(peak) };
}

export function tell({ goalMb, workers, lasting: durations, bytesPerOperation, met }) {
  const rows = workers.map(({ strategy, peakMb }) => [strategy, range(peakMb, 0)]);
  const times = durations.map(({ seconds, operations, peak }) => [
    `${seconds} s`,
    String(operations),
    (peak / MB).toFixed(0),
  ]);
  return `${table([`${WORKERS} workers`, 'MB at the peak'], rows)}

${table(['10 workers for', 'operations', 'MB at the peak'], times)}

Each further operation takes ${bytesPerOperation.toFixed(0)} bytes. The goal for ${WORKERS} workers: ${goalMb} MB: ${met ? 'met' : 'MISSED'}.`;
}
