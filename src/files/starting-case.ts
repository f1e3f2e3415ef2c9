/** The text of a first case. It runs unchanged and breaks, and its comments say what can be changed. */
import { basename, extname } from 'node:path';

import { shellWord } from '../plan/shell-word.js';
import { CASE_ENDINGS } from './case-files.js';
import { inComment, nameIn } from './starting-point.js';

/** The drivers that a first case can use, the preferred one first. */
export const DRIVERS = ['pg', 'postgres'] as const;

export type Driver = (typeof DRIVERS)[number];

/** A name of a case from that of its file. */
export function caseNameFor(path: string): string {
  const ending = CASE_ENDINGS.find((each) => path.endsWith(each)) ?? extname(path);
  return nameIn(basename(path, ending));
}

/** @param path the path of the new file, as an argument on the command line */
export function startingCase(path: string, name: string, driver: Driver): string {
  const isTyped = ['.ts', '.mts'].includes(extname(path));
  const parts: Readonly<Record<string, string>> = {
    path: inComment(shellWord(path)),
    name,
    number: isTyped ? ': number' : '',
    ending: extname(path),
    ...codeFor(driver, isTyped),
  };
  return TEMPLATE.replaceAll(/<(\w+)>/g, (whole, part: string) => parts[part] ?? whole);
}

/** The parts that depend on the driver. */
function codeFor(driver: Driver, isTyped: boolean) {
  switch (driver) {
    case 'pg':
      return {
        driver,
        application: 'pool',
        type: isTyped ? ': pg.Pool' : '',
        read: "const { rows } = await pool.query('select stock from product where id = $1', [product]);",
        row: 'rows[0]',
        changed: 'result.rowCount',
        write: "pool.query('update product set stock = stock - 1 where id = $1', [product]);",
        open: 'new pg.Pool({ connectionString: url })',
      };
    case 'postgres':
      return {
        driver,
        application: 'sql',
        type: isTyped ? ': postgres.Sql' : '',
        read: `const [row] = await sql${isTyped ? '<{ stock: number }[]>' : ''}\`select stock from product where id = \${product}\`;`,
        row: 'row',
        changed: 'result.count',
        write: 'sql`update product set stock = stock - 1 where id = ${product}`;',
        open: 'postgres(url)',
      };
    default:
      return driver satisfies never;
  }
}

const TEMPLATE = `/**
 * A case: code of your own, its database, and what must not happen when it runs twice at once.
 *
 *   race-lab explore <path>
 *
 * It starts with a race: two customers buy the last copy. To see it hold, let the UPDATE decide: add
 * \`and stock > 0\` to it, and throw the error when <changed> is 0.
 */
import { defineCase } from 'race-lab';
import <driver> from '<driver>';

// This stands for a function of your service. Import that one instead, as it is:
// import { buy } from '../src/shop<ending>';
async function buy(<application><type>, product<number>) {
  <read>
  if (!<row> || <row>.stock < 1) throw new Error('sold out');
  const result = await <write>
  return { bought: product, rows: <changed> };
}

export default defineCase({
  name: '<name>',

  // What makes the tables: SQL, the path of an .sql file ('./schema.sql', next to this file), a function
  // that migrates (({ url, env }) => …), or a list of these.
  schema: 'create table product (id int primary key, stock int not null)',

  // The rows that every schedule begins with, in the same forms.
  start: 'insert into product values (1, 1)',

  // Makes what the workers are handed, such as a pool or an ORM. DATABASE_URL and the PG* variables are
  // set, too, for a module that connects when it is imported: then leave open and close out.
  open: ({ url }) => <open>,
  close: (<application>) => <application>.end(),

  // What runs at once: each function once, and what it returns is compared. For one function several
  // times, write worker: (<application>) => buy(<application>, 1), times: 3 instead.
  workers: {
    anna: (<application>) => buy(<application>, 1),
    ben: (<application>) => buy(<application>, 1),
  },

  // Rules over the final rows: each query returns a row for each violation.
  invariants: {
    'stock is never below zero': 'select id, stock from product where stock < 0',
  },

  // Errors that are ordinary answers: a part of a message, an SQLSTATE, a RegExp, a class of errors, or
  // a predicate.
  refusals: ['sold out'],

  // SQLSTATEs of failures that the callers retry: a worker that fails so counts as not having run.
  // retried: ['40001', '40P01'],

  // What is not compared: columns, and parts of what the workers return.
  // ignore: ['product.changed_at', 'result.id'],
});
`;
