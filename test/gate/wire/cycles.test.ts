import { afterEach, describe, expect, test } from 'vitest';

import { closeGates, openGate, type Work } from './support/gate.js';
import { bind, execute, flush, message, parse, query, sync } from './support/messages.js';
import { withRawClient, type RawClient } from './support/raw-client.js';

afterEach(closeGates);

const READ = 'select value from counter where id = 1';
const COPY = 'copy counter from stdin';
const data = (text: string) => message('d', Buffer.from(text));
const DONE = message('c');
const COLUMNS = '2\t5\n';

/** What a client does with the gate as one worker, and outside a schedule. */
async function bothWays(work: (client: RawClient) => Promise<unknown>, schedule: string) {
  const { run, url, session } = await openGate(1);
  const outside = await withRawClient(url, work);
  await session.script('delete from counter where id > 1');
  const inSchedule: Work = (through) => withRawClient(through, work);
  const { results, events } = await run(schedule, inSchedule);
  return { outside, inside: results[0], events };
}

describe('COPY from a client', () => {
  test('in a cycle, whose first Sync the server ignores', async () => {
    const copies = async (client: RawClient) => {
      client.send(parse('', COPY), bind('', ''), execute(), sync);
      const asked = await client.until('G');
      client.send(data(COLUMNS), DONE, sync);
      const copied = await client.until('Z');
      client.send(query(READ));
      return [asked, copied, await client.until('Z')];
    };
    const { outside, inside, events } = await bothWays(copies, 'AA');
    expect(outside).toEqual(['12G', 'CZ', 'TDCZ']);
    expect(inside).toEqual(outside);
    expect(events).toEqual([`A: ${COPY}`, '  A COPY', `A: ${READ}`, '  A SELECT']);
  });

  test('in a cycle that goes on after it', async () => {
    const copies = async (client: RawClient) => {
      client.send(parse('', COPY), bind('', ''), execute(), flush);
      const asked = await client.until('G');
      client.send(data(COLUMNS), DONE, parse('', READ), bind('', ''), execute(), sync);
      return [asked, await client.until('Z')];
    };
    const { outside, inside, events } = await bothWays(copies, 'AA');
    expect(outside).toEqual(['12G', 'C12DCZ']);
    expect(inside).toEqual(outside);
    expect(events).toEqual([`A: ${COPY}`, '  A COPY', `A: ${READ}`, '  A SELECT']);
  });

  test('that fails in a cycle', async () => {
    const copies = async (client: RawClient) => {
      client.send(parse('', COPY), bind('', ''), execute(), sync);
      await client.until('G');
      client.send(data('not a number\n'), DONE, sync);
      return client.until('Z');
    };
    const { outside, inside, events } = await bothWays(copies, 'A');
    expect(outside).toBe('EZ');
    expect(inside).toBe(outside);
    expect(events).toEqual([`A: ${COPY}`, '  A 22P02']);
  });

  test('that the client leaves', async () => {
    const { run } = await openGate(1);
    const { events, results } = await run('A', (url) =>
      withRawClient(url, async (client) => {
        client.send(query(COPY));
        return client.until('G');
      }),
    );
    expect(results).toEqual(['G']);
    expect(events).toEqual([`A: ${COPY}`]);
  });

  test('in a simple query, where a Sync is answered', async () => {
    const copies = async (client: RawClient) => {
      client.send(query(COPY));
      await client.until('G');
      client.send(data(COLUMNS), DONE, sync);
      return [await client.until('Z'), await client.until('Z')];
    };
    const { outside, inside, events } = await bothWays(copies, 'A');
    expect(outside).toEqual(['CZ', 'Z']);
    expect(inside).toEqual(outside);
    expect(events).toEqual([`A: ${COPY}`, '  A COPY']);
  });
});

describe('after an error, what the server skips up to the Sync', () => {
  const failing = [parse('', 'select 1 / 0 from counter'), bind('', ''), execute(), flush] as const;

  test('is no step, and is not waited for', async () => {
    const skips = async (client: RawClient) => {
      client.send(parse('s', READ), sync);
      await client.until('Z');
      client.send(...failing, parse('t', 'update counter set value = 9'), bind('', 't'));
      client.send(execute(), flush, query('update counter set value = 9'), sync);
      const skipped = await client.until('Z');
      client.send(bind('', 's'), execute(), sync);
      return [skipped, await client.until('Z')];
    };
    const { outside, inside, events } = await bothWays(skips, 'AA');
    expect(outside).toEqual(['1EZ', '2DCZ']);
    expect(inside).toEqual(outside);
    expect(events).toEqual([
      'A: select 1 / 0 from counter',
      '  A 22012',
      `A: ${READ}`,
      '  A SELECT',
    ]);
  });

  test('is not prepared', async () => {
    const skips = async (client: RawClient) => {
      client.send(parse('s', READ), sync);
      await client.until('Z');
      client.send(...failing);
      await client.until('E');
      client.send(message('C', Buffer.from('S'), 's'), parse('s', 'select 1'), sync);
      await client.until('Z');
      client.send(bind('', 's'), execute(), sync);
      return client.until('Z');
    };
    const { inside, events } = await bothWays(skips, 'AA');
    expect(inside).toBe('2DCZ');
    expect(events.slice(2)).toEqual([`A: ${READ}`, '  A SELECT']);
  });

  test('ends with the Sync: the next cycle is a step', async () => {
    const goesOn = async (client: RawClient) => {
      client.send(...failing, sync);
      await client.until('Z');
      client.send(parse('', READ), bind('', ''), execute(), flush, sync);
      return client.until('Z');
    };
    const { inside, events } = await bothWays(goesOn, 'AA');
    expect(inside).toBe('12DCZ');
    expect(events.slice(2)).toEqual([`A: ${READ}`, '  A SELECT']);
  });

  test('of a cycle that begins with a description', async () => {
    const skips = async (client: RawClient) => {
      const described = message('D', Buffer.from('S'), 's');
      client.send(parse('s', 'select value from nothing'), described, flush);
      await client.until('E');
      client.send(bind('', 's'), execute(), flush, sync);
      return client.until('Z');
    };
    const { outside, inside, events } = await bothWays(skips, 'A');
    expect(outside).toBe('Z');
    expect(inside).toBe(outside);
    expect(events).toEqual(['A: select value from nothing', '  A 42P01']);
  });
});

describe('a cycle that begins with a description', () => {
  const ADD = 'update counter set value = value + 1';
  const describes = (name: string, sql: string) =>
    [parse(name, sql), message('D', Buffer.from('S'), name), flush] as const;

  test('is a step of its own when another statement follows', async () => {
    const prepares = async (client: RawClient) => {
      client.send(...describes('s', READ));
      await client.until('T');
      client.send(...describes('t', ADD));
      await client.until('n');
      client.send(bind('', 't'), execute(), sync);
      await client.until('Z');
      client.send(bind('', 's'), execute(), sync);
      return client.until('Z');
    };
    const { inside, events } = await bothWays(prepares, 'AAA');
    expect(inside).toBe('2DCZ');
    expect(events).toEqual([
      `A: ${READ}`,
      '  A ',
      `A: ${ADD}`,
      '  A UPDATE',
      `A: ${READ}`,
      '  A SELECT',
    ]);
  });

  test('is one step with what executes it, also when that comes at once', async () => {
    const pipelines = async (client: RawClient) => {
      client.send(...describes('s', READ), bind('', 's'), execute(), sync);
      return client.until('Z');
    };
    const { outside, inside, events } = await bothWays(pipelines, 'A');
    expect(outside).toBe('1tT2DCZ');
    expect(inside).toBe(outside);
    expect(events).toEqual([`A: ${READ}`, '  A SELECT']);
  });

  test('of housekeeping lets no other statement pass', async () => {
    const pipelines = async (client: RawClient) => {
      client.send(...describes('s', 'select 1'), parse('', ADD), bind('', ''), execute(), sync);
      return client.until('Z');
    };
    const { inside, events } = await bothWays(pipelines, 'A');
    expect(inside).toBe('1tT12CZ');
    expect(events).toEqual([`A: ${ADD}`, '  A UPDATE']);
  });
});
