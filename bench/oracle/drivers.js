import pg from 'pg';
import postgres from 'postgres';

const ROOM = 8;

/**
 * The drivers through which race-lab's side sends the programs of a case. `run` sends one program: outside of
 * transactions by any connection, each transaction by one.
 */
export const DRIVERS = {
  'pg-pool': {
    open: ({ url }) => new pg.Pool({ connectionString: url, max: ROOM }),
    close: (pool) => pool.end(),
    run: (pool, program) =>
      send(program, sendByPg(pool), async () => {
        const client = await pool.connect();
        return { query: sendByPg(client), release: () => client.release() };
      }),
  },
  'pg-pooled-client': {
    open: ({ url }) => new pg.Pool({ connectionString: url, max: ROOM }),
    close: (pool) => pool.end(),
    run: async (pool, program) => {
      const client = await pool.connect();
      try {
        return await sendByOne(program, sendByPg(client));
      } finally {
        client.release();
      }
    },
  },
  'pg-client': {
    open: ({ url }) => url,
    close: () => undefined,
    run: async (url, program) => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      try {
        return await sendByOne(program, sendByPg(client));
      } finally {
        await client.end();
      }
    },
  },
  postgres: {
    open: ({ url }) => postgres(url, { max: ROOM, onnotice: () => undefined }),
    close: (sql) => sql.end(),
    run: (sql, program) =>
      send(program, sendByPostgres(sql), async () => {
        const reserved = await sql.reserve();
        return { query: sendByPostgres(reserved), release: () => reserved.release() };
      }),
  },
};

const sendByOne = (program, query) =>
  send(program, query, () => ({ query, release: () => undefined }));

/** @param lend a connection for a transaction */
async function send(program, query, lend) {
  let lent = null;
  let { done, value } = program.next();
  while (!done) {
    if (value.place === 'begin') lent ??= await lend();
    let go;
    try {
      const reply = await (lent?.query ?? query)(value);
      if (value.place === 'end') {
        lent.release();
        lent = null;
      }
      go = () => program.next(reply);
    } catch (error) {
      go = () => program.throw(error);
    }
    ({ done, value } = go());
  }
  return value;
}

const sendByPg =
  (client) =>
  async ({ text, values, isNamed }) => {
    const name = isNamed ? { name: nameOf(text) } : {};
    const { rows, rowCount } = await client.query({ text, values, ...name });
    return { rows, count: rowCount };
  };

/** A name for each text, because a connection knows a text by its name. */
const names = new Map();

function nameOf(text) {
  if (!names.has(text)) names.set(text, `statement-${names.size + 1}`);
  return names.get(text);
}

const sendByPostgres =
  (sql) =>
  async ({ text, values }) => {
    const rows = await sql.unsafe(text, values, { prepare: values.length > 0 });
    return { rows: [...rows], count: rows.count };
  };
