import { fileURLToPath } from 'node:url';

import { describe, expect, test } from 'vitest';

import { placeOf } from '../../src/text/place.js';

/** An error with these stack frames. */
function errorAt(...frames: readonly string[]): Error {
  const error = new Error('no such thing');
  error.stack = ['Error: no such thing', ...frames.map((frame) => `    at ${frame}`)].join('\n');
  return error;
}

const OURS = fileURLToPath(new URL('../../src/race/attempt.ts', import.meta.url));

const BIN = fileURLToPath(new URL('../../bin/race-lab.js', import.meta.url));

describe('the place of an error', () => {
  test.each<[string, string, string]>([
    ['a function', 'work (/home/me/mine.ts:12:3)', '/home/me/mine.ts:12'],
    ['no function', '/home/me/mine.ts:12:3', '/home/me/mine.ts:12'],
    ['awaited', 'async work (/home/me/mine.ts:12:3)', '/home/me/mine.ts:12'],
    ['awaited, without a function', 'async file:///home/me/mine.mjs:1:2', '/home/me/mine.mjs:1'],
    [
      'a method called by another name',
      'Mine.a [as b] (/home/me/mine.ts:1:2)',
      '/home/me/mine.ts:1',
    ],
    ['a file URL', 'work (file:///home/me/my%20own.mjs:1:2)', '/home/me/my own.mjs:1'],
    ['parentheses', 'work (/home/me (old)/mine (1).ts:1:2)', '/home/me (old)/mine (1).ts:1'],
    ['parentheses, without a function', '/home/me (old)/mine.ts:1:2', '/home/me (old)/mine.ts:1'],
    ['a drive', String.raw`work (C:\me\mine.ts:12:3)`, String.raw`C:\me\mine.ts:12`],
    ['a drive in lower case', String.raw`work (c:\me\mine.ts:1:2)`, String.raw`c:\me\mine.ts:1`],
    ['a drive with slashes', 'work (C:/me/mine.ts:12:3)', 'C:/me/mine.ts:12'],
    ['a path with ..', 'work (/home/me/../you/mine.ts:1:2)', '/home/you/mine.ts:1'],
  ])('%s', (_title, frame, place) => {
    expect(placeOf(errorAt(frame))).toBe(place);
  });

  test.each<[string, string]>([
    ['an installed package', 'work (/home/me/node_modules/other/index.js:1:2)'],
    ['ours', `attempt (${OURS}:1:2)`],
    ['our code, by a path with ..', `attempt (${OURS.replace('/race/', '/race/../race/')}:1:2)`],
    ['our executable', `async file://${BIN}:13:3`],
    ['Node', 'process.processTicksAndRejections (node:internal/process/task_queues:103:5)'],
    ['another machine', 'work (file://elsewhere/mine.mjs:1:2)'],
    ['eval code', 'eval (eval at work (/home/me/mine.ts:1:2), <anonymous>:1:1)'],
  ])('skips %s, and takes the frame below', (_title, frame) => {
    expect(placeOf(errorAt(frame))).toBeNull();
    expect(placeOf(errorAt(frame, 'main (/home/me/mine.ts:7:1)'))).toBe('/home/me/mine.ts:7');
  });

  test('is null without a stack', () => {
    expect(placeOf('a text')).toBeNull();
    expect(placeOf(Object.assign(new Error('none'), { stack: 5 }))).toBeNull();
  });
});
