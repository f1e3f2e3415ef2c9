import { writeSync } from 'node:fs';

import { Leftovers } from '../leftovers.js';
import { EXIT, interruptedBy } from './exit-codes.js';
import { explainFailure, main } from './main.js';
import { takeStdout } from './own-stdout.js';
import { Interruption, StrayRejection } from './terminal.js';

/** How long own code may take, in milliseconds; left out: as long as is usual. */
interface Limits {
  /** To let others run. */
  readonly stallMs?: number;
}

/** The program as a process: its arguments, streams, signals and exit code. */
export async function start({ stallMs }: Limits = {}): Promise<void> {
  const ending = new AbortController();
  const leftovers = new Leftovers();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      const reason = new Interruption(name);
      // The second time, the user means now. What was started goes with us (see the keeper).
      if (ending.signal.aborted) leaveAtOnce(interruptedBy(reason), leftovers);
      ending.abort(reason);
      setTimeout(leaveAtOnce, LONGEST_ENDING_MS, interruptedBy(reason), leftovers).unref();
    });
  }
  let strayed = false;
  const stray = (reason: unknown) => {
    strayed = true;
    ending.abort(new StrayRejection(reason));
  };
  process.on('unhandledRejection', stray);
  process.on('uncaughtException', stray);
  // Each write learns of its own failure, and knows what to do about it.
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
  process.once('exit', tellExit);
  process.once('beforeExit', tellStandstill);
  const code = await main(process.argv.slice(2), {
    stdout: takeStdout(),
    stderr: process.stderr,
    env: process.env,
    signal: ending.signal,
    leftovers,
    watchOver: async (watched) => {
      // Threads and the inspector: `--help` does without them.
      const { watchForStalls } = await import('./stall/guard.js');
      return watchForStalls(watched, stallMs);
    },
  });
  // It may have come when all was done: what was reported may then not be all that happened.
  const told = code === EXIT.environment || code === EXIT.interrupted || code === EXIT.terminated;
  if (strayed && !told) {
    const instead = await explainFailure(ending.signal.reason, process);
    leave(code === EXIT.ok ? instead : code);
  }
  leave(code);
}

/** So long an interruption may take. */
const LONGEST_ENDING_MS = 4_500;

/** Without cleaning up: what stays is told. */
function leaveAtOnce(code: number, leftovers: Leftovers): never {
  const left = leftovers.leave().map((sentence) => `  ${sentence}\n`);
  if (left.length > 0)
    writeSync(2, `race-lab: interrupted before all was removed\n${left.join('')}`);
  leave(code);
}

function leave(code: number): never {
  process.off('exit', tellExit);
  process.exit(code);
}

/** There is nothing left to wait for, and yet the work is not done. */
function tellStandstill(): void {
  writeSync(
    2,
    'race-lab: the code of a strategy or a scenario waits for something that never comes\n' +
      '  Look for a promise that nobody resolves: an await at the top level of its file, for example.\n',
  );
  leave(EXIT.environment);
}

/** Somebody else has called it, and the program ends at once: with an exit code of ours at least. */
function tellExit(): void {
  writeSync(
    2,
    'race-lab: the code of a strategy or a scenario called process.exit(); nothing was reported\n' +
      '  Let it throw instead. On an existing server the schema is left: race-lab doctor lists it.\n',
  );
  process.exitCode = EXIT.environment;
}
