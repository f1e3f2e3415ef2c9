/** The compiler on the first case of `race-lab new`. */
import { execFile } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { expect, test } from 'vitest';

import { startingCase } from '../../src/files/starting-case.js';
import { ROOT } from '../support/node.js';
import { directoryWith } from './directory.js';

test('it compiles in strict mode, with either driver, and with a wrong type it does not', async () => {
  const withPg = startingCase('./pg.race.ts', 'shop', 'pg');
  const directory = directoryWith({
    'pg.race.ts': withPg,
    'postgres.race.mts': startingCase('./postgres.race.mts', 'shop', 'postgres'),
    'wrong.race.ts': withPg.replace('pool.end()', 'pool.stop()'),
    'package.json': '{ "type": "module" }',
  });
  symlinkSync(join(ROOT, 'node_modules'), join(directory, 'node_modules'));
  const compilerOptions = {
    paths: { 'race-lab': [join(ROOT, 'src/index.ts')] },
    typeRoots: [join(ROOT, 'node_modules/@types')],
  };
  const config = { extends: join(ROOT, 'tsconfig.json'), compilerOptions, include: ['*.*'] };
  writeFileSync(join(directory, 'tsconfig.json'), JSON.stringify(config));
  const tsc = join(ROOT, 'node_modules/.bin/tsc');
  // One thread: several would check the same libraries again.
  const compile = promisify(execFile)(tsc, ['-p', directory, '--singleThreaded'], {
    cwd: directory,
  });
  // One error, and it is in that file.
  await expect(compile).rejects.toMatchObject({
    stdout: expect.stringMatching(/^wrong\.race\.ts\(.*'stop'.*\n$/) as unknown,
  });
});
