/** The pages on people's own code: their files compile, run, and print what the pages show. */
import { describe, expect, test } from 'vitest';

import { startingCase } from '../src/files/starting-case.js';
import { callIn } from './cli/harness.js';
import { compilerErrors } from './support/compiler.js';
import { blocksIn, pageText } from './support/pages.js';
import { endsOf, filesOf, installed, project } from './support/recipes.js';

/* ---------- Your own code ---------- */

const guide = pageText('docs/own-code.md');
const [shopAsItWas = '', checkout = '', shop = '', inATest = '', beforeAndAfter = ''] = blocksIn(
  guide,
  'ts',
);
const [schema = ''] = blocksIn(guide, 'sql');
const [broken = '', notCompared = '', held = '', followed = '', table = ''] = blocksIn(guide, '');

const AS_IT_WAS = {
  'schema.sql': schema,
  'shop.ts': shopAsItWas,
  'checkout.race.ts': checkout,
};

/** After the fix: what a user has who kept the old function beside the new one. */
const FIXED = {
  ...AS_IT_WAS,
  'shop-as-it-was.ts': shopAsItWas,
  'shop.ts': shop,
  'before-and-after.race.ts': beforeAndAfter,
};

/** Runs a command on an embedded server. */
async function shown(
  files: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<string> {
  const { code, stdout, stderr } = await callIn(project(files), args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return withoutTimes(stdout);
}

/** A duration may be longer or shorter by a character. */
const withoutTimes = (text: string): string =>
  text.replaceAll(/ +(?:time|\d+(?:\.\d+)? m?s)$/gm, ' time').replaceAll(/^─+$/gm, '─');

/** The output in a block, without its command line. */
const outputIn = (block: string): string =>
  withoutTimes(block.replace(/^\$ npx race-lab .*\n\n/, ''));

describe('the page on your own code', () => {
  test('a first case breaks as the page and the README show', async () => {
    const files = { 'checkout.race.ts': startingCase('./checkout.race.ts', 'checkout', 'pg') };
    const printed = await shown(files, 'explore', 'checkout.race.ts');
    expect(printed).toBe(outputIn(broken));

    const [command = ''] = blocksIn(pageText('README.md'), '');
    const parts = withoutTimes(command).split(/^ {2}…$/m);
    expect(parts[0]).toBe(
      '$ race-lab new checkout.race.ts && race-lab explore checkout.race.ts\n\n',
    );
    for (const part of parts.slice(1)) expect(printed).toContain(part.trim());
  });

  test('an own function breaks, and what is not compared is named', async () => {
    const printed = await shown(AS_IT_WAS, 'explore', 'checkout.race.ts');
    expect(printed).toContain(notCompared);
    expect(printed).toContain('  Broken in 12 of 16 schedules: ');
    expect(printed).toContain('--schedule ABBBAA\n');
  });

  test('it holds when it is fixed', async () => {
    expect(await shown(FIXED, 'explore', 'checkout.race.ts')).toBe(outputIn(held));
  });

  test('the schedule that broke is followed as far as it goes', async () => {
    const args = ['checkout.race.ts', '--schedule', 'ABBBAA', '--follow'];
    expect(await shown(FIXED, 'replay', ...args)).toBe(outputIn(followed));
  });

  test('the broken one stands beside its fix', async () => {
    const printed = await shown(FIXED, 'explore', 'before-and-after.race.ts');
    expect(printed).toContain(withoutTimes(table));
  });

  test('its test is about the same case, and the schedule that broke', () => {
    expect(inATest).toContain("import checkout from './checkout.race.ts';");
    expect(inATest).toContain("schedule: 'ABBBAA'");
  });
});

/* ---------- Recipes ---------- */

// All of them: recipes.long.test.ts
test('a recipe has the race, and shows it', async () => {
  const quick = installed.filter(({ name }) => /^(?:pg-pool|fastify)\./.test(name));
  expect(await endsOf(quick)).toEqual(['fastify broken ABBA', 'pg-pool broken AABBBBAA']);
});

/* ---------- Types ---------- */

test('the files of the pages compile in strict mode, with the packages that are installed', async () => {
  const tests = {
    'checkout.test.ts': inATest,
    'checkout.node.ts': blocksIn(pageText('docs/tests.md'), 'ts')[0] ?? '',
  };
  const [service = '', program = ''] = blocksIn(pageText('docs/services.md'), 'ts').filter((text) =>
    text.includes('defineCase('),
  );
  const wrong = 'export const wrong: number = "text";\n';
  const directory = project({
    ...filesOf(installed),
    ...FIXED,
    ...tests,
    'service.race.ts': service,
    'program.race.ts': program,
    'wrong.ts': wrong,
  });
  // One error, and it is in that file.
  expect(await compilerErrors(directory)).toMatch(/^wrong\.ts\(1,14\): error TS2322: .*\n$/);
});
