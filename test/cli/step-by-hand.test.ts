/** `race-lab replay --interactive` */
import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';

import { describe, expect, onTestFinished, test, vi } from 'vitest';

import { main } from '../../src/cli/main.js';
import { commandOf, keyOf } from '../../src/cli/stepping/commands.js';
import { fitting } from '../../src/cli/stepping/screen.js';
import { InterruptedError, type Input } from '../../src/cli/terminal.js';
import { start } from '../support/command.js';
import { serverUrl } from '../support/server.js';
import { labSchemas } from '../support/sessions.js';
import { caseProject, racy } from './case-project.js';
import { call, callIn, recorder, type CallResult } from './harness.js';

const env = () => ({ RACE_LAB_URL: serverUrl() });

/** Steps by the keys of a script. */
const scripted = (keys: string, ...args: readonly string[]): Promise<CallResult> =>
  call(['replay', '-i', ...args], env(), false, { stdin: () => Readable.from([keys]) });

describe('a script in the standard input', () => {
  test('of a schedule that breaks gets the report of a replay', async () => {
    const { code, stdout, stderr } = await scripted('a b\na b', '-s', 'naive', '--expect', 'held');
    expect({ code, stderr }).toStrictEqual({ code: 1, stderr: '' });
    expect(stdout).toContain('withdraw: naive, schedule ABAB');
    expect(stdout).toContain('naive broken: lost update');
    expect(stdout).toMatch(/NOT MET +held/);
  });

  test('that ends earlier gets the drawing so far, who waits, and how to go on', async () => {
    const { code, stdout, stderr } = await scripted('aabb', '-s', 'for-update', '--expect', 'held');
    expect({ code, stderr }).toStrictEqual({ code: 0, stderr: '' });
    const lines = stdout.split('\n');
    const tooLong = lines.filter((line) => line.length > 80 && !line.includes('race-lab '));
    expect(tooLong).toEqual([]);
    expect(lines).toContainEqual(expect.stringMatching(/^ {2}a {2}update account set balance = 0/));
    expect(lines).toContainEqual(
      expect.stringMatching(/^ {2}B {2}waits for A: a row of account, /),
    );
    expect(stdout).toContain(
      'Go on from here:\n  race-lab replay --strategy for-update --schedule AABB',
    );
    expect(stdout).toMatch(/ --interactive\n$/);
  });

  test('is told which keys mean nothing, and goes on', async () => {
    const { code, stdout, stderr } = await scripted('uaabbbcz1f', '-s', 'for-update', '--json');
    expect(stderr.split('\n')).toEqual([
      'race-lab: there is no step to take back',
      'race-lab: B cannot go: it waits for A: a row of account',
      'race-lab: there is no worker C',
      'race-lab: there is no worker Z',
      'race-lab: the key "1" means nothing; ? lists the keys',
      '',
    ]);
    expect({ code, report: JSON.parse(stdout) as unknown }).toMatchObject({
      code: 0,
      report: { plan: { schedule: 'AABBAABB'.slice(0, 7) }, replay: { verdict: 'held' } },
    });
  });

  test('takes steps back, also from the end', async () => {
    const keys = 'aabbuuuabab';
    const { stdout } = await scripted(keys, '-s', 'naive');
    expect(stdout).toContain('schedule ABAB');
  });

  test('goes on with a case, and writes no file without a report', async () => {
    const cwd = caseProject({ 'racy.race.ts': racy('racy') });
    const args = ['replay', 'racy.race.ts', '-i', '--schedule', 'AB', '-o', 'r.json'];
    const run = (keys: string) => callIn(cwd, args, env(), { stdin: () => Readable.from([keys]) });
    const left = await run('q');
    expect(left.stdout).toContain('  B  ben: is done: returned null');
    expect(existsSync(join(cwd, 'r.json'))).toBe(false);
    const { code, stdout } = await run('a');
    expect({ code, isWritten: existsSync(join(cwd, 'r.json')) }).toEqual({
      code: 0,
      isWritten: true,
    });
    expect(stdout).toContain('racy broken: invariant "stock is never below zero"');
  });

  test('is read by the built program', async () => {
    const running = start(['replay', '-s', 'naive', '-i'], { env: env() });
    running.process.stdin.end('abab');
    const { code, stdout, stderr } = await running.ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('naive broken: lost update');
  });
});

test.each([
  [['--schedule', 'AABB'], 'too long'],
  [['--schedule', 'AAAB'], 'step 3 releases A, but A is done'],
  [['--schedule', 'A1'], 'not a letter'],
])('a beginning that cannot be is refused: %j', async (args, problem) => {
  const { code, stdout, stderr } = await scripted('f', '-s', 'naive', ...args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(problem);
});

/** A terminal whose keys the test presses. */
class Keyboard extends EventEmitter implements Input {
  readonly isTTY = true;
  readonly modes: boolean[] = [];
  isPaused = false;

  setRawMode(isRaw: boolean): void {
    this.modes.push(isRaw);
  }

  setEncoding(): void {}

  pause(): void {
    this.isPaused = true;
  }

  press(key: string): void {
    this.emit('data', key);
  }
}

describe('a terminal', () => {
  /** Begins to step, and waits until the screen shows the first state. */
  async function atTerminal(...args: readonly string[]) {
    const [keyboard, stdout, stderr] = [new Keyboard(), recorder(true), recorder(true)];
    const ending = new AbortController();
    const surroundings = { stdout, stderr, env: env(), signal: ending.signal };
    const ended = main(['replay', '-i', '--no-color', ...args], {
      ...surroundings,
      stdin: () => keyboard,
    });
    onTestFinished(async () => {
      keyboard.press('q');
      await ended;
    });
    const shows = (text: string) =>
      vi.waitFor(() => expect(stderr.text.split('\u001B[H').at(-1)).toContain(text), {
        timeout: 20_000,
        interval: 10,
      });
    await shows('by hand: no step yet');
    return { keyboard, stdout, stderr, ended, ending, shows };
  }

  test('shows each state, and is given back before the report', async () => {
    const { keyboard, stdout, stderr, ended, shows } = await atTerminal('-s', 'naive');
    expect(keyboard.modes).toEqual([true]);
    for (const [key, text] of [
      ['a', 'by hand: A\u001B'],
      ['\u001B[D', 'by hand: A\u001B'],
      ['?', 'take the last step back'],
      ['c', 'there is no worker C'],
      ['b', 'by hand: AB\u001B'],
      ['u', 'by hand: A\u001B'],
      ['f', 'naive held'],
      ['u', 'by hand: AAB'.slice(0, -1)],
    ] as const) {
      keyboard.press(key);
      await shows(text);
    }
    expect(stdout.text).toBe('');
    keyboard.press('q');
    expect(await ended).toBe(0);
    expect(stderr.text.endsWith('\u001B[?25h\u001B[?1049l')).toBe(true);
    expect(stdout.text).toContain('Go on from here:');
    expect(keyboard).toMatchObject({ isPaused: true, modes: [true, false] });
    expect(keyboard.listenerCount('data')).toBe(0);
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('is given back after %s', async (name) => {
    const { keyboard, stderr, ended, ending } = await atTerminal('-s', 'for-update');
    keyboard.press('a');
    ending.abort(new InterruptedError(name));
    expect(await ended).toBe(name === 'SIGINT' ? 130 : 143);
    expect(keyboard.modes.at(-1)).toBe(false);
    expect(stderr.text).toMatch(/\[\?1049lrace-lab: interrupted; nothing was reported/);
    expect(await labSchemas()).toEqual([]);
  });
});

test('a worker whose letter is another key goes with its capital letter', () => {
  expect(['A', 'F', 'Q', 'U', 'Z'].map(keyOf)).toEqual(['a', 'F', 'Q', 'U', 'z']);
  expect(commandOf('F')).toEqual({ kind: 'step', letter: 'F' });
  expect(commandOf('f')).toEqual({ kind: 'finish' });
});

test('a page that is too long keeps its header and its end', () => {
  const lines = Array.from({ length: 20 }, (_, index) => `${index}`);
  expect(fitting(lines, 20)).toBe(lines);
  expect(fitting(lines, 8)).toEqual(['0', '1', '2', '3', '⋮ 13 lines', '17', '18', '19']);
});
