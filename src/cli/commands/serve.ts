import { readServe, type ServeFlags } from '../../plan/serve.js';
import { planContext } from '../../plan/context.js';
import { randomSeed } from '../../plan/seed.js';
import { serve } from '../../serve/serve.js';
import { isLoopback } from '../../serve/plugins/security.js';
import { complain } from '../complain.js';
import { caseLabOptions, labOptions } from '../context.js';
import { interruptedBy, type ExitCode } from '../exit-codes.js';
import { loadServed } from '../serve-files.js';
import { InterruptedError, write, type Stream, type Surroundings } from '../terminal.js';

/** `race-lab serve`: serves until a signal comes. */
export async function serveCommand(
  files: readonly string[],
  flags: ServeFlags,
  version: string,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { stdout, stderr, env, signal } = surroundings;
  const plan = readServe(flags, env['RACE_LAB_URL']);
  const own = await loadServed(files, surroundings);
  const { strategies } = planContext(
    { environmentUrl: undefined, randomSeed },
    { where: 'serve', ...own },
  );
  const { signal: _ending, spelling: _flags, ...lab } = labOptions(surroundings);
  const { freshInstance } = caseLabOptions(surroundings);
  try {
    await serve({
      ...plan,
      version,
      strategies,
      signal,
      cache: lab.cache,
      patience: lab.patience,
      leftovers: lab.leftovers,
      work: { ...own, lab, freshInstance },
      tell: (text) => void complain(stderr, text),
      ready: async (address) => {
        await write(stdout, `${address}\n`);
        await tellReady(plan.host, stderr);
      },
    });
  } catch (error) {
    if (!(error instanceof InterruptedError)) throw error;
  }
  const { reason }: { readonly reason: unknown } = signal;
  if (reason instanceof InterruptedError) return interruptedBy(reason);
  throw reason;
}

/** What an operator should know once it listens. */
async function tellReady(host: string, stderr: Stream): Promise<void> {
  if (stderr.isTTY === true) {
    await write(stderr, 'Open it in a browser: /docs there describes the API. Ctrl-C ends it.\n');
  }
  if (isLoopback(host)) return;
  await complain(
    stderr,
    `it listens on ${host}: every client that reaches this machine can use it, without a password`,
    'Leave --host out, unless the network is yours.',
  );
}
