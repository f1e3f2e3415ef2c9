/** Attacks: each is answered with a problem, or disconnected, and the service goes on as before. */
import { connect } from 'node:net';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { startService, type Service } from '../support/service.js';
import { sendRaw, statusOf } from './raw.js';

const SOON = 1_000;

let service: Service;

beforeAll(async () => {
  service = await startService({
    servicePatience: { headersMs: SOON, requestMs: SOON, keepAliveMs: SOON },
  });
  await service.send('POST', '/accounts', { balance: 1_000_000 });
});

afterAll(() => service.end());

const JSON_HEADER = 'Content-Type: application/json';

/** A request as text. `Connection: close` makes the service end it. */
const request = (line: string, headers: readonly string[] = [], body = ''): string =>
  [
    `${line} HTTP/1.1`,
    ...(headers.some((header) => header.startsWith('Host:')) ? [] : [`Host: localhost`]),
    'Connection: close',
    ...headers,
    ...(body === '' ? [] : [`Content-Length: ${Buffer.byteLength(body)}`]),
    '',
    body,
  ].join('\r\n');

const post = (path: string, body: string, headers: readonly string[] = [JSON_HEADER]): string =>
  request(`POST ${path}`, headers, body);

const withdraw = (amount: string): string =>
  post('/accounts/1/withdraw', `{"amount":${amount},"strategy":"naive"}`);

const ATTACKS: readonly (readonly [what: string, status: number, request: string])[] = [
  ['a foreign Host', 403, request('GET /report', ['Host: evil.example'])],
  ['a Host that is another address', 403, request('GET /report', ['Host: 10.0.0.1'])],
  ['a Host with a path in it', 403, request('GET /report', ['Host: localhost/evil'])],
  ['two Hosts', 403, request('GET /report', ['Host: localhost', 'Host: evil.example'])],
  ['a foreign Origin', 403, request('GET /report', ['Origin: http://evil.example'])],
  ['the Origin null', 403, request('GET /report', ['Origin: null'])],
  ['a huge body', 413, post('/accounts', `{"balance":1,"more":"${'x'.repeat(70_000)}"}`)],
  [
    'a body that is declared as huge',
    413,
    request('POST /accounts', [JSON_HEADER, 'Content-Length: 999999999999']),
  ],
  ['broken JSON', 400, post('/accounts', '{"balance":')],
  ['no body', 400, post('/accounts', '')],
  ['a form', 415, post('/reset', 'a=b', ['Content-Type: application/x-www-form-urlencoded'])],
  ['text, as a form can send it', 415, post('/reset', '{}', ['Content-Type: text/plain'])],
  ['no content type', 415, post('/reset', '{}', [])],
  ['a way up', 403, request('GET /docs/static/../../../../etc/passwd')],
  ['an encoded way up', 403, request('GET /docs/static/%2e%2e/%2e%2e/%2e%2e/etc/passwd')],
  ['two slashes', 404, request('GET //etc/passwd')],
  ['an address that cannot be decoded', 400, request('GET /accounts/%zz')],
  ['an unknown account', 404, request('GET /accounts/999999999')],
  ['an account that is no number', 400, request('GET /accounts/1;drop%20table%20account')],
  ['an unknown race', 404, request('GET /races/999')],
  ['a negative amount', 400, withdraw('-10')],
  ['an amount with a fraction', 400, withdraw('0.5')],
  ['a huge amount', 400, withdraw('1e300')],
  ['an amount that is no number', 400, withdraw('NaN')],
  ['an amount that is text', 400, withdraw('"10"')],
  ['a prototype', 400, post('/accounts', '{"balance":1,"__proto__":{"guarded":true}}')],
  ['a constructor', 400, post('/accounts', '{"balance":1,"constructor":{"prototype":{"a":1}}}')],
  ['an unknown property', 400, post('/accounts', '{"balance":1,"admin":true}')],
  ['a method that is not offered', 404, request('PUT /accounts/1', [JSON_HEADER], '{}')],
  ['a method that does not exist', 400, request('STEAL /accounts/1')],
  ['a tunnel', 400, request('CONNECT evil.example:443')],
  ['a flood of headers', 431, request('GET /report', [`X-Much: ${'x'.repeat(20_000)}`])],
  ['no HTTP', 400, 'hello\r\n\r\n'],
  ['a file as a strategy', 400, post('/races', '{"strategy":"/etc/passwd"}')],
  ['a stepping of a file', 400, post('/steppings', '{"strategy":"./evil.ts"}')],
  [
    'a stepping with a huge schedule',
    400,
    post('/steppings', `{"schedule":"${'A'.repeat(20_000)}"}`),
  ],
  ['a stepping that is a way up', 400, post('/steppings/..%2f..%2freset/step', '{"worker":"A"}')],
  ['a step without a worker', 400, post('/steppings/1/step', '{}')],
  ['a step of no letter', 400, post('/steppings/1/step', '{"worker":"../A"}')],
  ['broken JSON for a step back', 400, post('/steppings/1/back', '{"a":')],
  ['another server', 400, post('/races', '{"url":"postgres://evil.example/x"}')],
];

describe('an attack', () => {
  test.each(ATTACKS)('%s is answered with %d', async (_what, status, text) => {
    const answer = await sendRaw(service.address, text);
    expect({ status: statusOf(answer), answer }).toEqual({ status, answer: expect.any(String) });
    expect(answer.toLowerCase()).toContain('content-type: application/problem+json');
    expect(answer).not.toMatch(/root:|node_modules|postgres:\/\//);
  });
});

describe.concurrent('a slow client is disconnected', () => {
  const host = 'Host: localhost';

  test('that sends its headers one by one', async () => {
    const answer = await sendRaw(
      service.address,
      `GET /report HTTP/1.1\r\n${host}\r\n`,
      'X-A: b\r\n',
    );
    expect(statusOf(answer)).toBe(408);
  });

  test('that sends its body byte by byte', async () => {
    const head = `POST /accounts HTTP/1.1\r\n${host}\r\n${JSON_HEADER}\r\nContent-Length: 60000\r\n\r\n`;
    expect(statusOf(await sendRaw(service.address, head, ' '))).toBe(408);
  });

  test('that says nothing more', async () => {
    const answer = await sendRaw(service.address, `GET /health HTTP/1.1\r\n${host}\r\n\r\n`);
    expect(statusOf(answer)).toBe(200);
  });
});

test('of fifty races at once, ten wait, and the others are refused', async () => {
  const race = { strategy: 'for-update', duration: '60s', workers: 2 };
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => service.send('POST', '/races', race)),
  );
  const taken = answers.filter(({ status }) => status === 202);
  const refused = answers.filter(({ status }) => status === 503);
  // One runs.
  expect([taken.length, refused.length]).toEqual([11, 39]);
  expect(refused[0]?.headers.get('retry-after')).toBe('5');
  for (const { headers } of taken.toReversed()) {
    await service.send('DELETE', headers.get('location') ?? '');
  }
});

test('only a few clients follow events, and those that never read them hold up nothing', async () => {
  const race = { strategy: 'for-update', duration: '60s', workers: 2 };
  const path = (await service.send('POST', '/races', race)).headers.get('location') ?? '';
  const { hostname, port } = new URL(service.address);
  const deaf = Array.from({ length: 40 }, () => {
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    socket.pause().write(`GET ${path}/events HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    return socket;
  });
  // As soon as enough of them are connected, the next one is refused.
  let refused = await follow(`${path}/events`);
  while (refused.status === 200) refused = await follow(`${path}/events`);
  expect(refused).toEqual({ status: 503, code: 'TOO_BUSY' });
  await service.send('DELETE', path);
  const { headers } = await service.send('POST', '/explorations', { strategy: 'naive' });
  const exploration = headers.get('location') ?? '';
  let state = 'queued';
  while (state === 'queued' || state === 'running') {
    ({ state } = (await service.send('GET', exploration)).body);
  }
  expect(state).toBe('done');
  for (const socket of deaf) socket.destroy();
});

/** Asks for events, and leaves at once when they are sent. */
async function follow(path: string): Promise<{ readonly status: number; readonly code?: unknown }> {
  const answer = await fetch(`${service.address}${path}`);
  const { status } = answer;
  if (status !== 200) return { status, code: Object(await answer.json()).code };
  await answer.body?.cancel();
  return { status };
}

test('after all of it, the service answers as before', async () => {
  const order = { amount: 10, strategy: 'naive' };
  const { status, body } = await service.send('POST', '/accounts/1/withdraw', order);
  expect({ status, balance: body.balance }).toEqual({ status: 200, balance: 999_990 });
  expect((await service.send('GET', '/report')).body.accounts).toMatchObject([
    { account: 1, drift: 0, operations: { attempted: 1 } },
  ]);
});
