/** The text of a first strategy. It runs unchanged, and its comments say what can be changed. */
import { basename, extname } from 'node:path';

import { shellWord } from '../plan/shell-word.js';
import { strategies } from '../strategies/index.js';

/** The file extensions that a first strategy or a first case can have. */
export const STARTING_ENDINGS = ['.ts', '.mts', '.js', '.mjs'] as const;

/** A strategy name from the file's name, in lower-case words with hyphens. Differs from all built-in names. */
export function nameFor(path: string): string {
  const name = nameIn(basename(path, extname(path)));
  return strategies.some((strategy) => strategy.name === name) ? `my-${name}` : name;
}

/** A name of lower-case words with hyphens, from that of a file without its ending. */
export function nameIn(text: string): string {
  const words = text
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  const name = words.join('-').replace(/^[^a-z]+/, '');
  if (name === '') return 'mine';
  return name === 'all' ? 'my-all' : name;
}

/** @param path the path of the new file, as a value of the option strategy */
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

/** The same shell word, changed so that it does not end the comment. Such a word is always in quotes. */
export const inComment = (word: string): string => word.replaceAll('*/', "*''/");

const TEMPLATE = `/**
 * A strategy of your own: how one operation, such as a withdrawal, is carried out.
 *
 *   race-lab run --strategy {path}
 *   race-lab explore --strategy {path}
 *
 * It starts as SELECT … FOR UPDATE, which holds. Remove .forUpdate() to see it break.
 */
import { committed, defineStrategy, overwrote, refused{Write} } from 'race-lab';

export default defineStrategy({
  name: '{name}',

  // What the strategy promises, for --expect claims. Left out: it prevents every anomaly.
  // claims: { writeSkew: 'possible' },

  // Expected database errors. Left out: serialization failures (40001) and deadlocks (40P01) are
  // retried, and any other error fails the operation.
  // sqlstates: { '40001': 'retry', '40P01': 'retry', '55P03': 'retry' },

  // One attempt at one operation: read, decide, write. race-lab calls it again after a conflict.
  // Throw new Conflict() when your code detects one. \`db\` is Kysely on this worker's own session.
  // For raw SQL, import { sql } from 'race-lab' and call sql\`…\`.execute(trx). The third argument,
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
        // This balance was computed here, so the write is based on the version that was read. For a
        // relative write, SET balance = balance - 10, use added(row.id, row.version) instead.
        writes.push(overwrote(account, row.version));
      }
      return committed(...writes);
    });
  },
});
`;
