import { sqlFile } from '../../build/database/accounts.js';

/** The schema of the tester, separate from race-lab's own schemas. */
export const SCHEMA = 'isolation_tester';

/** The account at the start of race-lab's `deposit`. */
const ACCOUNT = 'insert into account (id, balance) values (1, 0);';

/**
 * How a specification creates its table.
 *  - own: as PostgreSQL's own specifications do: `setup` creates the table and `teardown` drops it, for each
 *    permutation;
 *  - lean: the table stays, and `setup` restores its row, as race-lab does between schedules.
 * `once` is SQL that runs before the tester starts, and is not timed.
 */
export async function specForms() {
  const table = await accountTable();
  return {
    own: {
      once: '',
      setup: `${table} ${ACCOUNT}`,
      teardown: 'drop table account; drop function account_stamp();',
    },
    lean: { once: table, setup: `delete from account; ${ACCOUNT}`, teardown: null },
  };
}

/** The accounts and their trigger from race-lab's schema, without the table final_state. */
async function accountTable() {
  const text = await sqlFile('schema.sql');
  return text
    .replaceAll(/^--.*\n/gm, '')
    .split(/(?<=;\n)\n/)
    .filter((statement) => !statement.startsWith('create table final_state'))
    .join('');
}

/** A specification of the isolation tester. (PostgreSQL, src/test/isolation/README) */
export function specOf({ setup, teardown }, sessions, orders) {
  return [
    `setup { ${setup} }`,
    ...(teardown === null ? [] : [`teardown { ${teardown} }`]),
    ...sessions.flatMap((statements, session) => [
      `session s${session}`,
      ...statements.map((sql, index) => `step ${nameOf(session, index)} { ${sql}; }`),
    ]),
    ...orders.map(({ path }) => `permutation ${stepsOf(path).join(' ')}`),
    '',
  ].join('\n');
}

const nameOf = (session, index) => `${'ab'[session]}${index + 1}`;

function stepsOf(path) {
  const taken = [0, 0];
  return path.map((session) => nameOf(session, taken[session]++));
}
