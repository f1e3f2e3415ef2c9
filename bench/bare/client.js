/**
 * A minimal client that sends a strategy's statements: no driver, no Kysely, no records. Prints operations per
 * second.
 *
 *   node client.js '{"target": …, "schema": …, "statements": …, "clients": 10, "accounts": 1000, "seconds": 1}'
 */
import { awake } from '../../build/race/keep-awake.js';
import { ACCOUNT, AMOUNT, BALANCE } from '../pgbench/script.js';
import { column, execute, openSession, prepare, query } from './wire.js';

const { target, schema, statements, clients, accounts, seconds } = JSON.parse(process.argv[2]);

/** The index of the balance among the columns that a strategy reads. */
const BALANCE_COLUMN = 1;

const nameOf = (index) => `statement_${index}`;

async function open() {
  const session = await openSession(target);
  await session.ask(query(`set search_path to ${schema}; set enable_seqscan to off`));
  for (const [index, { sql, parameters }] of statements.entries()) {
    if (parameters.length > 0) await session.ask(prepare(nameOf(index), sql));
  }
  return session;
}

const SERIALIZATION_FAILURE = '40001';

/** Carries out one operation, with retries until it commits. Sends BEGIN together with the next statement. */
async function perform(session, account) {
  for (;;) {
    try {
      return await attempt(session, account);
    } catch (error) {
      if (error.code !== SERIALIZATION_FAILURE) throw error;
      await session.ask(query('rollback'));
    }
  }
}

async function attempt(session, account) {
  let balance = 0;
  let ahead = null;
  for (const [index, { sql, parameters }] of statements.entries()) {
    const values = parameters.map((value) => valueOf(value, account, balance));
    const bytes = values.length > 0 ? execute(nameOf(index), values) : query(sql);
    if (sql.startsWith('begin')) {
      ahead = bytes;
      continue;
    }
    const row = await (ahead ? session.ask(Buffer.concat([ahead, bytes]), 2) : session.ask(bytes));
    ahead = null;
    if (sql.startsWith('select')) balance = Number(column(row, BALANCE_COLUMN));
  }
}

function valueOf(parameter, account, balance) {
  switch (parameter) {
    case ACCOUNT:
      return account;
    case BALANCE + AMOUNT:
      return balance + AMOUNT;
    default:
      return parameter;
  }
}

const sessions = await Promise.all(Array.from({ length: clients }, open));
let done = 0;
const workUntil = async (session, end) => {
  while (performance.now() < end) {
    await perform(session, 1 + Math.floor(Math.random() * accounts));
    done += 1;
  }
};
const all = (ms) => {
  const end = performance.now() + ms;
  return Promise.all(sessions.map((session) => workUntil(session, end)));
};

await awake(1, async () => {
  // The first second warms up the code and is not counted.
  await all(1000);
  done = 0;
  const began = performance.now();
  await all(seconds * 1000);
  console.log(done / ((performance.now() - began) / 1000));
});
for (const session of sessions) session.close();
