/** `race-lab explain` on strategies that a test writes. */
import { directoryWith } from '../files/directory.js';
import { start } from '../support/command.js';
import { serverUrl } from '../support/server.js';

/** Explains a strategy with this attempt. The attempt first prints the name of its schema. */
export const explaining = (attempt: string) => {
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

export const schemaIn = (stderr: string): string => {
  const [, schema] = /^begins in (race_lab_\w+)$/m.exec(stderr) ?? [];
  if (schema === undefined) throw new Error(`it did not begin: ${stderr}`);
  return schema;
};

export const NEVER = 'return new Promise(() => {});';
