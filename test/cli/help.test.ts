import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { raceLab } from '../support/command.js';

const COMMANDS = ['run', 'compare', 'list', 'explain', 'doctor', 'help'];

/** Section 5 of the design. */
const RACE_FLAGS = `
-s, --strategy <names>; -w, --workers <n>; -n, --operations <n>; -d, --duration <time>;
--scenario <name>; --accounts <n>; --balance <n>; --amount <n or a..b>; --think <ms>;
--retries <n>; --backoff <; --connections <n>; --rounds <n>; --seed <n>; --time-limit <time>;
--timeout <time>; --url <url>; --keep; --format <; --json; -o, --output <file>;
--expect <rule>; --no-progress; --no-color; -h, --help`.split(';');

async function help(args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await raceLab(args);
  expect({ code, stderr }).toStrictEqual({ code: 0, stderr: '' });
  for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  return stdout;
}

describe('help', () => {
  test.each([['--help'], ['-h'], ['help']])(
    'of the program (%s) names every command',
    async (arg) => {
      const text = await help([arg]);
      expect(text).toMatch(/^Usage: race-lab /);
      for (const command of COMMANDS) expect(text).toMatch(new RegExp(`^ {2}${command} `, 'm'));
    },
  );

  test.each(COMMANDS)('of %s', async (command) => {
    const text = await help([command, '--help']);
    expect(text).toMatch(new RegExp(`^Usage: race-lab ${command} `));
    expect(text).toMatch(/^ {2}-h, --help +print this help$/m);
    expect(await help(['help', command])).toBe(text);
  });

  test.each(['run', 'compare'])('of %s names every flag, and the exit codes', async (command) => {
    const text = await help([command, '--help']);
    for (const flag of RACE_FLAGS) expect(text).toContain(`\n  ${flag.trim()}`);
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
  });

  test('tells the defaults of each command', async () => {
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

  test('is asked for, whatever else is on the line', async () => {
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
