import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { ExploreProgressLine, extentOf } from '../../src/cli/explore-progress.js';
import { ProgressLine, withProgress } from '../../src/cli/progress.js';
import { RaceProgress } from '../../src/cli/race-progress.js';
import type { Stream } from '../../src/cli/terminal.js';
import type { RunPlan } from '../../src/model.js';
import { createExplorePlan } from '../../src/plan/explore.js';
import { scenarios } from '../../src/scenarios/index.js';
import { strategies } from '../../src/strategies/index.js';
import { useFakeTimers, useRealTimers } from '../support/fake-timers.js';
import { plan } from '../support/lab.js';
import { serverUrl } from '../support/server.js';
import { call, parsed, recorder } from './harness.js';

const CLEAR = '\r\u001b[2K';

/** The progress of a race, and its line. */
function watch(stream: Stream, ofRun: RunPlan): { race: RaceProgress; line: ProgressLine } {
  const race = new RaceProgress(ofRun);
  return { race, line: new ProgressLine(stream, () => race.text()) };
}

describe('the line', () => {
  beforeEach(() => useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] }));
  afterEach(useRealTimers);

  const flags = { strategy: ['naive,for-update'], workers: '4', operations: '5' };

  test('shows the state of the run, and is cleared at the end', () => {
    const stream = recorder(true);
    const { race, line } = watch(stream, plan({ ...flags, rounds: '2' }));
    race.roundStarted('for-update', 2);
    for (let i = 0; i < 7; i += 1) race.operationEnded();
    vi.advanceTimersByTime(800);
    expect(stream.text.split(CLEAR).at(-1)).toBe(
      '4/4 · for-update · round 2 of 2 · 7 of 20 operations · 0.8 s',
    );
    line.end();
    const { text } = stream;
    expect(text.endsWith(CLEAR)).toBe(true);
    expect(text).not.toContain('\n');
    vi.advanceTimersByTime(5_000);
    expect(stream.text).toBe(text);
  });

  test('shows the maximum time left', () => {
    const stream = recorder(true);
    const { race, line } = watch(stream, plan({ ...flags, rounds: '2', timeLimit: '5s' }));
    race.roundStarted('naive', 1);
    vi.advanceTimersByTime(1_500);
    expect(stream.text.split(CLEAR).at(-1)).toMatch(
      /^1\/4 · naive · .* · 1\.5 s · at most 19 s left$/,
    );
    line.end();
  });

  test('shows the duration of a timed round', () => {
    const stream = recorder(true);
    const { race, line } = watch(stream, plan({ workers: '4', duration: '1500ms' }));
    race.roundStarted('naive', 1);
    vi.advanceTimersByTime(1_200);
    expect(stream.text.split(CLEAR).at(-1)).toBe('naive · 0 operations · 1.2 of 1.5 s');
    line.end();
  });

  test('does not appear in a short run', () => {
    const stream = recorder(true);
    const { race, line } = watch(stream, plan(flags));
    race.roundStarted('naive', 1);
    vi.advanceTimersByTime(500);
    line.end();
    expect(stream.text).toBe('');
  });

  test('does not appear before the race begins', () => {
    const stream = recorder(true);
    const { line } = watch(stream, plan(flags));
    vi.advanceTimersByTime(5_000);
    line.end();
    expect(stream.text).toBe('');
  });

  test.each([
    [20, 19],
    // A terminal of unknown width reports 0.
    [0, 79],
  ])('on a terminal of %i columns has at most %i characters', (columns, most) => {
    const stream = Object.defineProperty(recorder(true), 'columns', { value: columns });
    const { race, line } = watch(stream, plan({ ...flags, rounds: '1000' }));
    race.roundStarted('for-update', 1_000);
    for (let i = 0; i < 1_000; i += 1) race.operationEnded();
    vi.advanceTimersByTime(10_000);
    const shown = stream.text.split(CLEAR).slice(1);
    expect(Math.max(...shown.map((text) => text.length))).toBeLessThanOrEqual(most);
    expect(shown.at(-1)).toMatch(/^2000\/2000 · for-upd/);
    line.end();
  });
});

describe('the line of an exploration', () => {
  beforeEach(() => useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] }));
  afterEach(useRealTimers);

  const explore = (names: string) =>
    new ExploreProgressLine(
      extentOf(
        createExplorePlan(
          { strategy: [names] },
          { strategies, scenarios, environmentUrl: undefined },
        ),
      ),
    );

  test('starts its counts again for each strategy', () => {
    const stream = recorder(true);
    const progress = explore('naive,for-update');
    const line = new ProgressLine(stream, () => progress.text());
    progress.started('naive');
    for (const broken of [true, false, true]) progress.scheduleEnded(broken);
    vi.advanceTimersByTime(1_000);
    expect(stream.text.split(CLEAR).at(-1)).toBe(
      '1/2 · naive · 3 of at most 20,000 schedules · 2 broken · 1.0 s',
    );
    progress.started('for-update');
    progress.scheduleEnded(false);
    vi.advanceTimersByTime(500);
    expect(stream.text.split(CLEAR).at(-1)).toBe(
      '2/2 · for-update · 1 of at most 20,000 schedules · 0 broken · 0.5 s',
    );
    line.end();
    expect(stream.text.endsWith(CLEAR)).toBe(true);
  });

  test('of one strategy does not name it, and is null before it begins', () => {
    const progress = explore('naive');
    expect(progress.text()).toBeNull();
    progress.started('naive');
    expect(progress.text()).toBe('naive · 0 of at most 20,000 schedules · 0 broken · 0.0 s');
  });
});

describe('work', () => {
  const progress = { text: () => 'on the way' };
  const { signal } = new AbortController();
  const around = (isTTY: boolean) => ({
    stdout: recorder(),
    stderr: recorder(isTTY),
    env: {},
    signal,
  });

  test.each([
    [true, undefined, progress],
    [true, true, progress],
    [true, false, undefined],
    [false, true, undefined],
    [false, undefined, undefined],
  ])('terminal %j, --progress %j: receives %j', async (isTTY, wanted, expected) => {
    const flags = wanted === undefined ? {} : { progress: wanted };
    const work = (options: { progress?: typeof progress }) => Promise.resolve(options.progress);
    expect(await withProgress(flags, around(isTTY), progress, work)).toBe(expected);
  });

  test('that is one of several shows its label', async () => {
    useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
    const surroundings = around(true);
    const work = () => {
      vi.advanceTimersByTime(1_000);
      return Promise.resolve();
    };
    await withProgress({}, surroundings, progress, work, '2/3 · alone');
    useRealTimers();
    expect(surroundings.stderr.text).toContain('2/3 · alone · on the way');
  });

  test('that fails leaves no line', async () => {
    useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
    const surroundings = around(true);
    const work = () => {
      vi.advanceTimersByTime(1_000);
      return Promise.reject(new Error('lost'));
    };
    await expect(withProgress({}, surroundings, progress, work)).rejects.toThrow('lost');
    vi.advanceTimersByTime(1_000);
    useRealTimers();
    expect(surroundings.stderr.text).toContain('on the way');
    expect(surroundings.stderr.text.endsWith(CLEAR)).toBe(true);
  });
});

describe.concurrent('the progress of a run', () => {
  const args = ['run', '--url', serverUrl(), '--workers', '3', '--duration', '900ms', '--json'];

  test('appears on stderr of a terminal', async () => {
    const { code, stdout, stderr } = await call(args, {}, true);
    expect(code).toBe(0);
    expect(parsed(stdout).schemaVersion).toBe(1);
    expect(stderr).toMatch(/naive · \d+ operations · \d\.\d of 0\.9 s/);
    expect(stderr.endsWith(CLEAR)).toBe(true);
  });

  test('does not appear with --no-progress', async () => {
    const { code, stderr } = await call([...args, '--no-progress'], {}, true);
    expect({ code, stderr }).toStrictEqual({ code: 0, stderr: '' });
  });

  test('does not appear without a terminal, even with colours', async () => {
    const { code, stderr } = await call(args, { FORCE_COLOR: '1' });
    expect({ code, stderr }).toStrictEqual({ code: 0, stderr: '' });
  });

  test('the report on a terminal has colours, unless the environment forbids them', async () => {
    const table = ['run', '--url', serverUrl(), '--workers', '3', '--operations', '3'];
    const [colourful, plain, dumb] = await Promise.all([
      call([...table, '--no-progress'], {}, true),
      call([...table, '--no-progress'], { NO_COLOR: '1' }, true),
      call([...table, '--no-progress'], { TERM: 'dumb' }, true),
    ]);
    expect(colourful.stdout).toContain('\u001b[');
    expect(plain.stdout).not.toContain('\u001b');
    expect(dumb.stdout).not.toContain('\u001b');
  });
});
