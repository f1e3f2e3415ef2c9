import { PostgresDialect } from 'kysely';
import pg from 'pg';

import { testKysely } from '../support/kysely.js';

testKysely('pg', (url) => new PostgresDialect({ pool: new pg.Pool({ connectionString: url }) }));
