/** Work on the counter through postgres.js. */
import postgres from 'postgres';

export type Sql = postgres.ISql;

export const pooled = (options: postgres.Options<Record<string, never>> = {}) => ({
  open: ({ url }: { readonly url: string }) => postgres(url, options),
  close: (sql: postgres.Sql) => sql.end(),
});

export async function valueIn(sql: Sql, id = 1): Promise<number> {
  const [row] = await sql<{ value: number }[]>`select value from counter where id = ${id}`;
  return row?.value ?? Number.NaN;
}

export const write = async (sql: Sql, value: number, id = 1): Promise<void> => {
  await sql`update counter set value = ${value} where id = ${id}`;
};

export const SELECT = 'select value from counter where id = $1';
export const UPDATE = 'update counter set value = $1 where id = $2';

/** Reads two rows at once, and then writes both at once. */
export async function incrementBoth(sql: Sql): Promise<void> {
  const [first, second] = await Promise.all([valueIn(sql, 1), valueIn(sql, 2)]);
  await Promise.all([write(sql, first + 1, 1), write(sql, second + 1, 2)]);
}

/** The statements of incrementBoth(). */
export const BOTH = [`${SELECT} [1]`, `${SELECT} [2]`, `${UPDATE} [1, 1]`, `${UPDATE} [1, 2]`];
