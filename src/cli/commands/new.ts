import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { extname, resolve } from 'node:path';

import { UsageError } from '../../errors.js';
import { shortPath } from '../../text/reference.js';
import { nameFor, STARTING_ENDINGS, startingPoint } from '../../files/starting-point.js';
import { shellWord } from '../../plan/shell-word.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { reasonOf, write, type Surroundings } from '../terminal.js';

/**
 * `race-lab new <file>`.
 * @throws {UsageError} when the file already exists, or cannot be written
 */
export async function newCommand(
  file: string,
  { stdout }: Pick<Surroundings, 'stdout'>,
): Promise<ExitCode> {
  const path = resolve(file);
  const shown = shortPath(path);
  if (!STARTING_ENDINGS.some((ending) => ending === extname(path))) {
    throw new UsageError(`new: ${shown} is not the name of a TypeScript or JavaScript module`, {
      code: 'FILE_NOT_WRITTEN',
      hint: `Use a name that ends in ${STARTING_ENDINGS.join(', ')}.`,
    });
  }
  if (path.includes(',')) {
    throw new UsageError(`new: ${shown} contains a comma`, {
      code: 'FILE_NOT_WRITTEN',
      hint: '--strategy separates names by commas: choose a path without one.',
    });
  }
  await writeNew(path, startingPoint(shown, nameFor(path)), shown);
  await write(stdout, nextSteps(shown, isInstalledFor(path)));
  return EXIT.ok;
}

async function writeNew(path: string, text: string, shown: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: 'wx' });
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'EEXIST') {
      throw new UsageError(`new: ${shown} already exists, and was not changed`, {
        code: 'FILE_NOT_WRITTEN',
        hint: 'Choose another name.',
        cause,
      });
    }
    throw new UsageError(`new: ${shown} cannot be written: ${reasonOf(cause)}`, {
      code: 'FILE_NOT_WRITTEN',
      hint: 'Name a file in an existing directory that you may write to.',
      cause,
    });
  }
}

/** Whether an editor finds the types of this package from that path. */
function isInstalledFor(path: string): boolean {
  try {
    createRequire(path).resolve('race-lab/package.json');
    return true;
  } catch {
    return false;
  }
}

function nextSteps(shown: string, isInstalled: boolean): string {
  const strategy = shellWord(shown);
  return `Wrote ${shown}. It runs as it is:

  race-lab run --strategy ${strategy}
  race-lab explore --strategy ${strategy}
  race-lab run --strategy naive,${strategy}     next to another one
  race-lab explore --strategy ${strategy} --scenario joint --expect held
${isInstalled ? '' : TYPES}`;
}

const TYPES = `
Types in an editor:  npm pack --silent                      in race-lab's directory: prints a file name
                     npm install --save-dev <that file>     here
`;
