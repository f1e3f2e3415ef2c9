import { describe, expect, onTestFinished, test } from 'vitest';

import { readAccounts, resetAccounts } from '../../src/database/accounts.js';
import { openDatabase } from '../../src/database/database.js';
import type { LabDatabase } from '../../src/database/lab-database.js';
import { EnvironmentError } from '../../src/errors.js';
import { serverUrl } from '../support/server.js';
import { labSchemas, openSession, terminate } from '../support/sessions.js';

function open(more: Partial<Parameters<typeof openDatabase>[0]> = {}): Promise<LabDatabase> {
  const remedy = () => 'Use fewer.';
  return openDatabase({ url: serverUrl(), connections: 2, remedy, ...more });
}

/** Opens a database, and closes it when the test ends. */
async function opened(): Promise<LabDatabase> {
  const database = await open();
  onTestFinished(() => database.close());
  return database;
}

describe('the schema of a run', () => {
  test('is its own, and is gone afterwards', async () => {
    const [one, two] = [await open(), await open()];
    expect(one.info.schema).toMatch(/^race_lab_[0-9a-f]{12}$/);
    expect(one.info.schema).not.toBe(two.info.schema);
    expect(await labSchemas()).toEqual(expect.arrayContaining([one.info.schema, two.info.schema]));
    await Promise.all([one.close(), two.close()]);
    const left = await labSchemas();
    expect(left).not.toContain(one.info.schema);
    expect(left).not.toContain(two.info.schema);
  });

  test('stays when keep is set', async () => {
    const database = await open();
    const { schema } = database.info;
    await database.close({ keep: true });
    expect(await labSchemas()).toContain(schema);
    await (await openSession()).script(`drop schema ${schema} cascade`);
  });

  test('is dropped although a session still holds locks in it', async () => {
    const database = await open();
    const [holder, waiter] = await database.openSessions(2);
    await resetAccounts(database.control, new Map([[1, 100]]), undefined);
    await holder?.script('begin; update account set balance = 1');
    const waiting = waiter?.script('update account set balance = 2').catch(() => 'lost');
    await database.close();
    expect(await waiting).toBe('lost');
    expect(await labSchemas()).not.toContain(database.info.schema);
  });

  test('has further schemas like it, which are dropped with it', async () => {
    const database = await open();
    const second = await database.addSchema();
    expect(second).toBe(`${database.info.schema}_2`);
    const session = await database.openSession(second);
    await session.script('insert into account (id, balance) values (7, 70)');
    expect(await readAccounts(session)).toEqual([{ id: 7, balance: 70, version: 0 }]);
    expect(await readAccounts(database.control)).toEqual([]);
    await session.script('begin; update account set balance = 1');
    await database.close();
    expect(await labSchemas()).not.toContain(second);
  });

  test('is dropped although its control session was lost', async () => {
    const database = await open();
    await terminate(database.control.pid);
    await database.close();
    expect(await labSchemas()).not.toContain(database.info.schema);
  });
});

describe('accounts', () => {
  test('are created again, with the constraints of this strategy and without those of another', async () => {
    const { control } = await opened();
    await resetAccounts(control, new Map([[1, 5]]), 'check-constraint.sql');
    const overdraw = 'update account set balance = balance - 10';
    await expect(control.query(overdraw)).rejects.toMatchObject({ code: '23514' });
    await resetAccounts(
      control,
      new Map([
        [1, 5],
        [2, 7],
      ]),
      undefined,
    );
    await control.query(`${overdraw} where id = 1`);
    expect(await readAccounts(control)).toEqual([
      { id: 1, balance: -5, version: 1 },
      { id: 2, balance: 7, version: 0 },
    ]);
  });

  test('get the next version and a later time with every update', async () => {
    const { control } = await opened();
    await resetAccounts(control, new Map([[1, 0]]), undefined);
    const times = new Set<string>();
    for (let update = 1; update <= 100; update += 1) {
      const [row] = await control.query<{ version: number; time: string }>(
        `update account set version = 7, updated_at = 'epoch'
         returning version, updated_at::text as time`,
      );
      expect(row?.version).toBe(update);
      times.add(row?.time ?? '');
    }
    expect(times.size).toBe(100);
  });
});

test("more sessions than the server allows are refused with the server's message", async () => {
  await expect(open({ connections: 5_000 })).rejects.toThrow(EnvironmentError);
  await expect(open({ connections: 5_000 })).rejects.toThrow(/the run needs 5000 more/);
});
