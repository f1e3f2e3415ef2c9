/** Two replicas of a service that run their migrations with Knex when they start. */
import { fileURLToPath } from 'node:url';

import knex_0_95_11 from 'knex-0-95-11';
import knex_0_95_12 from 'knex-0-95-12';
import knex_3_3_0 from 'knex-3-3-0';
import { defineCase } from 'race-lab';

const directory = fileURLToPath(new URL('./migrations/knex', import.meta.url));
const log = { warn: () => {} };

const migrating = (name, knex) => {
  const connect = ({ url }) =>
    knex({ client: 'pg', connection: url, log, migrations: { directory } });

  return defineCase({
    name,
    schema: [
      'create table plan (id int generated always as identity primary key, name text not null)',
      async (context) => {
        const db = connect(context);
        await db.migrate.list();
        await db.destroy();
      },
    ],
    // As it is when the tables have just been created, on the first start of all.
    start: 'delete from knex_migrations_lock',
    open: connect,
    close: (db) => db.destroy(),
    replicas: 'each',
    worker: (db) => db.migrate.latest(),
    times: 2,
    invariants: {
      'there is one lock': 'select count(*) as locks from knex_migrations_lock having count(*) > 1',
    },
    refusals: ['Migration table is already locked'],
  });
};

export const breaks = migrating('knex-0-95-11', knex_0_95_11);
export const breaksInside = migrating('knex-0-95-12', knex_0_95_12);
export const breaksAgain = migrating('knex-3-3-0', knex_3_3_0);
