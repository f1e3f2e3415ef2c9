/** The bank of `race-lab serve`, asked over HTTP. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { strategies } from '../../src/strategies/index.js';
import { startService, type Service } from '../support/service.js';
import { HeldStrategy, misbehaving } from './own-strategies.js';

const held = new HeldStrategy();
let service: Service;

beforeAll(async () => {
  const own = [...misbehaving, held.strategy];
  service = await startService({ strategies: [...strategies, ...own] });
});
afterAll(() => service.end());
beforeEach(() => service.send('POST', '/reset'));

const opened = async (balance: number, more = {}): Promise<number> =>
  (await service.send('POST', '/accounts', { balance, ...more })).body.id;

const withdraw = (account: number, strategy: string, amount = 10, more = {}) =>
  service.send('POST', `/accounts/${account}/withdraw`, { amount, strategy, ...more });

const report = async () => (await service.send('GET', '/report')).body;

test('an account is opened, read, drawn from and paid into', async () => {
  const { status, headers, body } = await service.send('POST', '/accounts', { balance: 100 });
  expect({ status, location: headers.get('location') }).toEqual({
    status: 201,
    location: '/accounts/1',
  });
  expect(body).toEqual({ id: 1, balance: 100, version: 0, initialBalance: 100, guarded: false });

  expect(await withdraw(1, 'for-update', 30)).toMatchObject({
    status: 200,
    body: { account: 1, balance: 70, strategy: 'for-update', retries: 0 },
  });
  const deposit = { amount: 5, strategy: 'optimistic' };
  expect(await service.send('POST', '/accounts/1/deposit', deposit)).toMatchObject({
    status: 200,
    body: { balance: 75 },
  });
  expect(await service.send('GET', '/accounts/1')).toMatchObject({
    status: 200,
    body: { balance: 75, version: 2, initialBalance: 100 },
  });
});

test('one operation tests nothing, and the report says what would', async () => {
  const account = await opened(100);
  await withdraw(account, 'naive');
  expect((await report()).accounts).toMatchObject([
    {
      verdict: 'inconclusive',
      reason:
        'No two operations overlapped on this account, so nothing was tested: ' +
        'send several at once, or widen the window with think.',
    },
  ]);
});

test('a transfer moves money, and each account is judged by its own side of it', async () => {
  const [from, to] = [await opened(100), await opened(0)];
  const transfer = { from, to, amount: 40, strategy: 'serializable' };
  expect(await service.send('POST', '/transfers', transfer)).toMatchObject({
    status: 200,
    body: { from: { account: from, balance: 60 }, to: { account: to, balance: 40 } },
  });
  const { accounts, totals } = await report();
  expect(totals).toMatchObject({ initialBalance: 100, finalBalance: 100, drift: 0 });
  expect(accounts).toMatchObject([
    { account: from, expectedBalance: 60, drift: 0 },
    { account: to, expectedBalance: 40, drift: 0 },
  ]);
});

describe('what is not done is answered with a problem, and changes nothing', () => {
  test.each([
    ['more than there is', 409, 'OPERATION_REFUSED', (id: number) => withdraw(id, 'naive', 101)],
    ['an unknown account', 404, 'ACCOUNT_NOT_FOUND', (id: number) => withdraw(id + 1, 'naive')],
    ['an unknown strategy', 400, 'UNKNOWN_STRATEGY', (id: number) => withdraw(id, 'naïve')],
    ['a file that was not given', 400, 'UNKNOWN_STRATEGY', (id: number) => withdraw(id, './a.ts')],
    ['a strategy that throws', 500, 'STRATEGY_DEFECT', (id: number) => withdraw(id, 'throws')],
    [
      'a strategy that leaves its transaction open',
      500,
      'STRATEGY_DEFECT',
      (id: number) => withdraw(id, 'leaves-open'),
    ],
    [
      'a strategy that needs a constraint',
      409,
      'CONSTRAINT_MISSING',
      (id: number) => withdraw(id, 'check-constraint'),
    ],
    [
      'a transfer to the same account',
      400,
      'INVALID_REQUEST',
      (id: number) =>
        service.send('POST', '/transfers', { from: id, to: id, amount: 1, strategy: 'naive' }),
    ],
  ])('%s: %d %s', async (_what, status, code, ask) => {
    const id = await opened(100);
    const answer = await ask(id);
    expect(answer).toMatchObject({ status, body: { status, code, type: `urn:race-lab:${code}` } });
    expect(answer.headers.get('content-type')).toMatch('application/problem+json');
    expect(answer.body.detail).toMatch(/^.+\. .+\.$/s);
    // Also on the sessions that the strategy used.
    expect(await withdraw(id, 'for-update')).toMatchObject({ status: 200, body: { balance: 90 } });
  });
});

test('operations that lost their sessions leave nothing behind for the next ones', async () => {
  const account = await opened(0, { guarded: true });
  const burst = (strategy: string) =>
    service.send('POST', `/accounts/${account}/bursts`, {
      kind: 'withdraw',
      count: 20,
      amount: 1,
      strategy,
    });
  expect(await burst('ends-its-session')).toMatchObject({ status: 200, body: { failed: 20 } });
  // The table refuses each of them, and each is told so.
  expect(await burst('unsaid')).toMatchObject({ status: 200, body: { failed: 20 } });
  const [{ failures }] = (await report()).accounts;
  expect(failures).toMatchObject({ 23514: { count: 20 } });
  expect(failures).not.toHaveProperty('strategy defect');
});

test('an operation that the service had no room for is no operation of the strategy', async () => {
  const account = await opened(1_000);
  const burst = { kind: 'withdraw', count: 100, amount: 1, strategy: 'naive', think: 10 };
  const answers = await Promise.all(
    Array.from({ length: 6 }, () => service.send('POST', `/accounts/${account}/bursts`, burst)),
  );
  const sum = (name: string) => answers.reduce((total, { body }) => total + body[name], 0);
  expect(sum('committed') + sum('failed')).toBe(600);
  expect(sum('failed')).toBeGreaterThanOrEqual(100);
  const [{ operations, failures }] = (await report()).accounts;
  expect(operations).toMatchObject({ committed: sum('committed') });
  expect(failures).not.toHaveProperty('strategy defect');
});

test('the answer to an unknown strategy lists the known ones', async () => {
  const { body } = await withdraw(await opened(1), 'for-updat');
  expect(body).toMatchObject({ option: 'strategy' });
  expect(body.hint).toMatch(/Did you mean for-update\?.*naive.*unsaid/s);
});

test('a guarded account refuses in the table, for every strategy', async () => {
  const id = await opened(10, { guarded: true });
  expect(await withdraw(id, 'check-constraint')).toMatchObject({ status: 200 });
  expect(await withdraw(id, 'check-constraint')).toMatchObject({ status: 409 });
  expect(await report()).toMatchObject({
    accounts: [{ guarded: true, finalBalance: 0, operations: { committed: 1, refused: 1 } }],
  });
});

describe('the report', () => {
  test('names the lost update, and who lost it', async () => {
    const id = await opened(100);
    const both = [1, 2].map(() => withdraw(id, 'naive-held'));
    await held.untilRead(2);
    held.release();
    await Promise.all(both);
    expect(await report()).toMatchObject({
      verdict: 'broken',
      totals: { drift: 10, lostUpdates: 1 },
      accounts: [
        {
          initialBalance: 100,
          finalBalance: 90,
          expectedBalance: 80,
          drift: 10,
          lostUpdates: 1,
          violations: 0,
          verdict: 'broken',
          witness: { kind: 'lost update' },
          strategies: [{ strategy: 'naive-held', operations: { committed: 2 } }],
        },
      ],
    });
  });

  test('holds the same two when they take a lock', async () => {
    const id = await opened(100);
    await Promise.all([1, 2].map(() => withdraw(id, 'for-update', 10, { think: 20 })));
    expect(await report()).toMatchObject({
      verdict: 'held',
      accounts: [{ finalBalance: 80, drift: 0, lostUpdates: 0, verdict: 'held', witness: null }],
    });
  });

  test('judges an account of several strategies by all of them, and names each', async () => {
    const id = await opened(100);
    const first = withdraw(id, 'naive-held');
    await held.untilRead(1);
    await withdraw(id, 'for-update', 20);
    held.release();
    await first;
    const [account] = (await report()).accounts;
    expect(account).toMatchObject({ lostUpdates: 1, verdict: 'broken' });
    const names = account.strategies.map(({ strategy }: { strategy: string }) => strategy);
    expect(names.toSorted()).toEqual(['for-update', 'naive-held']);
  });

  test('sees the accounts at rest: it waits for what is under way', async () => {
    const id = await opened(100);
    const underWay = withdraw(id, 'naive-held');
    await held.untilRead(1);
    const seen = report();
    // Answered after the report has been asked for, so that a report that does not wait would be too early.
    await service.send('GET', `/accounts/${id}`);
    held.release();
    await underWay;
    expect((await seen).accounts).toMatchObject([{ drift: 0, operations: { committed: 1 } }]);
  });

  test('estimates where a strategy does not say what it wrote', async () => {
    const id = await opened(100);
    await Promise.all([1, 2].map(() => withdraw(id, 'unsaid')));
    expect(await report()).toMatchObject({
      accounts: [{ estimated: true, finalBalance: 80, drift: 0 }],
    });
  });

  test('says that nothing was judged on an account that was never used', async () => {
    await opened(5);
    expect(await report()).toMatchObject({
      verdict: 'inconclusive',
      accounts: [{ verdict: 'inconclusive', operations: { attempted: 0 } }],
    });
  });
});
