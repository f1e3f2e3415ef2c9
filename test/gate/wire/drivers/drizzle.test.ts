import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';

import { testDrizzle } from '../support/drizzle.js';

testDrizzle('pg', ({ url }) => {
  const pool = new pg.Pool({ connectionString: url });
  return { db: drizzle(pool), end: () => pool.end() };
});
