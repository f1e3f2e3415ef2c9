import { PostgresJSDialect } from 'kysely-postgres-js';
import postgres from 'postgres';

import { testKysely } from '../support/kysely.js';

testKysely('postgres.js', (url) => new PostgresJSDialect({ postgres: postgres(url) }));
