/** What a file sees that is loaded only to find its cases. */
import { join } from 'node:path';

import { expect, test, vi } from 'vitest';

import { loadCases } from '../../src/files/load-cases.js';
import { directoryWith } from './directory.js';
import { loading } from './loading.js';

const NAMED_BY_ADDRESS = `import { defineCase } from 'race-lab';
  const url = process.env.DATABASE_URL;
  if (!url) throw new Error('DATABASE_URL is required');
  const name = url.includes('precious') ? 'reaches-the-database-of-the-user' : 'reaches-nothing';
  export default defineCase({ name, schema: 'select 1', worker: () => process.env.PGPORT });`;

test.each([
  ['no address', undefined],
  ['the address of a database of the user', 'postgres://me@localhost/precious'],
])('with %s in the environment, the file is given one where no server is', async (_name, own) => {
  vi.stubEnv('DATABASE_URL', own);
  const path = join(directoryWith({ 'shop.race.ts': NAMED_BY_ADDRESS }), 'shop.race.ts');
  const cases = await loadCases([path], loading);
  expect(cases.map(({ name }) => name)).toEqual(['reaches-nothing']);
  expect(process.env['DATABASE_URL']).toBe(own);
  vi.unstubAllEnvs();
});
