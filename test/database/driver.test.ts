import { setFlagsFromString } from 'node:v8';
import { runInThisContext } from 'node:vm';

import { expect, test } from 'vitest';

import { giveFastForm } from '../../src/database/driver.js';

/** Asks V8 itself, by a function that it has for its own tests. */
function hasFastForm(object: object): unknown {
  setFlagsFromString('--allow-natives-syntax');
  return runInThisContext('(object) => %HasFastProperties(object)')(object);
}

test('a class that V8 cannot compile is given a form that it can', () => {
  class Slow extends Array<unknown> {
    static override get [Symbol.species]() {
      return Array;
    }
  }
  class Fast extends Array<unknown> {}
  expect([hasFastForm(Slow), hasFastForm(Fast)]).toEqual([false, true]);
  giveFastForm(Slow);
  giveFastForm(Fast);
  expect([hasFastForm(Slow), hasFastForm(Fast)]).toEqual([true, true]);
  expect(Slow[Symbol.species]).toBe(Array);
});
