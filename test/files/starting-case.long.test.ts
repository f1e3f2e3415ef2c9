/** The compiler on the first case of `race-lab new`. */
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { startingCase } from '../../src/files/starting-case.js';
import { compilerErrors } from '../support/compiler.js';
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
  // One error, and it is in that file.
  expect(await compilerErrors(directory)).toMatch(/^wrong\.race\.ts\(.*'stop'.*\n$/);
});
