import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const PROGRAM = fileURLToPath(new URL('./ungated-process.js', import.meta.url));

/**
 * What pg itself needs for so many runs of the case, without race-lab between it and the server. In a process of its
 * own, because V8 compiles while it runs.
 * @returns runs a second
 */
export async function ungatedRate(runs) {
  const { stdout } = await execute(process.execPath, [PROGRAM, String(runs)]);
  return runs / (Number(stdout) / 1_000);
}
