import { afterEach, beforeEach, describe, expect, inject, test, vi } from 'vitest';

import { ProgressLine } from '../../src/cli/progress.js';
import { raceLab } from '../support/command.js';
import { plan } from '../support/lab.js';
import { call, parsed, recorder } from './harness.js';

const CLEAR = '\r\u001b[2K';

describe('the line', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] }));
  afterEach(() => vi.useRealTimers());

  const flags = { strategy: ['naive,for-update'], workers: '4', operations: '5' };

  test('says where the run is, and is gone at the end', () => {
    const stream = recorder(true);
    const line = new ProgressLine(stream, plan({ ...flags, rounds: '2' }));
    line.roundStarted('for-update', 2);
    for (let i = 0; i < 7; i += 1) line.operationEnded();
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

  test('says how long a round by time takes', () => {
    const stream = recorder(true);
    const line = new ProgressLine(stream, plan({ workers: '4', duration: '1500ms' }));
    line.roundStarted('naive', 1);
    vi.advanceTimersByTime(1_200);
    expect(stream.text.split(CLEAR).at(-1)).toBe('naive · 0 operations · 1.2 of 1.5 s');
    line.end();
  });

  test('does not appear in a run that is over at once', () => {
    const stream = recorder(true);
    const line = new ProgressLine(stream, plan(flags));
    line.roundStarted('naive', 1);
    vi.advanceTimersByTime(500);
    line.end();
    expect(stream.text).toBe('');
  });

  test('does not appear before the race begins', () => {
    const stream = recorder(true);
    const line = new ProgressLine(stream, plan(flags));
    vi.advanceTimersByTime(5_000);
    line.end();
    expect(stream.text).toBe('');
  });

  test.each([
    [20, 19],
    // What a terminal of unknown width says.
    [0, 79],
  ])('on a terminal of %i columns it takes %i at most', (columns, most) => {
    const stream = Object.defineProperty(recorder(true), 'columns', { value: columns });
    const line = new ProgressLine(stream, plan({ ...flags, rounds: '1000' }));
    line.roundStarted('for-update', 1_000);
    for (let i = 0; i < 1_000; i += 1) line.operationEnded();
    vi.advanceTimersByTime(10_000);
    const shown = stream.text.split(CLEAR).slice(1);
    expect(Math.max(...shown.map((text) => text.length))).toBeLessThanOrEqual(most);
    expect(shown.at(-1)).toMatch(/^2000\/2000 · for-upd/);
    line.end();
  });
});

describe('of a run', () => {
  const args = [
    'run',
    '--url',
    inject('serverUrl'),
    '--workers',
    '3',
    '--duration',
    '900ms',
    '--json',
  ];

  test('is on stderr of a terminal', async () => {
    const { code, stdout, stderr } = await call(args, {}, true);
    expect(code).toBe(0);
    expect(parsed(stdout).schemaVersion).toBe(1);
    expect(stderr).toMatch(/naive · \d+ operations · \d\.\d of 0\.9 s/);
    expect(stderr.endsWith(CLEAR)).toBe(true);
  });

  test('not with --no-progress', async () => {
    const { code, stderr } = await call([...args, '--no-progress'], {}, true);
    expect({ code, stderr }).toStrictEqual({ code: 0, stderr: '' });
  });

  test('not without a terminal, whatever the colours', async () => {
    const { code, stderr } = await raceLab(args, { env: { FORCE_COLOR: '1' } });
    expect({ code, stderr }).toStrictEqual({ code: 0, stderr: '' });
  });

  test('the report on a terminal has colours, unless it may not', async () => {
    const table = args.slice(0, -1);
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
