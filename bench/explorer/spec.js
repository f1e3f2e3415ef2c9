import { sqlFile } from '../../dist/database/accounts.js';

/** Where the tester works, beside race-lab's own schemas. */
export const SCHEMA = 'isolation_tester';

/** The account as race-lab's `deposit` begins with it. */
const ACCOUNT = 'insert into account (id, balance) values (1, 0);';

/**
 * How a specification comes by its table.
 *  - own: as PostgreSQL's specifications are written, which make their tables in `setup` and drop
 *    them in `teardown`, for each permutation;
 *  - lean: the table stays, and `setup` makes its row fresh, as race-lab does between schedules.
 * `once` is SQL that is run before the tester is started, and not timed.
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

/** From the schema of race-lab: the accounts and their trigger, without what notes a run's end. */
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
