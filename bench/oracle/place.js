import pg from 'pg';

/**
 * The embedded server of the bench, on which each case gets a database.
 * @param address as `pg` takes it
 */
export async function connectTo(address) {
  // A database can be copied only while no other connection uses it: so one connection makes all copies, one after another.
  const admin = await open(address);
  let last = Promise.resolve();
  const inTurn = (query) => {
    last = last.then(() => admin.query(query));
    return last;
  };
  return {
    createDatabase: async (database) => {
      await inTurn(`create database ${database} template ${address.database}`);
      return { ...address, database };
    },
    dropDatabase: ({ database }) => inTurn(`drop database ${database} (force)`),
    close: () => admin.end(),
  };
}

/** A database for one case, with a connection for each worker and one to watch them. */
export async function openPlace(server, the) {
  const address = await server.createDatabase(`oracle_${the.seed}`);
  const control = await open(address);
  await control.query(the.schema);
  const sessions = [];
  while (sessions.length < the.programs.length) sessions.push(await openSession(address));
  const sequences = await sequencesOf(control);
  return {
    /** By worker. */
    sessions,
    reset: () => control.query(resetOf(the, sequences)),
    rows: () => rowsOf(control, the.tables),
    violated: () => violatedOf(control, the.invariants),
    blockers: (pids) => blockersOf(control, pids),
    async close() {
      // That ends statements which still wait, too.
      await server.dropDatabase(address);
      await Promise.all(
        [control, ...sessions.map(({ client }) => client)].map((client) => client.end()),
      );
    },
  };
}

async function open(address) {
  const client = new pg.Client(address);
  // A server that stops is reported by the query that meets it.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

async function openSession(address) {
  const client = await open(address);
  const { rows } = await client.query('select pg_backend_pid() as pid');
  return { client, pid: rows[0].pid };
}

async function sequencesOf(control) {
  const { rows } = await control.query('select sequencename as name from pg_sequences');
  return rows.map(({ name }) => name);
}

/** Back to the rows of the start. Later numbers of sequences are none that a program writes. */
function resetOf({ tables, start }, sequences) {
  const further = sequences.map(
    (name, index) => `select setval('${name}', ${1_000_000 * (index + 1)});`,
  );
  return `truncate ${tables.join(', ')} restart identity; ${start} ${further.join(' ')}`;
}

async function rowsOf(control, tables) {
  const columns = tables.map(
    (table) => `(select json_agg(to_jsonb(t)) from ${table} t) as "${table}"`,
  );
  const { rows } = await control.query(`select ${columns.join(', ')}`);
  return Object.fromEntries(tables.map((table) => [table, rows[0][table] ?? []]));
}

async function violatedOf(control, invariants) {
  const violated = [];
  for (const [name, query] of Object.entries(invariants)) {
    const { rows } = await control.query(query);
    if (rows.length > 0) violated.push(name);
  }
  return violated;
}

/** By process, the processes that it waits for. */
async function blockersOf(control, pids) {
  const { rows } = await control.query(
    'select pid, pg_blocking_pids(pid) as blockers from unnest($1::int[]) as pid',
    [pids],
  );
  return new Map(rows.map(({ pid, blockers }) => [pid, blockers]));
}
