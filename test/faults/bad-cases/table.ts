/** Cases that something is wrong with, and what is said about each. */

/** A case in a file of its own, `<name>.race.ts`. */
export interface BadCase {
  readonly name: string;
  /** Properties besides those of {@link SHOP}, or a whole module when it has an `export`. */
  readonly code: string;
  /** What follows `case <name> (./<name>.race.ts): `. */
  readonly says: string | RegExp;
  /** How the remedy begins. */
  readonly remedy: string;
}

/** What all files begin with: a shop that holds, since each customer buys a copy of their own. */
export const SHOP = `
import { defineCase } from 'race-lab';
import pg from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
const buy = async (pool, context) => {
  const id = context.worker === 'anna' ? 1 : 2;
  await pool.query('update product set stock = stock - 1 where id = $1', [id]);
  return 'bought';
};
const shop = {
  name: 'NAME',
  schema: 'create table product (id int primary key, stock int not null)',
  start: 'insert into product values (1, 5), (2, 5)',
  open: ({ url }) => new pg.Pool({ connectionString: url }),
  close: (pool) => pool.end(),
  workers: { anna: buy, ben: buy },
};
`;

/** The module of a case. */
export function moduleOf({ name, code }: Pick<BadCase, 'name' | 'code'>): string {
  const body = /\bexport\b/.test(code) ? code : `export default defineCase({ ...shop, ${code} });`;
  return `${SHOP}\n${body}\n`.replaceAll('NAME', name);
}

/** The second worker does this; the first one buys. */
export const ben = (body: string): string =>
  `workers: { anna: buy, ben: async (pool, context) => { ${body} } }`;

/** A bad case. */
export const bad = (
  name: string,
  code: string,
  says: string | RegExp,
  remedy: string,
): BadCase => ({
  name,
  code,
  says,
  remedy,
});

/** A schema, as a property. */
export const schema = (sql: string): string => `schema: ${JSON.stringify(sql)}`;
export const PRODUCT = 'create table product (id int primary key, stock int not null);';
