/** `--write-test`: a test that keeps what broke. */
import { lstat, stat, writeFile } from 'node:fs/promises';
import { dirname, extname, resolve } from 'node:path';

import { EnvironmentError, UsageError } from '../errors.js';
import { isCaseFile } from '../files/case-files.js';
import { quoted } from '../plan/parse.js';
import { shellWord } from '../plan/shell-word.js';
import { keptTest, type KeptSchedule } from '../report/kept-test.js';
import { flagOf, option } from '../text/option.js';
import { shortPath } from '../text/reference.js';
import { complain } from './complain.js';
import { chosenFormat, type OutputFlags } from './publish.js';
import { reasonOf, write, type Surroundings } from './terminal.js';

/** As the command line gives it: without a value, true. */
export interface KeptTestFlags extends OutputFlags {
  readonly writeTest?: string | boolean;
}

/** Where the test goes. */
export type TestTarget =
  | { readonly kind: 'none' }
  /** To stdout: below the report, or as a property of the JSON. */
  | { readonly kind: 'stdout' }
  /** @see path, which is absolute */
  | { readonly kind: 'file'; readonly path: string };

const ENDINGS = ['.ts', '.mts', '.js', '.mjs'];

/** @throws {UsageError} when it is given */
export function requireNoKeptTest({ writeTest }: KeptTestFlags): void {
  if (writeTest === undefined) return;
  throw new UsageError(`${option('writeTest')} is for cases of your own code`, {
    code: 'OPTION_CONFLICT',
    option: 'writeTest',
    hint: 'For a strategy, write: assertHeld(await replay({ ...options, schedule })). See docs/tests.md.',
  });
}

/**
 * Checks the target before anything runs.
 * @throws {UsageError} when it is not the path of a new module, or the format of stdout has no place for a test
 */
export async function testTarget(flags: KeptTestFlags): Promise<TestTarget> {
  const { writeTest } = flags;
  if (writeTest === undefined || writeTest === false) return { kind: 'none' };
  if (writeTest === true || writeTest === '-') {
    const format = chosenFormat(flags, FORMATS);
    if (format !== 'csv' && format !== 'junit') return { kind: 'stdout' };
    throw new UsageError(
      `${option('writeTest')}: ${option('format')} ${format} has no place for it`,
      {
        code: 'OPTION_CONFLICT',
        option: 'writeTest',
        hint: `Name a new file: ${option('writeTest')} checkout.race.test.ts`,
      },
    );
  }
  const path = resolve(writeTest);
  await requireNew(path, writeTest);
  return { kind: 'file', path };
}

const FORMATS = ['table', 'json', 'csv', 'markdown', 'junit'];

async function requireNew(path: string, given: string): Promise<void> {
  const what = `${option('writeTest')} ${quoted(given)}`;
  if (isCaseFile(given)) {
    throw notWritten(`${what} is the name of a file of cases`, {
      hint: `Name the case first, and then ${option('writeTest')}; or a new file, such as checkout.race.test.ts.`,
    });
  }
  if (!ENDINGS.includes(extname(path))) {
    const hint = `Use a name that ends in ${ENDINGS.join(', ')}, such as checkout.race.test.ts.`;
    throw notWritten(`${what} is not the name of a TypeScript or JavaScript module`, { hint });
  }
  if ((await lstat(path).catch(() => null)) !== null) throw exists(what);
  const directory = await stat(dirname(path)).catch(() => null);
  if (directory?.isDirectory() === true) return;
  throw notWritten(`${what} is in no existing directory`, {
    hint: 'Name a file in an existing directory that you may write to.',
  });
}

const notWritten = (message: string, more: { readonly hint: string; readonly cause?: unknown }) =>
  new UsageError(message, { code: 'FILE_NOT_WRITTEN', option: 'writeTest', ...more });

const exists = (what: string): UsageError =>
  notWritten(`${what} already exists, and was not changed`, { hint: 'Choose another name.' });

/**
 * Writes the test of a report into its file. Says on stderr where it is, or that there is none.
 * @throws {EnvironmentError} when the file cannot be written, or exists by now
 */
export async function writeKeptTest(
  target: TestTarget,
  kept: readonly KeptSchedule[],
  { stderr }: Pick<Surroundings, 'stderr'>,
): Promise<void> {
  if (target.kind === 'none') return;
  if (kept.length === 0) {
    await complain(stderr, `${flagOf('writeTest')}: nothing broke, so there is no test to write`);
    return;
  }
  if (target.kind === 'stdout') return;
  const shown = shortPath(target.path);
  try {
    await writeFile(target.path, keptTest(kept, dirname(target.path)), { flag: 'wx' });
  } catch (cause) {
    throw new EnvironmentError(
      `${option('writeTest')} ${shown} could not be written: ${reasonOf(cause)}`,
      {
        code: 'FILE_NOT_WRITTEN',
        option: 'writeTest',
        hint: 'Everything else is done, and the report went to stdout.',
        cause,
      },
    );
  }
  const isRed = kept.some(({ witness }) => witness.anomalies.length > 0);
  const what = isRed ? 'It fails until the code is fixed' : 'Run it';
  await write(stderr, `Wrote ${shown}. ${what}: npx vitest run ${shellWord(shown)}\n`);
}
