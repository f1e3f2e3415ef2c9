import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';

import { testDrizzle } from '../support/drizzle.js';

testDrizzle('postgres.js', ({ url }) => {
  const client = postgres(url);
  return { db: drizzle(client), end: () => client.end() };
});
