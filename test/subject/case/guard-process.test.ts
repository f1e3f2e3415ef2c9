/** What the code of a case does to the whole process. */
import { expect, test } from 'vitest';

import { defineCase } from '../../../src/authoring/case.js';
import type { CaseDefect } from '../../../src/errors.js';
import { gateWasClosed, gateWasOpened } from '../../../src/subject/case/closed-gates.js';
import { NOWHERE } from '../../../src/subject/case/environment.js';
import {
  guardProcess,
  type OtherCases,
  type ProcessGuard,
} from '../../../src/subject/case/guard-process.js';
import { placeIn, runAsCode } from '../../../src/subject/case/whose-code.js';

const caseOf = (name: string) => defineCase({ name, schema: 'select 1', worker: () => 1 });
const NO_OTHERS: OtherCases = { strayed: () => false };

/** How the first stray is told; null: none came. */
async function told(work: (guard: ProcessGuard) => unknown, others = NO_OTHERS) {
  return guardProcess(caseOf('one'), others, async (guard) => {
    const first = guard.strayed.catch((error: CaseDefect) => error.message);
    await work(guard);
    return Promise.race([first, new Promise((resolve) => setTimeout(resolve, 50, null))]);
  });
}

const reject = (lost: Error) => void Promise.reject(lost);

test('an error that no code handles is told, and process.exit() as well', async () => {
  expect(await told(() => reject(new Error('lost')))).toMatch(
    /^case one: an error that no code handled: lost/,
  );
  expect(
    await told(() => {
      setTimeout(() => {
        throw new TypeError('late');
      });
    }),
  ).toMatch(/^case one: an error that no code handled: TypeError: late/);
  const exit = () =>
    runAsCode(placeIn(caseOf('one'), 'workers.anna', new Map()), () => process.exit());
  expect(await told(() => expect(exit).toThrow('process.exit() was called'))).toBe(
    'case one: workers.anna called process.exit()',
  );
  expect(
    await told(() => expect(() => process.abort()).toThrow('process.abort() was called')),
  ).toBe('case one: its code called process.abort()');
});

test('errors are ignored while connections are closed on purpose', async () => {
  const closing = (guard: ProcessGuard) =>
    guard.during(async () => {
      reject(new Error('Connection terminated unexpectedly'));
      await new Promise((resolve) => setTimeout(resolve, 5));
    });
  expect(await told(closing)).toBeNull();
});

test('an error about the gate of a case that is over is ignored, until its port is used again', async () => {
  const refused = () => reject(Object.assign(new Error('refused'), { port: 7 }));
  gateWasClosed(7);
  expect(await told(refused)).toBeNull();
  gateWasOpened(7);
  expect(await told(refused)).toMatch(/refused/);
});

test('an error about the address that a file is loaded with is ignored', async () => {
  const refused = (port: number) => () => reject(Object.assign(new Error('refused'), { port }));
  expect(await told(refused(NOWHERE.port))).toBeNull();
  expect(await told(refused(6379))).toMatch(/refused/);
});

test('an error from the file of another case is passed on', async () => {
  const found: unknown[] = [];
  const error = Object.assign(new Error('late'), { stack: 'Error: late\n    at /a/b.race.ts:7:1' });
  const others = {
    strayed: (...given: readonly unknown[]) => found.push(given) > 0,
  };
  expect(await told(() => reject(error), others)).toBeNull();
  expect(found).toEqual([[{ of: undefined, file: '/a/b.race.ts' }, error]]);
});

test('an error of a closed case is not reported for the open one', async () => {
  const late = () =>
    runAsCode(placeIn(caseOf('another'), 'workers.anna', new Map()), () =>
      reject(new Error('late')),
    );
  expect(await told(late)).toBeNull();
  const own = () =>
    runAsCode(placeIn(caseOf('one'), 'workers.anna', new Map()), () => reject(new Error('own')));
  expect(await told(own)).toMatch(/own/);
});

test('an error of an open case stays with it, although it is another case for the others', async () => {
  const taken: string[] = [];
  const open = (name: string) =>
    guardProcess(
      caseOf(name),
      { strayed: ({ of = '' }) => of !== `case ${name}` && taken.push(of) > 0 },
      ({ strayed }) =>
        Promise.race([
          strayed.catch((error: CaseDefect) => error.message),
          new Promise((resolve) => setTimeout(resolve, 50, null)),
        ]),
    );
  const all = [open('one'), open('two')];
  runAsCode(placeIn(caseOf('two'), 'open', new Map()), () => reject(new Error('own')));
  expect(await Promise.all(all)).toEqual([null, expect.stringMatching(/^case two: .*own/)]);
  expect(taken).toEqual([]);
});

test('of several open cases, the one whose code runs is meant', async () => {
  const open = (name: string) =>
    guardProcess(caseOf(name), NO_OTHERS, async ({ strayed }) =>
      Promise.race([
        strayed.catch((error: CaseDefect) => error.message),
        new Promise((resolve) => setTimeout(resolve, 50, null)),
      ]),
    );
  const all = [open('one'), open('two')];
  const exit = () => runAsCode(placeIn(caseOf('two'), 'open', new Map()), () => process.exit());
  expect(exit).toThrow('process.exit() was called');
  expect(await Promise.all(all)).toEqual([null, 'case two: open called process.exit()']);
});

test('afterwards everything is as it was', async () => {
  const ends = () => ['exit', 'abort', 'on'].map((name): unknown => Reflect.get(process, name));
  const listeners = () => process.rawListeners('unhandledRejection');
  const before = [ends(), listeners()];
  const [one, two] = ['one', 'two'].map((name) =>
    guardProcess(caseOf(name), NO_OTHERS, async () => {
      expect([ends(), listeners()]).not.toEqual(before);
      if (name === 'two') await new Promise((resolve) => setTimeout(resolve, 5));
    }),
  );
  await one;
  expect([ends(), listeners()]).not.toEqual(before);
  await two;
  expect([ends(), listeners()]).toEqual(before);
});
