import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { spread } from '../statistics.js';
import { range, table } from '../table.js';

export const summary = 'time from start to exit, compared with node -e 0';

const PROGRAM = fileURLToPath(new URL('../../bin/race-lab.js', import.meta.url));

/** The command lines to measure. A `cold` one has an empty cache; all others use the user's cache. */
const COMMANDS = [
  { name: 'node -e 0', args: ['-e', '0'] },
  { name: 'race-lab --help', args: [PROGRAM, '--help'], timesNode: 1.5 },
  { name: 'race-lab list', args: [PROGRAM, 'list'] },
  { name: 'race-lab run, warm', args: [PROGRAM, 'run'], mostMs: 1000 },
  { name: 'race-lab run, first', args: [PROGRAM, 'run'], cold: true },
];

/** Runs of each command in a round, except cold ones, to reduce the influence of other load on the machine. */
const REPEATS = 5;

export async function measure({ rounds, progress }) {
  const measured = COMMANDS.map((command) => ({ command, times: [] }));
  for (let round = 0; round <= rounds; round += 1) {
    for (const { command, times } of measured) {
      for (let time = 0; time < (command.cold ? 1 : REPEATS); time += 1) {
        const ms = await timeOne(command);
        // The first round is not counted: it reads files from disk, and creates the template.
        if (round > 0) times.push(ms);
      }
    }
    progress(`  round ${round} of ${rounds}`);
  }
  const node = spread(measured[0].times).median;
  const commands = measured.map(({ command, times }) => {
    const { name, timesNode, mostMs } = command;
    const ms = spread(times);
    const mostAllowed = mostMs ?? (timesNode === undefined ? null : timesNode * node);
    const met = mostAllowed === null ? null : ms.median <= mostAllowed;
    return { name, ms, timesNode: ms.median / node, mostAllowedMs: mostAllowed, met };
  });
  return { commands, met: commands.every(({ met }) => met !== false) };
}

async function timeOne({ args, cold }) {
  const cache = cold ? await mkdtemp(join(tmpdir(), 'race-lab-bench-')) : undefined;
  // When root runs the benchmark, the server runs as another user, who must reach the directory.
  if (cold) await chmod(cache, 0o755);
  const env = { ...process.env, RACE_LAB_URL: '', ...(cold ? { RACE_LAB_CACHE: cache } : {}) };
  try {
    const began = performance.now();
    const child = spawn(process.execPath, args, { env, stdio: 'ignore' });
    const [code] = await once(child, 'exit');
    const ms = performance.now() - began;
    if (code !== 0) throw new Error(`${args.join(' ')} ended with exit code ${code}`);
    return ms;
  } finally {
    if (cache !== undefined) await rm(cache, { recursive: true, force: true });
  }
}

export function tell({ commands }) {
  const rows = commands.map(({ name, ms, timesNode, mostAllowedMs, met }) => [
    name,
    range(ms, 0),
    timesNode.toFixed(2),
    mostAllowedMs === null ? '–' : `${mostAllowedMs.toFixed(0)} ms ${met ? 'met' : 'MISSED'}`,
  ]);
  return `${table(['', 'ms', 'times node', 'goal: at most'], rows)}

Whole processes. "First" starts without a template of the embedded server's cluster.`;
}
