/** The schema of a command that runs, for other sessions that hold locks in it. */
import { vi } from 'vitest';

import { PATIENCE } from '../../src/database/patience.js';
import { labSchemas, openSession } from '../support/sessions.js';

/** Shorter limits than the defaults, to keep the tests fast. */
export const patience = { ...PATIENCE, answerMs: 4_000, lockMs: 700, cleanUpMs: 1_000 };

/** Waits for the next new schema, until it has accounts. */
export async function nextSchema(before: readonly string[]): Promise<string> {
  return vi.waitFor(
    async () => {
      const name = (await labSchemas()).find((each) => !before.includes(each));
      if (name === undefined) throw new Error('no schema yet');
      const session = await openSession();
      const rows = await session.query(`select id from ${name}.account`);
      if (rows.length === 0) throw new Error('no accounts yet');
      return name;
    },
    { timeout: 20_000, interval: 20 },
  );
}

/** Drops a schema that its command could not drop. */
export async function drop(schema: string): Promise<void> {
  await (await openSession()).script(`drop schema if exists ${schema} cascade`);
}
