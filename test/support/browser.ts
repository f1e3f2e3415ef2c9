/** A real browser: Chromium from a package, without a network of its own. */
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import chromium from '@sparticuz/chromium';
import {
  chromium as playwright,
  type Browser,
  type BrowserContext,
  type Page,
} from 'playwright-core';

import { ROOT } from './node.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// No test needs WebGL. Without it, the browser starts sooner, and draws with less work.
chromium.setGraphicsMode = false;

/** Starts Chromium. The caller closes it. */
export const startBrowser = async (): Promise<Browser> =>
  playwright.launch({
    executablePath: await unpackedChromium(),
    // In one process, the browser ends with its first context.
    args: chromium.args.filter((arg) => arg !== '--single-process'),
  });

/** The package unpacks into the directory for temporary files, where it may find that of another user. */
async function unpackedChromium(): Promise<string> {
  const before = process.env['TMPDIR'];
  const own = join(ROOT, 'node_modules/.cache/chromium');
  mkdirSync(own, { recursive: true });
  process.env['TMPDIR'] = own;
  try {
    return await chromium.executablePath();
  } finally {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  }
}

/** A page of the browser, and what happened on it. */
export interface WatchedPage {
  readonly page: Page;
  /** The addresses of its requests. */
  readonly requests: readonly string[];
  /** What the browser complained about: errors of scripts, and what the policy of the page refused. */
  readonly complaints: readonly string[];
  /** Rules of accessibility that it breaks, as axe-core finds them. */
  violations(): Promise<unknown>;
  close(): Promise<void>;
}

/** Opens an empty page in a context of its own. */
export async function watchedPage(
  browser: Browser,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<WatchedPage> {
  const context: BrowserContext = await browser.newContext(options);
  const page = await context.newPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  return {
    page,
    requests,
    complaints,
    violations: async () => {
      await page.evaluate(AXE);
      return page.evaluate(
        'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0].html]))',
      );
    },
    close: () => context.close(),
  };
}
