import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { NEUTRAL, type CommandResult } from '../support/command.js';

const PROGRAM = fileURLToPath(new URL('../../bin/race-lab.js', import.meta.url));
/** Far longer than any command here takes. A command that exceeds it hangs. */
const HANGS_AFTER_MS = 50_000;

/** Runs a line of shell in which `"$@"` stands for the program and its arguments. */
export function inShell(line: string, args: readonly string[]): Promise<CommandResult> {
  const words = ['-c', line, 'sh', process.execPath, PROGRAM, ...args];
  return new Promise((resolve, reject) => {
    const env = { ...process.env, ...NEUTRAL };
    execFile('sh', words, { env, timeout: HANGS_AFTER_MS }, (error, stdout, stderr) => {
      if (error?.killed) {
        reject(new Error(`it hangs: ${args.join(' ')}\n${stderr}`));
      } else {
        // Without a numeric code, a signal ended the process.
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : null;
        resolve({ code, stdout, stderr });
      }
    });
  });
}
