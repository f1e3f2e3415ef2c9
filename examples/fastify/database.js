/** The pool of the service. It is made when the module is imported. */
import pg from 'pg';

export const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });
