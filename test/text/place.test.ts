import { fileURLToPath } from 'node:url';

import { describe, expect, test } from 'vitest';

import { placeOf } from '../../src/text/place.js';

/** An error whose stack has these frames. */
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
    ['a method by another name', 'Mine.a [as b] (/home/me/mine.ts:1:2)', '/home/me/mine.ts:1'],
    ['an address', 'work (file:///home/me/my%20own.mjs:1:2)', '/home/me/my own.mjs:1'],
    ['parentheses', 'work (/home/me (old)/mine (1).ts:1:2)', '/home/me (old)/mine (1).ts:1'],
    ['parentheses, without a function', '/home/me (old)/mine.ts:1:2', '/home/me (old)/mine.ts:1'],
    ['a drive', String.raw`work (C:\me\mine.ts:12:3)`, String.raw`C:\me\mine.ts:12`],
    ['a drive in lower case', String.raw`work (c:\me\mine.ts:1:2)`, String.raw`c:\me\mine.ts:1`],
    ['a drive with slashes', 'work (C:/me/mine.ts:12:3)', 'C:/me/mine.ts:12'],
    ['a detour', 'work (/home/me/../you/mine.ts:1:2)', '/home/you/mine.ts:1'],
  ])('%s', (_title, frame, place) => {
    expect(placeOf(errorAt(frame))).toBe(place);
  });

  test.each<[string, string]>([
    ['a package', 'work (/home/me/node_modules/other/index.js:1:2)'],
    ['ours', `attempt (${OURS}:1:2)`],
    ['ours, by a detour', `attempt (${OURS.replace('/race/', '/race/../race/')}:1:2)`],
    ['what starts us', `async file://${BIN}:13:3`],
    ['Node', 'process.processTicksAndRejections (node:internal/process/task_queues:103:5)'],
    ['another machine', 'work (file://elsewhere/mine.mjs:1:2)'],
    ['what eval runs', 'eval (eval at work (/home/me/mine.ts:1:2), <anonymous>:1:1)'],
  ])('is not in %s, but below', (_title, frame) => {
    expect(placeOf(errorAt(frame))).toBeNull();
    expect(placeOf(errorAt(frame, 'main (/home/me/mine.ts:7:1)'))).toBe('/home/me/mine.ts:7');
  });

  test('there is none in what has no stack', () => {
    expect(placeOf('a text')).toBeNull();
    expect(placeOf(Object.assign(new Error('none'), { stack: 5 }))).toBeNull();
  });
});
