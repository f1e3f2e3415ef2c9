/** A process that connects (to the socket, as the user, to the database of its arguments), sends one statement, and ends. */
import pg from 'pg';

const [host, user, database] = process.argv.slice(2);
const client = new pg.Client({ host, user, database });
await client.connect();
await client.query('select 1');
await client.end();
