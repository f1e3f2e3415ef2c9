/** A small bank as a service on Node.js, in a directory as a user has it, with cases on it. */
import { caseProject, keptCaseProject } from '../cli/case-project.js';

/** Withdraws in several ways, and behaves badly when MODE says so. */
const SERVER = `
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import pg from 'pg';

const { DATABASE_URL, PORT, MODE } = process.env;
if (MODE === 'dies at start') {
  console.error('no licence found');
  process.exit(3);
}
if (MODE === 'ignores SIGTERM') process.on('SIGTERM', () => {});
if (MODE === 'has children') spawn('sleep', ['1000'], { detached: true, stdio: 'ignore' });
const uses = MODE === 'reconnects' ? { maxUses: 1 } : {};
const pool = new pg.Pool({ connectionString: DATABASE_URL, ...uses });
let last = Promise.resolve();
let count;
let answered = false;

async function withdraw(client, how) {
  const { rows } = await client.query('select balance from account where id = 1 ' + how);
  if (rows[0].balance < 60) return [409, { error: 'not enough' }];
  await client.query('update account set balance = $1 where id = 1', [rows[0].balance - 60]);
  return [200, { balance: rows[0].balance - 60 }];
}

async function inTransaction(how) {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const answer = await withdraw(client, how);
    await client.query('commit');
    return answer;
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

/** Answers before its transaction has ended. */
async function commitLater(later) {
  const client = await pool.connect();
  await client.query('begin');
  const answer = await withdraw(client, 'for update');
  later(() => client.query('commit').then(() => client.release()));
  return answer;
}

const routes = {
  '/health': async () => [200, 'well'],
  '/ill': async () => [503, 'warming up'],
  '/naive': () => withdraw(pool, ''),
  '/for-update': () => inTransaction('for update'),
  '/atomic': async () => {
    const sql = 'update account set balance = balance - 60 where id = 1 and balance >= 60';
    const { rowCount } = await pool.query(sql);
    return rowCount === 1 ? [200, 'well'] : [409, { error: 'not enough' }];
  },
  '/locked': () => (last = last.then(() => withdraw(pool, ''))),
  '/fails': async () => {
    await pool.query('select balance from account');
    console.error('Traceback: the printer is on fire');
    return [500, 'oh no'];
  },
  '/dies': async () => {
    await pool.query('select balance from account');
    console.error('out of memory');
    process.exit(9);
  },
  '/hangs': async () => {
    await pool.query('select balance from account');
    return new Promise(() => {});
  },
  '/transfers': () => inTransaction(''),
  '/tries-again-and-fails': async () => {
    try {
      await inTransaction('');
    } catch (error) {
      if (error.code !== '40001') throw error;
      await inTransaction('');
      throw new Error('the printer is on fire');
    }
    return [200, 'well'];
  },
  '/writes-later': async () => {
    const { rows } = await pool.query('select balance from account');
    setTimeout(() => pool.query('update account set balance = $1', [rows[0].balance + 60]), 400);
    return [202, 'soon'];
  },
  '/logs-later': async () => {
    const answer = await inTransaction('for update');
    setTimeout(() => pool.query('insert into job values (1)'), 600);
    return answer;
  },
  '/logs-much-later': async () => {
    const answer = await inTransaction('for update');
    setTimeout(() => pool.query('insert into job values (1)'), Number(MODE));
    return answer;
  },
  '/logs-in-transaction-later': async () => {
    const answer = await inTransaction('for update');
    setTimeout(() => inTransaction('for update'), Number(MODE));
    return answer;
  },
  '/pairs': async () => {
    await Promise.all([pool.query('select balance from account'), pool.query('select runs from job')]);
    await Promise.all([
      pool.query('update account set balance = balance - 10'),
      pool.query('update job set runs = runs + 1'),
    ]);
    return [200, 'well'];
  },
  '/advisory': async () => {
    const lock = await pool.connect();
    try {
      await lock.query('select pg_advisory_lock(1)');
      return await withdraw(pool, '');
    } finally {
      await lock.query('select pg_advisory_unlock(1)');
      lock.release();
    }
  },
  '/counts': async () => {
    // Once it was read, it is in the memory of the service.
    count ??= (await pool.query('select seen from account')).rows[0].seen;
    count += 1;
    await pool.query('update account set seen = $1', [count]);
    return [200, 'well'];
  },
  '/once': async () => {
    if (answered) return [200, 'well'];
    answered = true;
    return routes['/naive']();
  },
  '/makes-once': async () => {
    if (!answered) {
      const { rows } = await pool.query('select from account where id = 2');
      if (rows.length === 0) await pool.query('insert into account values (2, 0) on conflict do nothing');
    }
    answered = true;
    await pool.query('update account set balance = balance - 1 where id = 1');
    return [200, 'well'];
  },
  '/commits-later': () => commitLater(setImmediate),
  '/commits-much-later': () => commitLater((commit) => setTimeout(commit, 60)),
};

const server = createServer(async (request, response) => {
  if (MODE === 'answers nothing') return;
  const route = routes[request.url] ?? (async () => [404, 'not found']);
  const [status, body] = await route().catch(({ message }) => [500, message]);
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
});
if (MODE !== 'does not listen') server.listen(Number(PORT), '127.0.0.1', () => console.log('listening'));
else setInterval(() => {}, 1000);
if (MODE === 'health checks') setInterval(() => pool.query('select 1'), 3);
if (MODE === 'writes in the background') {
  setInterval(() => pool.query('update job set runs = runs + 1'), 7);
}
if (MODE === 'locks in the background') {
  setInterval(() => pool.query('update account set seen = seen + 1'), 7);
}
if (MODE === 'opens connections') {
  for (let i = 0; i < 5; i += 1) pool.connect().then((client) => client.query('select * from account').then(() => client.release(i % 2 === 0)));
}
`;

const CASES = `
import { defineCase } from 'race-lab';

export const bank = (name, { path = '/' + name, mode = '', service = {}, ...more } = {}) =>
  defineCase({
    name,
    schema: 'create table account (id int primary key, balance int not null, seen int not null default 0); create table job (runs int not null)',
    start: 'insert into account values (1, 100); insert into job values (0)',
    service: { command: ['node', 'server.mjs'], env: { MODE: mode }, ready: '/health', ...service },
    workers: {
      anna: ({ fetch }) => fetch(path, { method: 'POST' }),
      ben: ({ fetch }) => fetch(path, { method: 'POST' }),
    },
    refusals: [409],
    ...more,
  });
`;

const filesOf = (body: string, files: Readonly<Record<string, string>>) => ({
  'server.mjs': SERVER,
  'bank.race.ts': `${CASES}\n${body}\n`,
  ...files,
});

/** @param body the exports of `bank.race.ts`, made by `bank(name, { path, mode, … })` */
export const bankProject = (body: string, files: Readonly<Record<string, string>> = {}): string =>
  caseProject(filesOf(body, files));

/** Like {@link bankProject}, for several tests. Remove it after them. */
export const keptBankProject = (
  body: string,
  files: Readonly<Record<string, string>> = {},
): string => keptCaseProject(filesOf(body, files));
