/** A report as people see it: written by the command line, and opened from disk in a browser. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import chromium from '@sparticuz/chromium';
import { chromium as playwright, type Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { callIn } from '../cli/harness.js';
import { directoryWith } from '../files/directory.js';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

let browser: Browser;
beforeAll(async () => {
  browser = await playwright.launch({
    executablePath: await chromium.executablePath(),
    // In one process, the browser ends with its first context.
    args: chromium.args.filter((arg) => arg !== '--single-process'),
  });
});
afterAll(() => browser.close());

const REPORTS = {
  race: ['run', '-s', 'naive,for-update', '-w', '5', '-n', '4'],
  exploration: ['explore', '-s', 'naive,for-update'],
  replay: ['replay', '-s', 'naive', '--schedule', 'ABAB'],
  variation: ['compare', '-s', 'naive,atomic', '--vary', 'workers=1,4', '-n', '5', '--rounds', '1'],
};

test.each(Object.entries(REPORTS))('the page of a %s', async (name, args) => {
  const directory = directoryWith({});
  const file = join(directory, `${name}.html`);
  const { code, stderr } = await callIn(directory, [...args, '-o', file]);
  expect([code, stderr]).toEqual([0, expect.any(String)]);
  for (const colorScheme of ['light', 'dark'] as const) {
    // The policy of the page would also refuse what looks at it.
    const context = await browser.newContext({ colorScheme, bypassCSP: true });
    const page = await context.newPage();
    const requests: string[] = [];
    const complaints: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(pathToFileURL(file).href);
    expect(await page.textContent('h1')).toContain('race-lab');
    expect(await page.textContent('main')).toContain('naive');
    await page.addScriptTag({ path: axe });
    const violations: unknown = await page.evaluate('axe.run().then((r) => r.violations)');
    expect(violations).toEqual([]);
    expect(requests).toEqual([pathToFileURL(file).href]);
    expect(complaints).toEqual([]);
    await context.close();
  }
});
