import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { spread } from '../statistics.js';
import { range, table } from '../table.js';

export const summary = 'from start to exit, beside node -e 0';

const PROGRAM = fileURLToPath(new URL('../../bin/race-lab.js', import.meta.url));

/** Every command line, by what it is called; with a cache of its own, or the user's. */
const COMMANDS = [
  { name: 'node -e 0', args: ['-e', '0'] },
  { name: 'race-lab --help', args: [PROGRAM, '--help'], timesNode: 1.5 },
  { name: 'race-lab list', args: [PROGRAM, 'list'] },
  { name: 'race-lab run, warm', args: [PROGRAM, 'run'], mostMs: 1000 },
  { name: 'race-lab run, first', args: [PROGRAM, 'run'], cold: true },
];

/** The quick ones are repeated, to be told apart from what else the machine does. */
const REPEATS = 5;

export async function measure({ rounds, progress }) {
  const measured = COMMANDS.map((command) => ({ command, times: [] }));
  for (let round = 0; round <= rounds; round += 1) {
    for (const { command, times } of measured) {
      for (let time = 0; time < (command.cold ? 1 : REPEATS); time += 1) {
        const ms = await timeOne(command);
        // In the first round files are read for the first time, and the template is made.
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
  // Root's server runs as somebody else, who has to get in.
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

Whole processes. "First" has no template of the embedded server's cluster yet.`;
}
