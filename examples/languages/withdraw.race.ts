import { defineCase } from 'race-lab';

const python = process.env['PYTHON'] || 'python3';

/** How each service is started. They read `DATABASE_URL` or the `PG*` variables. */
const commands = {
  asyncpg: [python, '-m', 'uvicorn', 'with_asyncpg:app', '--port', '{port}'],
  psycopg: [python, '-m', 'uvicorn', 'with_psycopg:app', '--port', '{port}'],
  jdbc: [
    'java',
    '-cp',
    process.env['JDBC_JAR'] || '/usr/share/java/postgresql.jar',
    'WithJdbc.java',
    '{port}',
  ],
  pdo: ['php', '-S', '127.0.0.1:{port}', 'with_pdo.php'],
};

/** Two customers withdraw 60 of 100 at once. */
const withdrawals = (driver: keyof typeof commands, way: string) =>
  defineCase({
    name: `${driver}-${way}`,
    schema: './schema.sql',
    start: 'insert into account values (1, 100)',
    service: {
      command: commands[driver],
      ready: '/health',
      // PHP's own server answers one request at a time, unless it has more workers.
      env: { PHP_CLI_SERVER_WORKERS: '4' },
    },
    worker: ({ fetch }) => fetch(`/${way}`, { method: 'POST', body: { amount: 60 } }),
    times: 2,
    invariants: { 'balance is never below zero': 'select * from account where balance < 0' },
    refusals: [409],
  });

const drivers = ['asyncpg', 'psycopg', 'jdbc', 'pdo'] as const;

export default drivers.flatMap((driver) =>
  ['naive', 'transaction', 'for-update'].map((way) => withdrawals(driver, way)),
);
