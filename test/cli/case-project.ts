/** Directories with cases, as a user has them: their files import drivers by name. */
import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { onTestFinished } from 'vitest';

import { keptDirectoryWith } from '../files/directory.js';

const MODULES = fileURLToPath(new URL('../../node_modules', import.meta.url));

/** @returns the path of a directory with these files, in which drivers are installed */
export function caseProject(files: Readonly<Record<string, string>>): string {
  const directory = keptCaseProject(files);
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** Like {@link caseProject}, for several tests. Remove it after them. */
export function keptCaseProject(files: Readonly<Record<string, string>>): string {
  const directory = keptDirectoryWith(files);
  symlinkSync(MODULES, join(directory, 'node_modules'));
  return directory;
}

const SHOP = `
  schema: 'create table product (id int primary key, stock int not null)',
  start: 'insert into product values (1, 1)',
  open: ({ url }) => postgres(url),
  close: (sql) => sql.end(),
  refusals: 'sold out',
  invariants: { 'stock is never below zero': 'select id from product where stock < 0' },`;

/** Two customers buy the last copy: one of them checks, then decrements. Two of three schedules break. */
export const racy = (name: string): string => `import { defineCase } from 'race-lab';
import postgres from 'postgres';

export default defineCase({
  name: '${name}',${SHOP}
  workers: {
    anna: async (sql) => {
      const [{ stock }] = await sql\`select stock from product\`;
      if (stock < 1) throw new Error('sold out');
      await sql\`update product set stock = stock - 1\`;
    },
    ben: async (sql) => {
      const { count } = await sql\`update product set stock = stock - 1 where stock > 0\`;
      if (count === 0) throw new Error('sold out');
    },
  },
});
`;

/** The UPDATE decides, so one customer is refused. */
export const safe = (name: string): string => `import { defineCase } from 'race-lab';
import postgres from 'postgres';

export default defineCase({
  name: '${name}',${SHOP}
  worker: async (sql) => {
    const { count } = await sql\`update product set stock = stock - 1 where stock > 0\`;
    if (count === 0) throw new Error('sold out');
  },
});
`;

/** Notes a visit, whatever others do. */
const VISIT = `{
  schema: 'create table visit ()',
  open: ({ url }) => postgres(url),
  close: (sql) => sql.end(),
  worker: async (sql) => void (await sql\`insert into visit default values\`),
}`;

/** Two cases with one statement for each worker. */
export const PAIR = `import { defineCase } from 'race-lab';
import postgres from 'postgres';
const visit = ${VISIT};
export const left = defineCase({ name: 'left', ...visit });
export const right = defineCase({ name: 'right', ...visit });
`;

/** An expression for such a case. The file imports `defineCase` and `postgres`. */
export const visiting = (name: string): string => `defineCase({ name: '${name}', ...${VISIT} })`;

/** A case whose schema is wrong. */
export const WRONG = `import { defineCase } from 'race-lab';
export default defineCase({ name: 'wrong', schema: 'create tabel t ()', worker: () => 1 });
`;
