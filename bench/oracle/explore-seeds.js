import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('race-lab.js', import.meta.url));

/** What race-lab finds of the cases of some seeds, by seed. When it crashes, that of some seeds is missing. */
export async function exploreSeeds(seeds, signal) {
  signal.throwIfAborted();
  const found = new Map();
  const child = fork(PROGRAM, seeds.map(String), { env: { ...process.env, RACE_LAB_URL: '' } });
  const end = () => child.kill();
  signal.addEventListener('abort', end);
  child.on('message', ({ seed, explored }) => found.set(seed, explored));
  await once(child, 'exit');
  signal.removeEventListener('abort', end);
  signal.throwIfAborted();
  return found;
}
