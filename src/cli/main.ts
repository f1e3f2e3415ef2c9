import { readFile } from 'node:fs/promises';

import { CommanderError, type Command } from 'commander';

import { EnvironmentError, LabError, UsageError } from '../errors.js';
import { ownFile } from '../text/own-files.js';
import { EXIT, interruptedBy, type ExitCode } from './exit-codes.js';
import { makeProgram } from './program.js';
import {
  InterruptedError,
  StrayRejection,
  styleFor,
  write,
  type Stream,
  type Surroundings,
} from './terminal.js';

/**
 * Runs one command line.
 * @param args the arguments after the program's name
 * @returns the exit code; everything is cleaned up by then
 */
export async function main(args: readonly string[], surroundings: Surroundings): Promise<number> {
  let code: ExitCode = EXIT.ok;
  const program = makeProgram(await ownVersion(), surroundings, (ended) => {
    code = ended;
  });
  const printed: Promise<void>[] = [];
  let refused: Command | undefined;
  for (const command of [program, ...program.commands]) {
    command
      .exitOverride((error) => {
        refused = command;
        throw error;
      })
      .configureOutput({
        writeOut: (text) => void printed.push(write(surroundings.stdout, text)),
        writeErr: (text) => void printed.push(write(surroundings.stderr, text)),
        // An error of commander is thrown as a UsageError, and printed like all others.
        outputError: () => undefined,
        getOutHelpWidth: () => styleFor(surroundings.stdout, surroundings.env, false).width,
        getErrHelpWidth: () => styleFor(surroundings.stderr, surroundings.env, false).width,
        getOutHasColors: () => false,
        getErrHasColors: () => false,
      });
  }
  try {
    try {
      await program.parseAsync(args, { from: 'user' });
    } finally {
      await Promise.all(printed);
    }
    return code;
  } catch (error) {
    return await explainFailure(error, surroundings, refused);
  }
}

/**
 * Prints what went wrong. Loads the modules for that only now, so that `--help` stays fast.
 * @param refused the command whose command line commander did not accept; undefined for other
 *   errors
 * @returns the exit code for the error
 */
export async function explainFailure(
  error: unknown,
  { stderr, leftovers }: Pick<Surroundings, 'stderr' | 'leftovers'>,
  refused?: Command,
): Promise<number> {
  if (error instanceof CommanderError) return explainRefusal(error, stderr, refused);
  const { complain, complainOf } = await import('./complain.js');
  if (error instanceof InterruptedError) {
    const left = leftovers?.leave() ?? [];
    const rest = left.length === 0 ? ', and everything it started is gone' : '';
    await complain(stderr, `interrupted; nothing was reported${rest}`, left.join(' ') || undefined);
    return interruptedBy(error);
  }
  if (error instanceof StrayRejection) {
    const { strayError } = await import('./stray-rejections.js');
    return explainFailure(strayError(error.cause), { stderr });
  }
  if (error instanceof LabError) {
    await complainOf(stderr, error);
    if (error instanceof UsageError) return EXIT.usage;
    if (error instanceof EnvironmentError) return EXIT.environment;
  }
  if (isDirectoryGone(error)) {
    const hint = 'Change to a directory that exists, for example with cd.';
    await complain(stderr, 'the current directory no longer exists', hint);
    return EXIT.environment;
  }
  const { withoutPasswords } = await import('../plan/redact.js');
  const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
  await complain(
    stderr,
    `a defect in race-lab, or in the code of a strategy or a case\n${withoutPasswords(told)}`,
  );
  return EXIT.environment;
}

/** Resolving a relative path fails without a current directory. */
const isDirectoryGone = (error: unknown): boolean =>
  error instanceof Error && 'syscall' in error && error.syscall === 'uv_cwd';

async function explainRefusal(
  error: CommanderError,
  stderr: Stream,
  refused: Command | undefined,
): Promise<number> {
  // Commander has printed help or the version, as requested.
  if (error.exitCode === 0) return EXIT.ok;
  const { misuse } = await import('./misuse.js');
  const meant = refused === undefined ? null : misuse(error, refused);
  // Null: the command line has no command, and commander has printed the help.
  return meant === null ? EXIT.usage : explainFailure(meant, { stderr });
}

async function ownVersion(): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(ownFile('package.json'), 'utf8'));
  const isManifest = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  return isManifest ? String(manifest.version) : 'unknown';
}
