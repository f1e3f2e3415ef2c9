import { writeSync } from 'node:fs';

import { Leftovers } from '../leftovers.js';
import { setTimeout } from '../own-timers.js';
import { isOfClosedGate } from '../subject/case/closed-gates.js';
import { EXIT, interruptedBy } from './exit-codes.js';
import { explainFailure, main } from './main.js';
import { takeStdout } from './own-stdout.js';
import { InterruptedError, StrayRejection } from './terminal.js';

/** Time limits for own code, in milliseconds; left out: the defaults. */
interface Limits {
  /** How long it may block the event loop. */
  readonly stallMs?: number;
}

/** The program as a process: its arguments, streams, signals and exit code. */
export async function start({ stallMs }: Limits = {}): Promise<void> {
  const ending = new AbortController();
  const leftovers = new Leftovers();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      const reason = new InterruptedError(name);
      // A second signal ends the process at once. The keeper then ends what was started.
      if (ending.signal.aborted) leaveAtOnce(interruptedBy(reason), leftovers);
      ending.abort(reason);
      setTimeout(leaveAtOnce, LONGEST_ENDING_MS, interruptedBy(reason), leftovers).unref();
    });
  }
  let strayed = false;
  const stray = (reason: unknown) => {
    if (isOfClosedGate(reason)) return;
    strayed = true;
    ending.abort(new StrayRejection(reason));
  };
  process.on('unhandledRejection', stray);
  process.on('uncaughtException', stray);
  // Each write handles its own failure.
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
  process.once('exit', tellExit);
  process.once('beforeExit', tellStandstill);
  const code = await main(process.argv.slice(2), {
    stdout: takeStdout(),
    stderr: process.stderr,
    stdin: () => process.stdin,
    env: process.env,
    signal: ending.signal,
    leftovers,
    watchOver: async (watched) => {
      // Loaded late: `--help` needs neither threads nor the inspector.
      const { watchForStalls } = await import('./stall/guard.js');
      return watchForStalls(watched, stallMs);
    },
  });
  // An unhandled error that came after the report may make the report incomplete.
  const told = code === EXIT.environment || code === EXIT.interrupted || code === EXIT.terminated;
  if (strayed && !told) {
    const instead = await explainFailure(ending.signal.reason, process);
    leave(code === EXIT.ok ? instead : code);
  }
  leave(code);
}

/** How long an interruption may take. */
const LONGEST_ENDING_MS = 4_500;

/** Ends without a clean-up, and prints what is left behind. */
function leaveAtOnce(code: number, leftovers: Leftovers): never {
  const left = leftovers.leave().map((sentence) => `  ${sentence}\n`);
  if (left.length > 0)
    writeSync(2, `race-lab: interrupted before everything was removed\n${left.join('')}`);
  leave(code);
}

/** While cases are open, process.exit() only reports that their code called it. */
const exit: (code: number) => never = process.exit.bind(process);

function leave(code: number): never {
  process.off('exit', tellExit);
  exit(code);
}

/** The event loop is empty, but the work is not done. */
function tellStandstill(): void {
  writeSync(
    2,
    'race-lab: the code of a strategy, a scenario or a case waits for something that never happens\n' +
      '  Look for a promise that is never resolved, for example in an await at the top level of its file.\n',
  );
  leave(EXIT.environment);
}

/**
 * Own code has called process.exit(), and the program ends at once. Sets the exit code at least.
 */
function tellExit(): void {
  writeSync(
    2,
    'race-lab: the code of a strategy, a scenario or a case called process.exit();\n' +
      '  nothing was reported\n' +
      '  Let it throw instead. A case is loaded once before its database is there:\n' +
      '  import in open what cannot do without it. On an existing server the schema\n' +
      '  is left: race-lab doctor lists it.\n',
  );
  process.exitCode = EXIT.environment;
}
