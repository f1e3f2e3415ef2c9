/** Cases in an exported list. */
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { loadCases } from '../../src/files/load-cases.js';
import { directoryWith } from './directory.js';
import { loading } from './loading.js';

const caseOf = (name: string): string =>
  `defineCase({ name: '${name}', schema: './schema.sql', workers: { anna: () => 1 } })`;

const fileWith = (text: string): string => {
  const whole = `import { defineCase } from 'race-lab';\n${text}`;
  return join(directoryWith({ 'list.race.ts': whole }), 'list.race.ts');
};

test('are loaded in its order', async () => {
  const path = fileWith(
    `export default [${caseOf('z')}, ${caseOf('a')}]; export const more = [${caseOf('m')}];`,
  );
  const references = (await loadCases([path], loading)).map(({ reference }) => reference);
  expect(references).toEqual([`${path}#z`, `${path}#a`, `${path}#m`]);
});

test('are refused with an entry that is none', async () => {
  const path = fileWith(`export default [${caseOf('z')}, { name: 'x' }];`);
  await expect(loadCases([path], loading)).rejects.toThrow(
    'entry 2 of its list default is no case: an object with name',
  );
});

test('may stand beside lists of something else', async () => {
  const path = fileWith(`export const names = ['a', 'b']; export default [${caseOf('z')}];`);
  expect(await loadCases([path], loading)).toHaveLength(1);
});
