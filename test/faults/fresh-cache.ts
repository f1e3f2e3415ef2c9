/** A cache of its own for a run. */
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { onTestFinished } from 'vitest';

/** A run that takes little time. */
export const SMALL = ['run', '--workers', '4', '--operations', '2', '--strategy', 'atomic'];

/** An empty directory for the template. It is removed after the test. */
export async function freshCache(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'lab-cache-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const cache = join(directory, 'cache');
  await mkdir(cache, { mode: 0o755 });
  // `mkdtemp` creates a private directory. When root runs the tests, the server runs as another user.
  if (process.getuid?.() === 0) await chmod(directory, 0o755);
  return cache;
}
