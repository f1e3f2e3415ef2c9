/** What the page of the service asks for, and how the page itself is handed out. */
import { afterAll, beforeAll, expect, test } from 'vitest';

import { startService, type Service } from '../support/service.js';

let service: Service;

beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.end());

test.each(['/', '/race', '/explore?strategy=naive', '/step'])('%s is the page', async (path) => {
  const answer = await fetch(`${service.address}${path}`);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([
    200,
    'text/html; charset=utf-8',
  ]);
  const policy = answer.headers.get('content-security-policy');
  expect(policy).toContain("script-src 'self';style-src 'self';");
  const html = await answer.text();
  expect(html).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\bstyle=|\bon\w+=/);
  const assets = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, file]) => file);
  expect(assets).toHaveLength(3);
  for (const asset of assets) {
    const { status, headers } = await fetch(`${service.address}${asset}`);
    expect([status, headers.get('cache-control')]).toEqual([
      200,
      'public, max-age=31536000, immutable',
    ]);
  }
});

test('no other file is handed out', async () => {
  for (const path of [
    '/assets/',
    '/assets/..%2findex.html',
    '/assets/%2e%2e/page/index.html',
    '/page.css',
  ])
    expect((await fetch(`${service.address}${path}`)).status).toBeGreaterThanOrEqual(400);
});

test('the catalogue lists what requests can name', async () => {
  const { body } = await service.send('GET', '/catalogue');
  expect(body.strategies).toContainEqual({ name: 'naive', summary: expect.any(String) });
  expect(body.scenarios.map(({ name }: { name: string }) => name)).toEqual([
    'withdraw',
    'deposit',
    'mixed',
    'transfer',
    'joint',
  ]);
  expect(body.cases).toEqual([]);
});

test('operations that begin at once are all recorded, and counted by what became of them', async () => {
  const { body: account } = await service.send('POST', '/accounts', { balance: 100 });
  const path = `/accounts/${account.id}/bursts`;
  const burst = { kind: 'withdraw', count: 15, amount: 10, strategy: 'atomic' };
  const { status, body } = await service.send('POST', path, burst);
  expect({ status, body }).toMatchObject({
    status: 200,
    body: {
      account: account.id,
      balance: 0,
      strategy: 'atomic',
      committed: 10,
      refused: 5,
      failed: 0,
    },
  });
  const { body: report } = await service.send('GET', '/report');
  expect(report.accounts).toMatchObject([
    {
      account: account.id,
      operations: { attempted: 15, committed: 10, refused: 5 },
      finalBalance: 0,
    },
  ]);
});

test.each([
  [{ count: 101 }, 400, 'INVALID_REQUEST'],
  [{ strategy: 'nive' }, 400, 'UNKNOWN_STRATEGY'],
  [{ strategy: 'check-constraint' }, 409, 'CONSTRAINT_MISSING'],
])('of a burst, %o is refused as a whole', async (wrong, status, code) => {
  const { body: account } = await service.send('POST', '/accounts', { balance: 100 });
  const burst = { kind: 'deposit', count: 3, amount: 10, strategy: 'naive', ...wrong };
  const path = `/accounts/${account.id}/bursts`;
  expect(await service.send('POST', path, burst)).toMatchObject({ status, body: { code } });
  expect((await service.send('GET', `/accounts/${account.id}`)).body.balance).toBe(100);
});

test('a race is also read as the blocks that the page draws', async () => {
  const { headers } = await service.send('POST', '/races', { strategy: 'naive', workers: 2 });
  const path = headers.get('location') ?? '';
  await (await fetch(`${service.address}${path}/events`)).text();
  const { body } = await service.send('GET', `${path}/document`);
  expect(body[0]).toMatchObject({ kind: 'title', command: 'race-lab', subject: 'withdraw' });
  expect(body.map(({ kind }: { kind: string }) => kind)).toContain('table');
});
