/** Two replicas of a service that run their migrations with node-pg-migrate when they start. */
import { fileURLToPath } from 'node:url';

import nodePgMigrate_5_10_0 from 'node-pg-migrate-5-10-0';
import nodePgMigrate_6_0_0 from 'node-pg-migrate-6-0-0';
import { defineCase } from 'race-lab';

const dir = fileURLToPath(new URL('./migrations/node-pg-migrate', import.meta.url));
const log = () => {};

const migrating = (name, { default: migrate }) =>
  defineCase({
    name,
    schema:
      'create table plan (id int generated always as identity primary key, name text not null)',
    worker: async (_nothing, { url }) => {
      const options = { databaseUrl: url, dir, direction: 'up', migrationsTable: 'pgmigrations' };
      try {
        await migrate({ ...options, log });
      } catch (error) {
        // The other replica does it.
        if (error.message !== 'Another migration is already running') throw error;
      }
    },
    times: 2,
    invariants: {
      'the migration ran once': 'select count(*) as plans from plan having count(*) <> 1',
    },
  });

export const breaks = migrating('node-pg-migrate-5-10-0', nodePgMigrate_5_10_0);
export const holds = migrating('node-pg-migrate-6-0-0', nodePgMigrate_6_0_0);
