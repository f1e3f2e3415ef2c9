import { describe, expect, test } from 'vitest';

import { raceLab, type CommandResult } from '../support/command.js';
import { contract } from './contract.js';
import { cellsOf } from './formats.js';
import { call, parsed } from './harness.js';
import { expectNoTrouble, long, small } from './output.js';
import { inShell } from './shell.js';

const ESCAPE = '\u001b';

/**
 * Runs a command line that must succeed, with nothing on stderr.
 * @param lab runs it in this process, or as the built program
 */
async function report(
  args: readonly string[],
  lab: (args: readonly string[]) => Promise<CommandResult> = call,
): Promise<string> {
  const { code, stdout, stderr } = await lab(args);
  expect({ code, stderr }).toStrictEqual({ code: 0, stderr: '' });
  expect(stdout).not.toContain(ESCAPE);
  expect(stdout.endsWith('\n') && !stdout.endsWith('\n\n')).toBe(true);
  return stdout;
}

describe('stdout carries the report and nothing else', () => {
  test('table', async () => {
    const text = await report(small, raceLab);
    expect(text).toMatch(/^withdraw: 5 workers × 4 operations, 1 account, /);
    expect(text).toMatch(/^naive +(broken|held) /m);
    // Commands are not wrapped, so that users can paste them.
    const lines = text.split('\n').filter((line) => !line.startsWith('    race-lab '));
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
  });

  test('csv', async () => {
    const text = await report([...small, '--format', 'csv', '-s', 'atomic,mutex']);
    expect(cellsOf(text)).toMatchObject([
      { strategy: 'atomic', verdict: 'held', attempted: '20', finalBalance: '0' },
      { strategy: 'mutex', verdict: 'held', attempted: '20', finalBalance: '0' },
    ]);
  });

  test('markdown', async () => {
    const text = await report([...small, '--format', 'markdown', '-s', 'atomic']);
    expect(text).toMatch(/^### race-lab: withdraw\n/);
    expect(text).toMatch(/^\| atomic \| held \| 0 \|/m);
  });

  test.each([['--json'], ['--format', 'json'], ['--format', 'json', '--json']])(
    'json (%s %s %s)',
    async (...flags) => {
      expect(parsed(await report([...small, ...flags]))).toMatchObject(contract);
    },
  );

  test('json from the embedded server', async () => {
    const args = ['run', '--json', '--workers', '5', '--operations', '4', '-s', 'for-update'];
    const { server, results } = parsed(await report(args));
    expect(server.kind).toBe('embedded');
    expect(results).toMatchObject([{ verdict: 'held', finalBalance: 0 }]);
  });
});

describe.concurrent('colour', () => {
  const coloured: readonly (readonly [Record<string, string>, string, boolean])[] = [
    [{ FORCE_COLOR: '1' }, '', true],
    [{ FORCE_COLOR: '1', NO_COLOR: '1' }, '', true],
    [{ FORCE_COLOR: '1' }, '--no-color', false],
    [{ FORCE_COLOR: '0' }, '', false],
    [{ FORCE_COLOR: '' }, '', false],
    [{ NO_COLOR: '1' }, '', false],
    [{ NO_COLOR: '' }, '', false],
    [{ TERM: 'xterm-256color', COLORTERM: 'truecolor' }, '', false],
  ];
  test.each(coloured)('%j %s: %j', async (env, flag, expected) => {
    const flags = flag ? [flag] : [];
    const { code, stdout, stderr } = await call(['list', ...flags], env);
    expect({ code, stderr }).toStrictEqual({ code: 0, stderr: '' });
    expect(stdout.includes(ESCAPE)).toBe(expected);
  });

  test.each([
    [{ FORCE_COLOR: '1' }, true],
    [{ FORCE_COLOR: '' }, false],
  ])('of a race: %j: %j', async (env, expected) => {
    const { code, stdout } = await call(small, env);
    expect({ code, isColoured: stdout.includes(ESCAPE) }).toEqual({
      code: 0,
      isColoured: expected,
    });
  });

  test.each([
    [{ FORCE_COLOR: '1', NO_COLOR: '1' }, true],
    [{ NO_COLOR: '1' }, false],
  ])('as a process: %j: %j', async (env, expected) => {
    const { code, stdout, stderr } = await raceLab(['list'], { env });
    // Node 24 prints a warning when FORCE_COLOR and NO_COLOR are both set.
    const ours = stderr.replaceAll(/^\((?:node:\d+\) Warning: The 'NO_COLOR'|Use `node).*\n/gm, '');
    expect({ code, ours }).toStrictEqual({ code: 0, ours: '' });
    expect(stdout.includes(ESCAPE)).toBe(expected);
  });

  test.each(['json', 'csv', 'markdown'])('never in %s', async (format) => {
    const { code, stdout } = await call([...small, '--format', format], { FORCE_COLOR: '1' });
    expect(code).toBe(0);
    expect(stdout).not.toContain(ESCAPE);
  });
});

describe('COLUMNS', () => {
  const ruleOf = (text: string) => /^─+$/m.exec(text)?.[0].length ?? 0;
  const headerOf = (text: string) => /^─+\n(.*?)^─+$/ms.exec(text)?.[1] ?? '';
  const wide = async (COLUMNS: string) => (await call(small, { COLUMNS })).stdout;

  test('sets the width of the table', async () => {
    const [narrow, usual, wider] = await Promise.all([wide('50'), wide('80'), wide('200')]);
    expect(ruleOf(narrow)).toBeLessThanOrEqual(50);
    expect(ruleOf(narrow)).toBeLessThan(ruleOf(usual));
    expect(ruleOf(usual)).toBeLessThanOrEqual(80);
    expect(ruleOf(usual)).toBeLessThan(ruleOf(wider));
    // Columns that do not fit are named below the table.
    expect(headerOf(narrow)).not.toContain('p99');
    expect(headerOf(usual)).toContain('p99');
    expect(headerOf(wider)).toContain('refused');
  });

  test.each(['', '0', '-5', 'wide'])('without a usable value (%j) means 80', async (columns) => {
    const env = { COLUMNS: columns };
    const [{ stdout }, plain] = await Promise.all([call(['list'], env), call(['list'])]);
    expect(stdout).toBe(plain.stdout);
  });
});

describe.concurrent('a reader that closes the pipe', () => {
  test.each([
    ['list', ['list'], 'head -1'],
    ['explain', long, 'head -1'],
  ] as const)('race-lab %s … | %s', (_name, command, reader) => expectNoTrouble(command, reader));

  test('a full disk is an error, not a crash', async () => {
    const { code, stderr } = await inShell('"$@" > /dev/full', ['list']);
    expect(code).toBe(4);
    expect(stderr).toMatch(
      /^race-lab: the output cannot be written: no space left.*\n {2}\S.*\.\n$/,
    );
  });

  test('an error message that cannot be written does not change the exit code', async () => {
    expect((await inShell('"$@" 2> /dev/full', ['run', '--workers', '0'])).code).toBe(2);
  });
});

describe('the figures', () => {
  test('counts add up in every result and every round', async () => {
    const one = ['-s', 'check-then-decrement,serializable,mutex', '--json'];
    const two = ['-s', 'naive,optimistic,atomic', '--rounds', '2', '--json'];
    const texts = await Promise.all([one, two].map((args) => report([...small, ...args])));
    const results = texts.flatMap((text) => parsed(text).results);
    expect(results).toHaveLength(6);
    for (const { operations, rounds } of results) {
      for (const counts of [operations, ...rounds.map((round) => round.operations)]) {
        const { attempted, committed, refused, failed, indeterminate } = counts;
        expect(attempted).toBe(committed + refused + failed + indeterminate);
      }
    }
    for (const { operations, rounds } of results.slice(3)) {
      expect(rounds.map(({ round }) => round)).toStrictEqual([1, 2]);
      for (const key of ['attempted', 'committed', 'refused', 'failed'] as const) {
        const total = rounds.reduce((sum, round) => sum + round.operations[key], 0);
        expect(operations[key]).toBe(total);
      }
    }
  });

  /** The sum that the workers request: every deposit succeeds, so the final balance shows it. */
  async function requestedSum(seed: string): Promise<number | null | undefined> {
    const work = ['--scenario', 'deposit', '--amount', '1..1000', '-s', 'for-update'];
    const { plan, results } = parsed(await report([...small, ...work, '--seed', seed, '--json']));
    expect(plan.seed).toBe(Number(seed));
    return results[0]?.finalBalance;
  }

  test('the same seed gives the same workload', async () => {
    const [first, again, other] = await Promise.all(['7', '7', '8'].map(requestedSum));
    expect(first).toBe(again);
    expect(first).not.toBe(other);
  });

  test('prints a random seed, which differs between runs', async () => {
    const texts = [await report(small), await report([...small, '--format', 'markdown'])];
    const seeds = texts.map((text) => /seed (\d+)/.exec(text)?.[1]);
    expect(seeds).not.toContain(undefined);
    expect(new Set(seeds).size).toBe(2);
  });
});
