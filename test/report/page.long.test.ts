/** A report as people see it: written by the command line, and opened from disk in a browser. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { callIn } from '../cli/harness.js';
import { directoryWith } from '../files/directory.js';
import { startBrowser, watchedPage } from '../support/browser.js';

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
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
    const watched = await watchedPage(browser, { colorScheme });
    const { page } = watched;
    await page.goto(pathToFileURL(file).href);
    expect(await page.textContent('h1')).toContain('race-lab');
    expect(await page.textContent('main')).toContain('naive');
    expect(await watched.violations()).toEqual([]);
    expect(watched.requests).toEqual([pathToFileURL(file).href]);
    expect(watched.complaints).toEqual([]);
    await watched.close();
  }
});
