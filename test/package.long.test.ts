/** The published package, as npm installs it. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { expect, onTestFinished, test } from 'vitest';

import { ROOT } from './support/node.js';

const execute = promisify(execFile);

/** npm may have to download dependencies. */
const INSTALL_MS = 240_000;

test(
  'npm installs it into an empty project, and npx races',
  async () => {
    const project = await mkdtemp(join(tmpdir(), 'race-lab-package-'));
    onTestFinished(() => rm(project, { recursive: true, force: true }));
    const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', project];
    const { stdout: packed } = await execute('npm', args, { cwd: ROOT });
    const [{ filename }]: [{ filename: string }] = JSON.parse(packed);
    await writeFile(join(project, 'package.json'), '{ "private": true, "type": "module" }');
    const install = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
    await execute('npm', [...install, `./${filename}`], { cwd: project });

    const flags = ['--workers', '4', '--operations', '5', '--strategy', 'for-update', '--json'];
    const run = ['--no', 'race-lab', 'run', ...flags];
    const { stdout } = await execute('npx', run, { cwd: project });
    expect(JSON.parse(stdout).results).toMatchObject([{ verdict: 'held' }]);
  },
  INSTALL_MS,
);
