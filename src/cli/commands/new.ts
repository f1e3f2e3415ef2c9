import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { extname, resolve } from 'node:path';

import { UsageError } from '../../errors.js';
import { shortPath } from '../../text/reference.js';
import { isCaseFile } from '../../files/case-files.js';
import { caseNameFor, DRIVERS, startingCase, type Driver } from '../../files/starting-case.js';
import { nameFor, STARTING_ENDINGS, startingPoint } from '../../files/starting-point.js';
import { shellWord } from '../../plan/shell-word.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { reasonOf, write, type Surroundings } from '../terminal.js';

/**
 * `race-lab new <file>`: a first case in a file that ends in .race.ts or the like, else a first strategy.
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
      hint: `Use a name that ends in .race.ts for a case of your own code, or in ${STARTING_ENDINGS.join(', ')} for a strategy.`,
    });
  }
  await (isCaseFile(path) ? writeCase(path, shown, stdout) : writeStrategy(path, shown, stdout));
  return EXIT.ok;
}

async function writeCase(path: string, shown: string, stdout: Surroundings['stdout']) {
  const driver = DRIVERS.find((each) => isInstalledFor(path, each)) ?? null;
  await writeNew(path, startingCase(shown, caseNameFor(path), driver ?? 'pg'), shown);
  await write(stdout, stepsWithCase(shown, driver, isLabInstalledFor(path)));
}

async function writeStrategy(path: string, shown: string, stdout: Surroundings['stdout']) {
  if (path.includes(',')) {
    throw new UsageError(`new: ${shown} contains a comma`, {
      code: 'FILE_NOT_WRITTEN',
      hint: '--strategy separates names by commas: choose a path without one.',
    });
  }
  await writeNew(path, startingPoint(shown, nameFor(path)), shown);
  await write(stdout, stepsWithStrategy(shown, isLabInstalledFor(path)));
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
const isLabInstalledFor = (path: string): boolean => isInstalledFor(path, 'race-lab/package.json');

/** Whether a file of that path can import the module. */
function isInstalledFor(path: string, module: string): boolean {
  try {
    createRequire(path).resolve(module);
    return true;
  } catch {
    return false;
  }
}

function stepsWithStrategy(shown: string, isInstalled: boolean): string {
  const strategy = shellWord(shown);
  return `Wrote ${shown}. It runs as it is:

  race-lab run --strategy ${strategy}
  race-lab explore --strategy ${strategy}
  race-lab run --strategy naive,${strategy}     next to another one
  race-lab explore --strategy ${strategy} --scenario joint --expect held

It is a strategy: the name of a case ends in .race.ts.
${isInstalled ? '' : TYPES}`;
}

/** @param driver null: none is installed, so the case is written for pg */
function stepsWithCase(shown: string, driver: Driver | null, isInstalled: boolean): string {
  const [needs, install] =
    driver === null
      ? ['It needs the driver pg, and then breaks', '  npm install pg\n']
      : ['It runs as it is, and breaks', ''];
  return `Wrote ${shown}. ${needs}:

${install}  race-lab explore ${shellWord(shown)}

Its comments say where your own code goes.
${isInstalled ? '' : TYPES}`;
}

const TYPES = `
Types in an editor:  npm pack --silent                      in race-lab's directory: prints a file name
                     npm install --save-dev <that file>     here
`;
