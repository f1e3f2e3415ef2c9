/** What a tsconfig.json above a file of the user does. */
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { loadCases } from '../../src/files/load-cases.js';
import { directoryWith } from './directory.js';
import { loading } from './loading.js';

const NAMED = `import { defineCase } from 'race-lab';
  export default defineCase({ name: 'shop', schema: 'select 1', workers: { anna: () => 1 } });`;

test('a file may name another one by a path of its tsconfig.json', async () => {
  const directory = directoryWith({
    'tsconfig.json': '{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }',
    'src/name.ts': "export const name: string = 'shop';",
    'test/shop.race.ts': `import { defineCase } from 'race-lab';
      import { name } from '@/name';
      export default defineCase({ name, schema: 'select 1', workers: { anna: () => 1 } });`,
  });
  const cases = await loadCases([join(directory, 'test/shop.race.ts')], loading);
  expect(cases.map(({ name }) => name)).toEqual(['shop']);
});

test('a tsconfig.json that cannot be read disturbs nothing', async () => {
  const directory = directoryWith({
    'tsconfig.json': '{ "extends": "./missing.json" }',
    'shop.race.ts': NAMED,
  });
  const cases = await loadCases([join(directory, 'shop.race.ts')], loading);
  expect(cases.map(({ name }) => name)).toEqual(['shop']);
});
