/** Cases that go wrong in free rounds. */
import type postgres from 'postgres';

/** Locks one row, and then another one. */
export const lockBoth = (first: number, second: number) => (sql: postgres.Sql) =>
  sql
    .begin(async (tx) => {
      await tx`update product set stock = stock + 1 where id = ${first}`;
      await tx`select pg_sleep(0.01)`;
      await tx`update product set stock = stock + 1 where id = ${second}`;
    })
    .then(() => undefined);
