import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { startingCase, type Driver } from '../../src/files/starting-case.js';
import { directoryWith } from '../files/directory.js';
import { callIn } from './harness.js';

const PG = { 'node_modules/pg/index.js': '' };
const POSTGRES = { 'node_modules/postgres/index.js': '' };
const BREAKS = 'It runs as it is, and breaks:\n\n  race-lab explore ';
const NEEDS = 'It needs the driver pg, and then breaks:\n\n  npm install pg\n  race-lab explore ';

describe('race-lab new, with a name that ends in .race.ts or the like', () => {
  test.each<[string, Record<string, string>, string, Driver, string]>([
    ['pg and postgres', { ...PG, ...POSTGRES }, 'shop.race.ts', 'pg', BREAKS],
    ['pg', PG, 'shop.race.mjs', 'pg', BREAKS],
    ['postgres', POSTGRES, 'shop.race.js', 'postgres', BREAKS],
    ['neither', {}, 'shop.race.mts', 'pg', NEEDS],
  ])(
    'writes a case for the driver that is there: %s',
    async (_title, files, name, driver, steps) => {
      const directory = directoryWith(files);
      const { code, stdout, stderr } = await callIn(directory, ['new', name]);
      expect([code, stderr]).toEqual([0, '']);
      const written = readFileSync(join(directory, name), 'utf8');
      expect(written).toBe(startingCase(`./${name}`, 'shop', driver));
      expect(stdout).toContain(`Wrote ./${name}. ${steps}./${name}\n`);
      expect(stdout).not.toContain('strategy');
    },
  );

  test('takes a comma, and says how to install the types when they are missing', async () => {
    const { code, stdout } = await callIn(directoryWith(PG), ['new', 'a, b.race.ts']);
    expect(code).toBe(0);
    expect(stdout).toContain("\n  race-lab explore './a, b.race.ts'\n");
    expect(stdout).toContain('npm pack');
    const installed = directoryWith({ ...PG, 'node_modules/race-lab/package.json': '{}' });
    expect((await callIn(installed, ['new', 'a.race.ts'])).stdout).not.toContain('npm');
  });

  test('does not overwrite a file', async () => {
    const directory = directoryWith({ 'a.race.ts': 'precious' });
    const { code, stderr } = await callIn(directory, ['new', 'a.race.ts']);
    expect(code).toBe(2);
    expect(stderr).toContain('./a.race.ts already exists, and was not changed');
    expect(readFileSync(join(directory, 'a.race.ts'), 'utf8')).toBe('precious');
  });

  test.each(['race.ts', 'a-race.ts', 'a.race.x.ts'])('%s is a strategy', async (name) => {
    const directory = directoryWith(PG);
    const { stdout } = await callIn(directory, ['new', name]);
    expect(stdout).toContain('race-lab run --strategy');
    expect(stdout).toContain('It is a strategy: the name of a case ends in .race.ts.\n');
    expect(readFileSync(join(directory, name), 'utf8')).toContain('defineStrategy');
  });
});
