import { EXIT } from './exit-codes.js';
import { main } from './main.js';
import { Interrupted } from './terminal.js';

/** The program as a process: its arguments, streams, signals and exit code. */
export async function start(): Promise<void> {
  const ending = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      // The second time, the user means now. What was started goes with us (see the keeper).
      if (ending.signal.aborted) process.exit(EXIT.interrupted);
      ending.abort(new Interrupted(name));
    });
  }
  // A reader that went away (`| head -1`) is not our failure.
  process.stdout.on('error', ignoreClosedPipe);
  process.stderr.on('error', ignoreClosedPipe);
  const code = await main(process.argv.slice(2), {
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    signal: ending.signal,
  });
  process.exit(code);
}

function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}
