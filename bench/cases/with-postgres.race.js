import postgres from 'postgres';
import { defineCase } from 'race-lab';

import { caseOn } from './six-steps.js';

export default defineCase(
  caseOn({
    name: 'postgres-js',
    open: ({ url }) => postgres(url),
    close: (sql) => sql.end(),
    read: async (sql) => (await sql`select n from counter where id = ${1}`)[0].n,
    write: (sql, n) => sql`update counter set n = ${n} where id = ${1}`,
  }),
);
