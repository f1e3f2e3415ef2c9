import { setFlagsFromString } from 'node:v8';
import { runInThisContext } from 'node:vm';

import { expect, test } from 'vitest';

import { connect, toFastProperties } from '../../src/database/driver.js';
import { serverUrl } from '../support/server.js';
import { openSession } from '../support/sessions.js';

/** Asks V8, by a function that exists for V8's own tests. */
function hasFastProperties(object: object): unknown {
  setFlagsFromString('--allow-natives-syntax');
  return runInThisContext('(object) => %HasFastProperties(object)')(object);
}

test('a class with a computed accessor has fast properties afterwards, and is otherwise unchanged', () => {
  class Computed extends Array<unknown> {
    static override get [Symbol.species]() {
      return Array;
    }
  }
  class Plain extends Array<unknown> {}
  for (const type of [Computed, Plain]) {
    toFastProperties(type);
    expect(hasFastProperties(type)).toBe(true);
  }
  expect(Computed[Symbol.species]).toBe(Array);
  expect(Object.getPrototypeOf(Computed)).toBe(Array);
});

test('the classes of the driver have fast properties once a session is open', async () => {
  await openSession();
  const target = { kind: 'url', url: serverUrl() } as const;
  const { sql } = connect(target, { withinMs: 10_000, onLost: () => undefined });
  const query = sql.unsafe('select 1');
  const rows = await query;
  await sql.end();
  expect([query.constructor, rows.constructor].map(hasFastProperties)).toEqual([true, true]);
});
