import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import pg from 'pg';
import postgres from 'postgres';
import { afterEach, describe, expect, test } from 'vitest';

import { closeGates, openGate, someWait, until, type Work } from './support/gate.js';

afterEach(closeGates);

const READ = 'select value from counter where id = 1';

const port = (url: string) => Number(new URL(url).port);

async function opened(url: string): Promise<Socket> {
  const socket = connect(port(url), '127.0.0.1');
  await once(socket, 'connect');
  return socket;
}

/** What a socket receives next. */
const answer = async (socket: Socket): Promise<Buffer> => {
  const [bytes]: unknown[] = await once(socket, 'data');
  if (!Buffer.isBuffer(bytes)) throw new Error('the socket has an encoding');
  return bytes;
};

const closed = (socket: Socket) =>
  socket.destroyed ? Promise.resolve() : once(socket.resume(), 'close').then(() => undefined);

const packet = (code: number, ...more: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(8 + 4 * more.length);
  [bytes.length, code, ...more].forEach((value, index) => bytes.writeInt32BE(value, 4 * index));
  return bytes;
};

async function withClient(url: string, work: (client: pg.Client) => Promise<unknown>) {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const reads: Work = (url) => withClient(url, async (client) => (await client.query(READ)).rows);

describe('a client that is set up', () => {
  test('gets N when it asks for TLS or GSS, and goes on without', async () => {
    const { url } = await openGate(0);
    const socket = await opened(url);
    socket.write(packet(80_877_103));
    expect(String(await answer(socket))).toBe('N');
    socket.write(packet(80_877_104));
    expect(String(await answer(socket))).toBe('N');
    socket.destroy();
    const sql = postgres(url.replace('sslmode=disable', 'sslmode=prefer'), { max: 1 });
    expect([...(await sql`select 1 as one`)]).toEqual([{ one: 1 }]);
    await sql.end();
    await expect(
      withClient(url.replace('sslmode=disable', 'sslmode=verify-full'), async () => undefined),
    ).rejects.toThrow('does not support SSL');
  });

  test('is refused with a wrong password, although the server asks for none', async () => {
    const { url, password } = await openGate(0);
    const wrong = url.replace(password, 'guessed');
    await expect(withClient(wrong, async () => undefined)).rejects.toMatchObject({ code: '28P01' });
    await expect(reads(url)).resolves.toEqual([{ value: 0 }]);
  });

  test('is let in without having a statement carried out before its password was seen', async () => {
    const { url, database, session } = await openGate(0);
    const socket = await opened(url);
    const text = `user\0race_lab\0database\0${database}\0\0`;
    const startup = Buffer.concat([packet(196_608), Buffer.from(text)]);
    startup.writeInt32BE(startup.length, 0);
    const sql = 'update counter set value = 99\0';
    const query = Buffer.concat([Buffer.from('Q\0\0\0\0'), Buffer.from(sql)]);
    query.writeInt32BE(query.length - 1, 1);
    socket.write(Buffer.concat([startup, query]));
    await closed(socket);
    expect(await session.query(READ)).toEqual([{ value: 0 }]);
  });

  test('is told when the server does not have its database', async () => {
    const { url, database } = await openGate(0);
    await expect(reads(url.replace(database, 'nowhere'))).rejects.toMatchObject({ code: '3D000' });
  });

  test('may be one of fifty', async () => {
    const { url } = await openGate(0);
    const numbers = Array.from({ length: 50 }, (_, index) => index);
    const clients = numbers.map(() => new pg.Client({ connectionString: url }));
    await Promise.all(clients.map((client) => client.connect()));
    const answers = await Promise.all(
      clients.map((client, index) => client.query<{ n: number }>('select $1::int as n', [index])),
    );
    expect(answers.map(({ rows }) => rows[0]?.n)).toEqual(numbers);
    await Promise.all(clients.map((client) => client.end()));
  });
});

describe('other clients', () => {
  test.each([
    ['of another protocol', Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')],
    ['that speak TLS at once', Buffer.from('16030100c8010000c40303', 'hex')],
    ['that send noughts', Buffer.alloc(64)],
    ['that send half a packet', packet(196_608).subarray(0, 6)],
    ['that say nothing', Buffer.alloc(0)],
  ])('%s do not disturb', async (_name, bytes) => {
    const { url, run } = await openGate(2);
    const sockets: Socket[] = [];
    const disturbed: Work = async (address) => {
      const socket = await opened(address);
      sockets.push(socket);
      socket.on('error', () => undefined);
      if (bytes.length > 0) socket.write(bytes);
      return reads(address);
    };
    const { results } = await run('AB', disturbed, reads);
    expect(results).toEqual([[{ value: 0 }], [{ value: 0 }]]);
    for (const socket of sockets) socket.destroy();
    await expect(reads(url)).resolves.toEqual([{ value: 0 }]);
  });

  test('cancel a statement that waits for a lock', async () => {
    const { run, session } = await openGate(2);
    let cancel: () => Promise<void> = () => Promise.resolve();
    const locks: Work = (url) =>
      withClient(url, async (client) => {
        await client.query('begin');
        await client.query('update counter set value = 1');
        await client.query(READ);
        await cancel();
        // The server carries it out only after it has closed the connection.
        await until(async () => !(await someWait(session)));
        await client.query('commit');
      });
    const waits: Work = (url) =>
      withClient(url, async (client) => {
        cancel = async () => {
          const socket = await opened(url);
          const { processID, secretKey } = keysOf(client);
          socket.end(packet(80_877_102, processID, secretKey));
          await closed(socket);
        };
        await client.query('update counter set value = 2');
      });
    const { events, results } = await run('AABAA', locks, waits);
    expect(results[1]).toMatchObject({ code: '57014' });
    expect(events).toContain('  B waits');
    expect(events).toContain('  B 57014');
  });
});

/** What pg keeps to itself. */
function keysOf(client: pg.Client): { processID: number; secretKey: number } {
  const processID: unknown = Reflect.get(client, 'processID');
  const secretKey: unknown = Reflect.get(client, 'secretKey');
  if (typeof processID !== 'number' || typeof secretKey !== 'number') throw new Error('no key');
  return { processID, secretKey };
}

describe('a client that leaves', () => {
  const write = (value: number) => `update counter set value = ${value}`;

  /** Sends a statement, and destroys its socket as soon as a condition holds. */
  const leaves =
    (sql: string, when: () => Promise<void>): Work =>
    async (url) => {
      const client = new pg.Client({ connectionString: url });
      client.on('error', () => undefined);
      await client.connect();
      const sent = client.query(sql).catch((error: unknown) => error);
      await when();
      const { stream } = client.connection;
      stream.destroy();
      await sent;
    };

  test('while its statement is held has sent it all the same', async () => {
    const { run, session } = await openGate(2);
    const soon = () => new Promise<void>((resolve) => setTimeout(resolve, 5));
    const begins: Work = async (url) => {
      await reads(url);
      await leaves(write(7), soon)(url);
    };
    const { events } = await run('AABB', begins, async (url) => {
      await reads(url);
      await reads(url);
    });
    expect(events.filter((event) => event.startsWith('A:'))).toEqual([
      `A: ${READ}`,
      `A: ${write(7)}`,
    ]);
    expect(await session.query(READ)).toEqual([{ value: 7 }]);
  });

  test('while its statement waits for a lock keeps nobody waiting, and its session is gone at the end', async () => {
    const { run, session, database } = await openGate(2);
    let isWaiting = false;
    const waits = leaves(write(8), () => until(() => isWaiting));
    const locks: Work = (url) =>
      withClient(url, async (client) => {
        await client.query('begin');
        await client.query(write(1));
        await client.query('rollback');
      });
    const { results } = await run(
      async (_ready, step, workers) => {
        if (step < 4) return step < 3 ? 2 : 1;
        isWaiting = true;
        await until(() => workers[0]?.activity.kind !== 'working');
        return 2;
      },
      waits,
      locks,
    );
    expect(results).toEqual([undefined, undefined]);
    // What it had sent was carried out when the lock was free, and nothing of it can come later.
    expect(await session.query(READ)).toEqual([{ value: 8 }]);
    const others = await session.query(
      `select pid from pg_stat_activity where datname = '${database}' and pid <> pg_backend_pid()`,
    );
    expect(others).toEqual([]);
    await session.script(write(0));
    const again = await run('AB', reads, reads);
    expect(again.results).toEqual([[{ value: 0 }], [{ value: 0 }]]);
  });
});

describe('a session that the server ends', () => {
  test('gives its worker the error of the driver, and the others go on', async () => {
    const { run } = await openGate(2);
    let victim = 0;
    const isVictim: Work = (url) =>
      withClient(url, async (client) => {
        victim = keysOf(client).processID;
        await client.query(READ);
        await client.query('update counter set value = 1');
      });
    const ends: Work = (url) =>
      withClient(url, async (client) => {
        await client.query('select pg_terminate_backend($1, 5000)', [victim]);
        return 'done';
      });
    const { results, events } = await run('AB', isVictim, ends);
    expect(results[0]).toBeInstanceOf(Error);
    expect(results[1]).toBe('done');
    expect(events.at(-1)).not.toContain('update');
    const again = await run('AB', reads, reads);
    expect(again.results).toEqual([[{ value: 0 }], [{ value: 0 }]]);
  });

  test('in a statement that waits tells why', async () => {
    const { run } = await openGate(2);
    let victim = 0;
    const locks: Work = (url) =>
      withClient(url, async (client) => {
        await client.query('begin');
        await client.query('update counter set value = 1');
        await client.query(READ);
        await client.query('select pg_terminate_backend($1, 5000)', [victim]);
        await client.query('rollback');
      });
    const isVictim: Work = (url) =>
      withClient(url, async (client) => {
        victim = keysOf(client).processID;
        await client.query('update counter set value = 2');
      });
    const { results } = await run('AABAAA', locks, isVictim);
    expect(results[0]).toBeUndefined();
    expect(results[1]).toMatchObject({ code: '57P01' });
  });
});
