/** A program that withdraws from the bank. */
/** The source of a worker: reads, then writes; or writes at once. */
export const WITHDRAW = `
import pg from 'pg';
const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
await client.connect();
const [how, status] = process.argv.slice(2);
if (how === 'at once') {
  await client.query('update account set balance = balance - 10');
} else {
  const { rows } = await client.query('select balance from account');
  await client.query('update account set balance = $1', [rows[0].balance - 10]);
}
await client.end();
if (status !== undefined) console.error('no more paper');
process.exitCode = Number(status ?? 0);
`;
