import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { describe } from 'vitest';

import { drizzleOn, drizzleWithPg } from '../support/drizzle.js';
import { testLibrary, testLibraryFurther } from '../support/library.js';

describe('Drizzle with pg', () => {
  testLibraryFurther(drizzleWithPg);
});

describe('Drizzle with postgres.js', () => {
  const library = drizzleOn((url) => {
    const client = postgres(url);
    return { db: drizzle(client), end: () => client.end() };
  });
  testLibrary(library);
  testLibraryFurther(library);
});
