/** Which statement is missed, and why, by what the runs of one order sent. */
import { describe, expect, test } from 'vitest';

import { loadStatementParser } from '../../../src/gate/wire/housekeeping.js';
import { ProcessMemory } from '../../../src/subject/case/process-memory.js';

const INSERT = 'insert into account values (2, 0)';
const READ = 'select balance from account';

/** A process after runs of one order, of which each sent these statements. */
async function memoryAfter(
  runs: readonly (readonly string[])[],
  options: { readonly isService?: boolean; readonly hasOwnStart?: boolean } = {},
) {
  const { isService = false, hasOwnStart = false } = options;
  const memory = new ProcessMemory({
    parser: await loadStatementParser(),
    names: new Set(),
    reopen: isService ? null : () => Promise.resolve(),
    hasOwnStart: () => hasOwnStart,
  });
  const snapshot = { read: () => Promise.resolve(), restore: () => Promise.resolve() };
  const run = async (statements: readonly string[]) => {
    await memory.ended(new Map([[1, statements]]), snapshot);
    memory.ran([1]);
  };
  for (const statements of runs) await run(statements);
  return { memory, run };
}

const ONLY_FIRST = [[INSERT, READ], [READ]];

describe('why a statement is missed', () => {
  test('a service is not started anew', async () => {
    const { memory, run } = await memoryAfter(ONLY_FIRST, { isService: true });
    memory.endWatch(true);
    expect(await memory.renew()).toBe(false);
    expect(memory.missed).toMatchObject({ worker: 1, sql: INSERT });
    expect(memory.missed?.why).toMatch(/^the service remembers/);
    await run([INSERT]);
    expect(memory.missed?.why).toMatch(/^the service remembers/);
  });

  test('a service that sends something by itself may have sent it, so nothing is missed', async () => {
    const { memory } = await memoryAfter(ONLY_FIRST, { isService: true });
    memory.endWatch(false);
    expect(memory.missed).toBeNull();
  });

  test('a service that only reads it fills a cache', async () => {
    const { memory: cache } = await memoryAfter(
      [
        ['select id from account', 'update account set balance = 0'],
        ['update account set balance = 0'],
      ],
      { isService: true },
    );
    expect(cache.isCache).toBe(true);
    const { memory } = await memoryAfter(ONLY_FIRST, { isService: true });
    expect(memory.isCache).toBe(false);
  });

  test('open changes the database', async () => {
    const { memory } = await memoryAfter(ONLY_FIRST, { hasOwnStart: true });
    expect(await memory.renew()).toBe(false);
    expect(memory.missed?.why).toMatch(/ but not where open changes the database/);
  });

  test('it does not come back in a process that has just begun, also when a second one is lost later', async () => {
    const { memory, run } = await memoryAfter(ONLY_FIRST);
    expect(await memory.renew()).toBe(true);
    for (const statements of [['delete from account', READ], [READ]]) await run(statements);
    expect(memory.missed).toMatchObject({ sql: INSERT });
    expect(memory.missed?.why).toMatch(/ which could not be undone between runs\. /);
  });

  test('it comes back, but not in each of them', async () => {
    const { memory, run } = await memoryAfter(ONLY_FIRST);
    expect(await memory.renew()).toBe(true);
    await run([INSERT, READ]);
    expect(memory.missed).toBeNull();
    await run([READ]);
    expect(memory.missed?.why).toMatch(/^its process had just begun each time/);
  });

  test('it is lost when the orders were learned, so nothing says whether the process remembers', async () => {
    const { memory, run } = await memoryAfter([
      [INSERT, READ],
      [INSERT, READ],
    ]);
    expect(await memory.renew()).toBe(false);
    expect(memory.missed).toBeNull();
    await run([READ]);
    expect(memory.missed?.why).toMatch(/, or the code depends on time or chance, /);
  });
});
