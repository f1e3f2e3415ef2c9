// The fix of 20: an advisory lock for the owner, taken first in the transaction, then the count and the update.
// after singhharsh1708/scrollcraft#306
import { defineCase } from 'race-lab';
import pg from 'pg';

async function publish(pool: pg.Pool, id: number) {
  const db = await pool.connect();
  try {
    await db.query('begin');
    await db.query(`select pg_advisory_xact_lock(hashtext('publish:mia'))`);
    const {
      rows: [{ n }],
    } = await db.query(`select count(*)::int as n from site where owner = 'mia' and published`);
    if (n >= 1) throw new Error('allowance used up');
    await db.query('update site set published = true where id = $1', [id]);
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
  name: 'allowance-advisory-lock',
  schema: `create table site (id int primary key, owner text not null, published boolean not null)`,
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
