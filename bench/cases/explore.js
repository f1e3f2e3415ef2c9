import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** In the order of the table; the goals are about the first. */
export const DRIVERS = ['pg', 'postgres', 'drizzle', 'typeorm'];

const PROGRAM = fileURLToPath(new URL('../../bin/race-lab.js', import.meta.url));

/** Explores the case of a driver, as a whole command. */
export async function exploreOnce(driver) {
  const file = fileURLToPath(new URL(`./with-${driver}.race.js`, import.meta.url));
  const began = performance.now();
  const child = spawn(process.execPath, [PROGRAM, 'explore', file, '--json'], {
    env: { ...process.env, RACE_LAB_URL: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  if (code !== 0) throw new Error(`race-lab explore ${file} ended with exit code ${code}`);
  const wholeMs = performance.now() - began;
  const [{ schedules, durationMs, unsteady }] = JSON.parse(output).results;
  if (unsteady > 0) throw new Error(`${driver}: ${unsteady} schedules could not be repeated`);
  return { schedules, durationMs, wholeMs };
}
