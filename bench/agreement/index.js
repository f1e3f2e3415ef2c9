import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export const summary =
  'both judges on every schedule of every strategy and scenario, two workers with one operation each';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TEST = 'test/subject/case/agreement.test.ts';

/** Runs the test of the two judges, which `npm test` runs for fewer pairs. */
export async function measure({ progress }) {
  const began = performance.now();
  const vitest = spawn('npx', ['--no', 'vitest', 'run', '--reporter', 'tree', TEST], {
    cwd: ROOT,
    env: { ...process.env, RACE_LAB_AGREEMENT: 'complete' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  vitest.stdout.setEncoding('utf8').on('data', (text) => progress(text.trimEnd()));
  const [code] = await once(vitest, 'close');
  return { met: code === 0, seconds: (performance.now() - began) / 1000 };
}

export const tell = ({ met, seconds }) =>
  `The judges ${met ? 'agree' : 'DO NOT AGREE'}, after ${seconds.toFixed(0)} s.`;
