/** The keeper ends the server when race-lab is gone, at whatever moment that was. */
import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { KEEPER_SCRIPT } from '../../../src/database/embedded/keeper.js';

let place: string;
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'race-lab-keeper-'));
});
afterEach(() => rm(place, { recursive: true, force: true }));

test('a server that ignores the first signal, because it has just started, is ended all the same', async () => {
  const [run, template, server] = ['run', 'template', 'server'].map((name) => join(place, name));
  if (run === undefined || template === undefined || server === undefined) throw new Error();
  await mkdir(template);
  // Stands for a PostgreSQL that ignores the first SIGQUIT, because it still starts.
  const program = `
    let signals = 0;
    process.on('SIGQUIT', () => { if (++signals === 2) process.exit(0); });
    setInterval(() => {}, 1000);
    require('node:fs').writeFileSync('${place}/log', 'started');`;
  const script = ['#!/bin/sh', `exec '${process.execPath}' -e "${program}"`];
  await writeFile(server, script.join('\n'));
  await chmod(server, 0o755);
  const keeper = spawn('/bin/sh', ['-c', KEEPER_SCRIPT, 'keeper', run, server, template], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    detached: true,
  });
  const ended = once(keeper, 'exit');
  const lifeline = keeper.stdio[3];
  if (!lifeline || !('write' in lifeline)) throw new Error('no lifeline');
  await mkdir(run);
  lifeline.write('\n');
  const log = () => readFile(join(place, 'log'), 'utf8').catch(() => '');
  await vi.waitUntil(async () => (await log()) === 'started', { timeout: 20_000, interval: 20 });
  lifeline.destroy();
  expect(await ended).toEqual([0, null]);
});
