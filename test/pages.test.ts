/** The pages match the program: its flags, its strategies and their claims. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import type { Claims } from '../src/model.js';
import { scenarios } from '../src/scenarios/index.js';
import { strategies } from '../src/strategies/index.js';
import { call } from './cli/harness.js';

const page = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

/** The rows of all tables of a page, by their first cell without its backquotes. */
function rowsOf(path: string): ReadonlyMap<string, readonly string[]> {
  const lines = page(path).match(/^\|.*\|$/gm) ?? [];
  return new Map(
    lines.map((line) => {
      const [first = '', ...cells] = line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim());
      return [first.replaceAll('`', ''), cells];
    }),
  );
}

describe('the README', () => {
  test('links to every page', () => {
    const linked = [...page('README.md').matchAll(/\]\((docs\/[\w-]+\.md)\)/g)].map(
      ([, path]) => path,
    );
    const pages = readdirSync(new URL('../docs', import.meta.url)).map((name) => `docs/${name}`);
    expect(new Set(linked)).toEqual(new Set(pages));
  });

  test('has at most 250 lines', () => {
    expect(page('README.md').split('\n').length).toBeLessThanOrEqual(250);
  });
});

test.each([
  'README.md',
  ...readdirSync(new URL('../docs', import.meta.url)).map((name) => `docs/${name}`),
])('every file of the repository that %s names exists', (path) => {
  const named = [...page(path).matchAll(/`((?:src|test|bench|sql|examples|scripts)\/[\w./-]+)`/g)]
    .map(([, name = '']) => name)
    .filter((name) => !existsSync(new URL(`../${name}`, import.meta.url)));
  expect(named).toEqual([]);
});

describe('the page on strategies', () => {
  const rows = rowsOf('docs/strategies.md');

  test.each(strategies.map(({ name, claims }) => [name, claims] as const))(
    'lists %s with its claims',
    (name, claims) => {
      const [, ...cells] = rows.get(name) ?? [];
      expect(cells.slice(0, 3)).toEqual(
        (['lostUpdates', 'overdrafts', 'writeSkew'] as const).map((claim) => cellOf(claims[claim])),
      );
    },
  );

  test('lists every scenario', () => {
    for (const { name } of scenarios) expect(rows.has(name)).toBe(true);
  });

  const cellOf = (claim: Claims['lostUpdates']): string =>
    claim === 'possible' ? '**possible**' : claim;
});

describe('the reference', () => {
  const text = page('docs/reference.md');

  test('lists every command', async () => {
    const { stdout } = await call(['--help']);
    const [, list = ''] = stdout.split('Commands:\n');
    const commands = [...list.matchAll(/^ {2}(\w+)/gm)].map(([, name]) => name);
    expect(commands.length).toBeGreaterThan(5);
    for (const command of commands) expect(text).toContain(`| \`race-lab ${command}`);
  });

  test.each([
    ['run', '### `run` and `compare`'],
    ['compare', '### `run` and `compare`'],
    ['explore', '### `explore` and `replay`'],
    ['replay', '### `explore` and `replay`'],
    ['check', '### `check`,'],
  ])('lists every flag of %s', async (command, heading) => {
    const { stdout } = await call([command, '--help']);
    const flags = [...stdout.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map(([, flag = '']) => flag);
    expect(flags.length).toBeGreaterThan(5);
    const sections = [heading, '### Where, and what comes out'].map(sectionOf).join('\n');
    for (const flag of flags) expect(sections).toMatch(new RegExp(`\`(?:-\\w, )?${flag}[ \`]`));
  });

  /** The text from a heading to the next one. */
  const sectionOf = (heading: string): string =>
    text.split(`\n${heading}`)[1]?.split('\n### ')[0] ?? '';
});
