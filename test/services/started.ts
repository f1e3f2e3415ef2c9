/** An exploration whose service is never ready. */
import { expect } from 'vitest';

import { start } from '../support/command.js';
import { bankProject } from './bank.js';
import { processesWith } from './explored.js';

/** Starts an exploration, and waits until its service runs. @param flags of the server */
export async function startWith(mode: string, flags: readonly string[]) {
  const mark = `MARK-${process.pid}-${mode}`;
  const cwd = bankProject(`
    export const one = bank('one', {
      service: { env: { MODE: '${mode}', MARK: '${mark}' }, ready: /never printed/ },
    });`);
  const run = start(['explore', './bank.race.ts', ...flags], { cwd });
  const running = mode === 'has children' ? 3 : 2;
  await expect
    .poll(() => processesWith(mark).length, { timeout: 20_000 })
    .toBeGreaterThanOrEqual(running);
  return { run, mark };
}
