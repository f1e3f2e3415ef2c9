import { defineCase } from 'race-lab';
import { DataSource, EntitySchema } from 'typeorm';

import { caseOn } from './six-steps.js';

const Counter = new EntitySchema({
  name: 'counter',
  columns: { id: { type: Number, primary: true }, n: { type: Number } },
});

export default defineCase(
  caseOn({
    name: 'typeorm',
    open: ({ url }) => new DataSource({ type: 'postgres', url, entities: [Counter] }).initialize(),
    close: (db) => db.destroy(),
    read: async (db) => (await db.manager.findOneByOrFail(Counter, { id: 1 })).n,
    write: (db, n) => db.manager.update(Counter, { id: 1 }, { n }),
  }),
);
