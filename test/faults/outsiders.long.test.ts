/** Other sessions that hold locks which workers wait for. */
import { describe, expect, test, vi } from 'vitest';

import { call } from '../cli/harness.js';
import { serverUrl } from '../support/server.js';
import { labSchemas, openSession } from '../support/sessions.js';
import { drop, nextSchema, patience } from './next-schema.js';

const url = serverUrl();

describe("a lock of another session on race-lab's table", () => {
  test('explore names the session that blocks it', async () => {
    const before = await labSchemas();
    const outsider = await openSession();
    const flags = ['--strategy', 'for-update', '--operations', '3', '--lanes', '1'];
    const running = call(['explore', ...flags, '--url', url], {}, false, { patience });
    const schema = await nextSchema(before);
    await outsider.script(`begin; lock table ${schema}.account in access share mode`);
    const { code, stderr } = await running;
    await outsider.script('rollback');
    await drop(schema);
    expect(code).toBe(4);
    expect(stderr).toContain(`server process ${outsider.pid} (`);
    expect(stderr).toContain(`drop schema ${schema} cascade`);
  });

  test(
    'a row that stays locked ends the race, which names the session',
    { timeout: 60_000 },
    async () => {
      const before = await labSchemas();
      const flags = ['--strategy', 'for-update', '--workers', '3', '--duration', '40s'];
      const running = call(['run', ...flags, '--scenario', 'deposit', '--url', url], {}, false, {
        patience,
      });
      const schema = await nextSchema(before);
      const outsider = await openSession();
      const lockRow = `select id from ${schema}.account where id = 1 for update`;
      await outsider.script('begin');
      await vi.waitFor(async () => expect(await outsider.query(lockRow)).toHaveLength(1));
      const { code, stderr } = await running;
      await outsider.script('rollback');
      expect(code).toBe(4);
      expect(stderr).toContain(`server process ${outsider.pid} (idle in transaction`);
      expect(stderr).toContain('holds a lock that the workers wait for');
      // The row lock includes a lock on the table.
      expect(stderr).toContain(`drop schema ${schema} cascade`);
      await drop(schema);
    },
  );
});
