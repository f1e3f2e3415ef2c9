/** `race-lab explain` on a user's strategies that do not return, or that take long. */
import { once } from 'node:events';

import { describe, expect, test } from 'vitest';

import { directoryWith } from '../files/directory.js';
import { start } from '../support/command.js';
import { serverUrl } from '../support/server.js';
import { labSchemas } from '../support/sessions.js';

/** Explains a strategy with this attempt. The attempt first prints the name of its schema. */
const explaining = (attempt: string) => {
  const text = `import { sql } from 'kysely';
    import { refused, selectAccounts } from 'race-lab';
    export default { name: 'mine', async attempt(db, { accounts }) {
      const { rows } = await sql\`select current_schema() as name\`.execute(db);
      console.error('begins in ' + rows[0].name);
      await selectAccounts(db, accounts).execute();
      ${attempt}
    } };`;
  const cwd = directoryWith({ 'mine.mjs': text });
  return start(['explain', './mine.mjs', '--url', serverUrl()], { cwd });
};

const schemaIn = (stderr: string): string => {
  const [, schema] = /^begins in (race_lab_\w+)$/m.exec(stderr) ?? [];
  if (schema === undefined) throw new Error(`it did not begin: ${stderr}`);
  return schema;
};

const NEVER = 'return new Promise(() => {});';

describe.concurrent('an attempt that never returns', () => {
  test('is named, with its last statement', async () => {
    const { code, stdout, stderr } = await explaining(NEVER).ended;
    expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
    expect(stderr).toContain(
      'race-lab: an attempt of strategy mine (./mine.mjs) does not return: ' +
        'no worker has made progress for 5 s. Its last statement: select "id"',
    );
    expect(await labSchemas()).not.toContain(schemaIn(stderr));
  });

  test('is stopped at the first Ctrl-C', async () => {
    const explained = explaining(NEVER);
    await once(explained.process.stderr, 'data');
    explained.process.kill('SIGINT');
    const { code, stderr } = await explained.ended;
    expect(code).toBe(130);
    expect(stderr).toMatch(/^begins in \w+\nrace-lab: interrupted/);
    expect(await labSchemas()).not.toContain(schemaIn(stderr));
  });
});

test.concurrent('waits for an attempt that takes a while', async () => {
  const pause = 'await new Promise((resolve) => setTimeout(resolve, 200)); return refused;';
  const { code, stdout } = await explaining(pause).ended;
  expect(code).toBe(0);
  expect(stdout).toContain('→ refused');
});
