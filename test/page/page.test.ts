/** The page of `race-lab serve`, used in a browser as a person would. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';

import { startBrowser, watchedPage, type WatchedPage } from '../support/browser.js';
import { startService, type Service } from '../support/service.js';

let service: Service;
let browser: Browser;
let watched: WatchedPage;

// Whatever cannot be started, nothing that was started stays.
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.end());
afterEach(async () => {
  expectOnlyTheService(watched);
  await watched.close();
});

/** The page sent requests only to the service, and the browser had nothing to complain about. */
function expectOnlyTheService({ complaints, requests }: WatchedPage): void {
  // The browser also complains about refused requests. The tests read what the page says about them.
  expect(complaints.filter((text) => !/status of 4\d\d/.test(text))).toEqual([]);
  expect(requests.filter((url) => !url.startsWith(`${service.address}/`))).toEqual([]);
}

/** Opens an address of the page. */
async function open(path: string, options: Parameters<typeof watchedPage>[1] = {}): Promise<Page> {
  watched = await watchedPage(browser, options);
  await watched.page.goto(`${service.address}${path}`);
  return watched.page;
}

const PHONE = { viewport: { width: 390, height: 800 }, colorScheme: 'dark' } as const;

/** Presses a button as soon as it can be pressed. */
const press = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, disabled: false }).click();

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });

/** A figure of the account's report, by its name. */
async function figure(page: Page, name: string): Promise<number> {
  const row = page.locator('.figures-list > div').filter({ hasText: name });
  return Number(await row.locator('dd').textContent());
}

test('Bank: fifty withdrawals at once lose updates, and the account is judged', async () => {
  const page = await open('/?think=20');
  await press(page, 'Open an account');
  await page.getByRole('heading', { name: /^Account 1/ }).waitFor();
  await press(page, 'Withdraw, fifty at once');
  await page.getByRole('heading', { name: 'Account 1 broken' }).waitFor();
  const lost = await figure(page, 'lost updates');
  expect(lost).toBeGreaterThan(0);
  expect(await figure(page, 'drift')).toBe(lost * 10);
  expect(await figure(page, 'final balance')).toBe(500 + lost * 10);
  expect(await page.getByRole('listitem').allTextContents()).toContainEqual(
    expect.stringMatching(/^account 1: 50 times at once, withdraw 10, naive: 50 committed in /),
  );

  // By keyboard, under another strategy.
  await page.getByLabel('Strategy').selectOption('atomic');
  await button(page, /^Deposit$/).focus();
  await page.keyboard.press('Enter');
  await page.getByText(/^account 1: deposit 10, atomic: 1 committed/).waitFor();
  expect(new URL(page.url()).search).toBe('?account=1&strategy=atomic&think=20');
  expect(await watched.violations()).toEqual([]);
});

test('Bank: refusals are shown', async () => {
  const page = await open('/', PHONE);
  page.on('dialog', (dialog) => void dialog.accept());
  await press(page, 'Remove all accounts');
  await page.getByText('There is no account yet').waitFor();
  await page.getByLabel('Balance of a new account').fill('5');
  await press(page, 'Open an account');
  await press(page, /^Withdraw$/);
  await page.getByText('naive: 1 refused in').waitFor();
  await page.getByLabel('Amount').fill('0');
  await page.getByRole('button', { name: /^Withdraw$/, disabled: false }).waitFor();
  await page.keyboard.press('Enter');
  const alert = page.getByRole('alert');
  await alert.waitFor();
  expect(await alert.textContent()).toContain('amount must be >= 1');
  expect(await watched.violations()).toEqual([]);
});

test('Race: run to its end; its address shows the same again', async () => {
  const page = await open('/race?strategy=naive&strategy=atomic&workers=8&operations=20&think=5');
  await press(page, 'Start the race');
  await page.getByText('Done.').waitFor();
  const table = page.getByRole('region', { name: 'by strategy' }).first();
  const figures = await table.textContent();
  expect(figures).toMatch(/naive\s*broken/);
  expect(figures).toMatch(/atomic\s*held/);
  expect(await page.getByRole('img').count()).toBe(3);
  expect(await page.getByRole('heading', { name: 'naive Broken lost update' }).count()).toBe(1);
  expect(await watched.violations()).toEqual([]);

  await page.getByLabel('Workers').fill('9');
  expect(await table.textContent()).toBe(figures);
  await page.reload();
  await page.getByText('Done.').waitFor();
  expect(await table.textContent()).toBe(figures);
  expect(await page.getByLabel('Workers').inputValue()).toBe('8');
});

test('Race: its progress is shown while it runs, until it is cancelled', async () => {
  const page = await open('/race?strategy=for-update&workers=2&operations=10000', PHONE);
  await press(page, 'Start the race');
  await page.getByText(/^Running: for-update, round 1, \d+ operations ended$/).waitFor();
  await press(page, 'Cancel');
  await page.getByText('Cancelled.').waitFor();
  expect(await watched.violations()).toEqual([]);
});

test('Explore: the ends are listed, and each schedule is drawn at a click', async () => {
  const page = await open('/explore?strategy=naive', PHONE);
  await press(page, /^Explore$/);
  await page.getByText('Done.').waitFor();
  expect(await page.getByRole('heading', { name: 'naive Broken lost update' }).count()).toBe(1);
  expect(await page.getByRole('region', { name: 'by strategy' }).textContent()).toMatch(
    /schedules.*naive\s*broken\s*6/,
  );
  expect(await watched.violations()).toEqual([]);
  await page.getByRole('link', { name: 'ABAB' }).click();
  await page.getByText(/^naive broken\./).waitFor();
  expect(new URL(page.url())).toMatchObject({
    pathname: '/step',
    search: '?strategy=naive&schedule=ABAB',
  });
  await page.goBack();
  await page.getByText('Done.').waitFor();
  await page.getByLabel('Any schedule of naive').fill('AAB');
  await page.keyboard.press('Enter');
  await page.getByText(/^naive held\./).waitFor();
});

test('Step: a lost update by hand, with keys, and one step back', async () => {
  const page = await open('/step');
  await button(page, /^Begin$/).focus();
  await page.keyboard.press('Enter');
  await page.getByText('No step yet.').waitFor();
  for (const [key, steps] of [
    ['a', 'A'],
    ['b', 'AB'],
    ['a', 'ABA'],
  ]) {
    await page.keyboard.press(key ?? '');
    await page.getByText(`Steps so far: ${steps}.`).waitFor();
  }
  await page.keyboard.press('b');
  await page.getByText(/^naive broken\./).waitFor();
  expect(await page.getByRole('region', { name: 'schedule ABAB' }).textContent()).toContain(
    'overwrites version 1 by A',
  );
  expect(new URL(page.url()).search).toBe('?strategy=naive&schedule=ABAB');
  expect(await watched.violations()).toEqual([]);
  await page.keyboard.press('u');
  await page.getByText('Steps so far: ABA.').waitFor();
  expect(await page.getByRole('region', { name: 'rows of account' }).textContent()).toMatch(/101$/);
});

test('Step: B waits for A, and goes on when A commits; a reloaded address comes to the same moment', async () => {
  const page = await open('/step?strategy=for-update&schedule=AABB', PHONE);
  const b = button(page, /^B /);
  await page.getByText('Steps so far: AABB.').waitFor();
  expect(await b.textContent()).toBe('B waits for A: a row of account');
  expect(await b.getAttribute('aria-disabled')).toBe('true');
  expect(await watched.violations()).toEqual([]);
  await page.reload();
  await page.getByText('Steps so far: AABB.').waitFor();
  expect(await b.textContent()).toBe('B waits for A: a row of account');
  // One that ended meanwhile is begun again.
  for (let id = 1; (await service.send('DELETE', `/steppings/${id}`)).status === 200; id += 1);
  await press(page, /^A update/);
  await press(page, /^A commit/);
  await page.getByText('Steps so far: AABBAA.').waitFor();
  expect(await b.getAttribute('aria-disabled')).toBe('false');
  await press(page, 'Finish');
  await page.getByText(/^for-update held\./).waitFor();
});

test('Step: what begins while the view is left is ended', async () => {
  const page = await open('/step');
  const beginning = page.waitForResponse(
    (response) => response.request().method() === 'POST' && response.url().endsWith('/steppings'),
  );
  await press(page, /^Begin$/);
  await page.getByRole('link', { name: 'Race' }).click();
  const { id }: { readonly id: string } = await (await beginning).json();
  const hasEnded = async () => (await service.send('GET', `/steppings/${id}`)).body.hasEnded;
  await expect.poll(hasEnded, { timeout: 10_000 }).toBe(true);
});

test('what the service refuses is shown in the view that asked for it', async () => {
  const page = await open('/step?strategy=naive&schedule=CC');
  const alert = page.getByRole('alert').filter({ hasText: /./ });
  await alert.waitFor();
  expect(await alert.textContent()).toContain('"CC" has "C" at position 1');
  await page.goto(`${service.address}/race?id=00beef-1`);
  await alert.waitFor();
  expect(await alert.textContent()).toContain('This result is no longer kept.');
});
