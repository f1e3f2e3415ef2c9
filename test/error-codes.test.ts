/** The page of errors lists exactly the codes that exist. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { expect, test } from 'vitest';

import { ERROR_CODES } from '../src/error-codes.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

const text = (path: string): Promise<string> => readFile(join(ROOT, path), 'utf8');

/** The rows of the table, split into cells. */
async function rowsOfPage(): Promise<readonly (readonly string[])[]> {
  const rows = (await text('docs/errors.md')).matchAll(/^\| (`[A-Z_]+`.*) \|$/gm);
  return [...rows].map(([, row = '']) => row.split(' | ').map((cell) => cell.trim()));
}

test('docs/errors.md has a row for each code, in order, with the meaning from its docstring', async () => {
  const source = (await text('src/error-codes.ts')).matchAll(/\/\*\* (.+) \*\/\n {2}'(\w+)',/g);
  const documented = [...source].map(([, meaning, code]) => [`\`${code}\``, meaning]);
  expect(documented.map(([code]) => code)).toEqual(ERROR_CODES.map((code) => `\`${code}\``));

  const rows = await rowsOfPage();
  expect(rows.map(([code, meaning]) => [code, meaning])).toEqual(documented);
});

test('each row has a remedy in a full sentence', async () => {
  const rows = await rowsOfPage();
  expect(rows.filter(([, , remedy = '']) => !/^\S.{10,}\.$/.test(remedy))).toEqual([]);
});

test('the source uses each code', async () => {
  const files = await readdir(join(ROOT, 'src'), { recursive: true });
  const sources = files.filter((file) => file.endsWith('.ts') && file !== 'error-codes.ts');
  const code = (await Promise.all(sources.map((file) => text(join('src', file))))).join('\n');
  expect(ERROR_CODES.filter((each) => !code.includes(`'${each}'`))).toEqual([]);
});
