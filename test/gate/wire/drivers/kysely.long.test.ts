import { PostgresJSDialect } from 'kysely-postgres-js';
import postgres from 'postgres';
import { describe } from 'vitest';

import { kyselyOn, kyselyWithPg } from '../support/kysely.js';
import { testLibrary, testLibraryFurther } from '../support/library.js';

describe('Kysely with pg', () => {
  testLibraryFurther(kyselyWithPg);
});

describe('Kysely with postgres.js', () => {
  const library = kyselyOn((url) => new PostgresJSDialect({ postgres: postgres(url) }));
  testLibrary(library);
  testLibraryFurther(library);
});
