/** The compiler, on files that import the built package by its name, as those of users do. */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { ROOT } from './node.js';

const CONFIG = {
  extends: join(ROOT, 'tsconfig.json'),
  compilerOptions: {
    // The types that are published: to check the sources behind them again would take most of the time.
    paths: {
      'race-lab': [join(ROOT, 'dist/index.d.ts')],
      'race-lab/matchers': [join(ROOT, 'dist/matchers.d.ts')],
    },
    typeRoots: [join(ROOT, 'node_modules/@types')],
    allowImportingTsExtensions: true,
  },
  include: ['**/*.*ts'],
};

/** Compiles all files of a directory in strict mode. @returns the errors; empty: none */
export function compilerErrors(directory: string): Promise<string> {
  writeFileSync(join(directory, 'tsconfig.json'), JSON.stringify(CONFIG));
  return compilerOutput(['--project', directory], directory);
}

/** Runs the compiler. @returns what it prints; empty: no errors */
export function compilerOutput(args: readonly string[], cwd: string): Promise<string> {
  const tsc = join(ROOT, 'node_modules/.bin/tsc');
  return new Promise((resolve) => {
    // One thread: several would check the same libraries again.
    execFile(tsc, [...args, '--singleThreaded'], { cwd }, (error, stdout, stderr) =>
      resolve(error === null ? '' : stdout + stderr),
    );
  });
}
