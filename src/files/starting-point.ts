/** The text of a first strategy: it runs as it is, and says what may be changed. */
import { basename, extname } from 'node:path';

import { shellWord } from '../plan/shell-word.js';
import { strategies } from '../strategies/index.js';

/** The endings of the files that a first strategy can be written to. */
export const STARTING_ENDINGS = ['.ts', '.mts', '.js', '.mjs'] as const;

/** The file's name in lower-case words with hyphens; not that of a built-in strategy. */
export function nameFor(path: string): string {
  const words = basename(path, extname(path))
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  const name = words.join('-').replace(/^[^a-z]+/, '');
  if (name === '') return 'mine';
  const isTaken = name === 'all' || strategies.some((strategy) => strategy.name === name);
  return isTaken ? `my-${name}` : name;
}

/** @param path where it will be, as `--strategy` takes it */
export function startingPoint(path: string, name: string): string {
  const isTyped = ['.ts', '.mts'].includes(extname(path));
  const parts: Readonly<Record<string, string>> = {
    path: inComment(shellWord(path)),
    name,
    Write: isTyped ? ', type Write' : '',
    ': Write[]': isTyped ? ': Write[]' : '',
  };
  return TEMPLATE.replaceAll(/\{(path|name|Write|: Write\[\])\}/g, (_whole, part: string) => {
    return parts[part] ?? '';
  });
}

/** The same word for a shell, which has it in quotes; the comment does not end in it. */
const inComment = (word: string): string => word.replaceAll('*/', "*''/");

const TEMPLATE = `/**
 * A strategy of your own: how one operation, such as a withdrawal, is carried out.
 *
 *   race-lab run --strategy {path}
 *   race-lab explore --strategy {path}
 *
 * It begins as SELECT … FOR UPDATE, which holds. Take away .forUpdate() to see it break.
 */
import { committed, defineStrategy, overwrote, refused{Write} } from 'race-lab';

export default defineStrategy({
  name: '{name}',

  // What it promises, for --expect claims. Left out: that it prevents every anomaly.
  // claims: { writeSkew: 'possible' },

  // Database errors that are expected. Left out: serialization failures (40001) and deadlocks
  // (40P01) are tried again; any other error fails the operation.
  // sqlstates: { '40001': 'retry', '40P01': 'retry', '55P03': 'retry' },

  // One attempt at one operation: read, decide, write. It is called again after a conflict; throw
  // new Conflict() for one that you notice yourself. \`db\` is Kysely on this worker's own session;
  // for raw SQL, import { sql } from 'race-lab' and call sql\`…\`.execute(trx). A third argument,
  // \`replica\`, has the locks of this process: replica.mutex('name').runExclusive(…).
  async attempt(db, operation) {
    return db.transaction().execute(async (trx) => {
      const accounts = await trx
        .selectFrom('account')
        .select(['id', 'balance', 'version'])
        .where('id', 'in', operation.accounts)
        .orderBy('id')
        .forUpdate()
        .execute();

      // The scenario knows the rule: is there enough money?
      const decision = operation.decide(accounts);
      if (decision.refused) return refused;

      const writes{: Write[]} = [];
      for (const { account, balance } of decision.changes) {
        const row = await trx
          .updateTable('account')
          .set({ balance })
          .where('id', '=', account.id)
          .returning(['id', 'version'])
          .executeTakeFirstOrThrow();
        // A balance that was computed here builds on the version that was read. For a relative
        // write, SET balance = balance - 10, it is added(row.id, row.version) instead.
        writes.push(overwrote(account, row.version));
      }
      return committed(...writes);
    });
  },
});
`;
