import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { raceLab, type CommandResult } from '../support/command.js';
import { call } from './harness.js';

/** All commands, in the order of the help. */
const COMMANDS = [
  'run',
  'compare',
  'explore',
  'replay',
  'check',
  'serve',
  'judge',
  'list',
  'explain',
  'new',
  'doctor',
  'help',
];

/** The flags of `run` and `compare`. */
const RACE_FLAGS = `
-s, --strategy <names>; -w, --workers <n>; -n, --operations <n>; -d, --duration <time>;
--scenario <name>; --accounts <n>; --balance <n>; --amount <n or a..b>; --think <ms>;
--retries <n>; --backoff <; --connections <n>; --processes <n>; --rounds <n>; --seed <n>;
--time-limit <time>;
--timeout <time>; --url <url>; --keep; --format <; --json; -o, --output <file>;
--expect <rule>; --no-progress; --no-color; -h, --help`.split(';');

const WORKLOAD_FLAGS = `
--scenario <name>; -w, --workers <n>; -n, --operations <n>; --accounts <n>; --balance <n>;
--amount <n or a..b>; --retries <n>; --seed <n>; --url <url>; --format <; --json; -o, --output <file>; --expect <rule>;
--no-color; -h, --help`;

const FLAGS: Readonly<Record<string, readonly string[]>> = {
  run: RACE_FLAGS,
  compare: [...RACE_FLAGS, '--vary <parameter=values>'],
  explore:
    `-s, --strategy <names>; --max-schedules <n>; --max-switches <n>; --time-limit <time>; --overlap [all]; --isolation <levels>; --lanes <n>; --write-test [file];
    --no-progress; ${WORKLOAD_FLAGS}`.split(';'),
  check:
    `--only <text>; --time-limit <time>; --url <url>; --format <; --json; -o, --output <file>; --no-progress;
    --no-color; -h, --help`.split(';'),
  replay:
    `-s, --strategy <name>; --schedule <letters>; -i, --interactive; --overlap [all]; --isolation <level>; --follow; --write-test [file]; ${WORKLOAD_FLAGS}`.split(
      ';',
    ),
};

/** @param lab runs the command line in this process, or as the built program */
async function help(
  args: readonly string[],
  lab: (args: readonly string[]) => Promise<CommandResult> = call,
): Promise<string> {
  const { code, stdout, stderr } = await lab(args);
  expect({ code, stderr }).toStrictEqual({ code: 0, stderr: '' });
  for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  return stdout;
}

describe('help', () => {
  test.each([['--help'], ['-h'], ['help']])(
    'of the program (%s) names every command',
    async (arg) => {
      const text = await help([arg], raceLab);
      expect(text).toMatch(/^Usage: race-lab /);
      const [, list = ''] = text.split('Commands:\n');
      expect(list.match(/^ {2}\w+/gm)?.map((name) => name.trim())).toStrictEqual(COMMANDS);
    },
  );

  test.each(COMMANDS)('of %s', async (command) => {
    const text = await help([command, '--help']);
    expect(text).toMatch(new RegExp(`^Usage: race-lab ${command} `));
    expect(text).toMatch(/^ {2}-h, --help +print this help$/m);
    expect(await help(['help', command])).toBe(text);
  });

  test.each(Object.entries(FLAGS))(
    'of %s names its flags, and the exit codes',
    async (name, all) => {
      const text = await help([name, '--help']);
      const flags = text.match(/^ {2}-/gm);
      expect(flags).toHaveLength(all.length);
      for (const flag of all) expect(text).toContain(`\n  ${flag.trim()}`);
      const [, codes = ''] = text.split('Exit codes:');
      expect(codes.match(/\b\d+(?= )|\b\d+(?=,)/g)).toStrictEqual([
        '0',
        '1',
        '2',
        '3',
        '4',
        '130',
        '143',
      ]);
    },
  );

  test('lists the defaults of run and compare', async () => {
    const defaults = {
      run: ['[naive]', 'per worker [20]', 'in turns [1]', '[10s]'],
      compare: ['[all]', 'per worker [5]', 'in turns [3]', '[3s]'],
    };
    for (const [command, texts] of Object.entries(defaults)) {
      const text = (await help([command, '--help'])).replaceAll(/\s+/g, ' ');
      for (const part of [...texts, '[50]', '[withdraw]', '[100]', '[table]']) {
        expect(text).toContain(part);
      }
    }
  });

  test.each([
    ['explore', ['A, B, … [2]', '[20000]', 'to worker [no limit]', 'database [2]', 'samples [1]']],
    ['replay', ['A, B, … [2]', 'operations [1]', 'required']],
  ])('lists the defaults of %s', async (command, texts) => {
    const text = (await help([command, '--help'])).replaceAll(/\s+/g, ' ');
    const shared = ['[naive]', '[withdraw]', 'per worker [1]', 'random range [10]', 'pause [2;'];
    for (const part of [...texts, ...shared, '[table]']) expect(text).toContain(part);
  });

  test('takes precedence over errors on the command line', async () => {
    expect(await help(['run', '--workers', '0', '--help'])).toMatch(/^Usage: race-lab run /);
  });
});

describe('version', () => {
  const manifest: { version: string } = JSON.parse(
    readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
  );

  test.each(['--version', '-V'])('%s prints that of package.json', async (flag) => {
    expect(await help([flag])).toBe(`${manifest.version}\n`);
  });
});
