// A free plan may publish one site. One UPDATE carries the count in its WHERE, but the two updates touch different rows, so none waits.
// after singhharsh1708/scrollcraft#306
import { defineCase } from 'race-lab';
import pg from 'pg';

async function publish(pool: pg.Pool, id: number) {
  const db = await pool.connect();
  try {
    await db.query('begin');
    const done = await db.query(
      `update site set published = true where id = $1
       and (select count(*) from site s where s.owner = site.owner and s.published) < 1`,
      [id],
    );
    if (!done.rowCount) throw new Error('allowance used up');
    await db.query('insert into log (line) values ($1)', [`published ${id}`]);
    await db.query('commit');
    return { published: id };
  } catch (e) {
    await db.query('rollback');
    throw e;
  } finally {
    db.release();
  }
}

export default defineCase({
  name: 'allowance-guarded-update',
  schema: `create table site (id int primary key, owner text not null, published boolean not null); create table log (line text not null)`,
  start: `insert into site values (1, 'mia', false), (2, 'mia', false)`,
  open: async ({ url }) => new pg.Pool({ connectionString: url }),
  close: (pool) => pool.end(),
  workers: {
    blog: (pool) => publish(pool, 1),
    shop: (pool) => publish(pool, 2),
  },
  invariants: {
    'one published site':
      'select owner from site where published group by owner having count(*) > 1',
  },
  refusals: ['allowance used up'],
});
