// A job with a deduplication key is looked up and created by one statement with CTEs; the key has no unique index.
// after kvet/queuert#3
import { defineCase } from 'race-lab';
import postgres from 'postgres';

const create = (sql: postgres.Sql, id: string) =>
  sql.begin(async (tx) => {
    const [job] = await tx`
    with existing as (select id from job where dedup_key = 'sync:7' and state = 'running'),
    inserted as (
      insert into job (id, dedup_key, state) select ${id}, 'sync:7', 'running'
      where not exists (select from existing) returning id
    )
    select id, false as deduplicated from inserted union all select id, true from existing`;
    return { deduplicated: job.deduplicated };
  });

export default defineCase({
  name: 'dedup-create-cte',
  schema: `create table job (id text primary key, dedup_key text not null, state text not null)`,
  start: `insert into job values ('j0', 'sync:7', 'done')`,
  open: async ({ url }) => postgres(url),
  close: (sql) => sql.end(),
  workers: {
    web: (sql) => create(sql, 'j1'),
    cron: (sql) => create(sql, 'j2'),
  },
  invariants: {
    'one running job for a key': `select dedup_key from job where state = 'running' group by dedup_key having count(*) > 1`,
  },
});
