/** An installation of its own in a cache, for the tests that damage it. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect } from 'vitest';

import { isIntact } from '../../../src/database/embedded/manifest.js';
import { startEmbedded } from '../../../src/database/embedded/server.js';
import { Session } from '../../../src/database/session.js';

/** A cache with one installation. */
export interface Installed {
  /** A directory beside the cache. */
  readonly scratch: string;
  /** The directory of the installation. */
  readonly home: string;
  /** What the first start left in the cache. */
  readonly made: readonly string[];
}

/** Creates it before the tests of the file, and removes it after them. */
export function installedForTests(): Installed & {
  /** Starts a server from the cache, and sends it a query. */
  readonly works: () => Promise<boolean>;
  /** Expects that a damaged installation is created again. */
  readonly expectRepair: (damage: () => void) => Promise<void>;
} {
  const scratch = mkdtempSync(join(tmpdir(), 'lab-cache-'));
  const cache = join(scratch, 'cache');
  let home = '';
  let made: readonly string[] = [];

  const works = async (): Promise<boolean> => {
    const server = await startEmbedded({ connections: 2, cache });
    try {
      const session = await Session.open(server.target, null);
      const [row] = await session.query<{ sum: number }>('select 1 + 1 as sum');
      await session.close();
      return row?.sum === 2;
    } finally {
      await server.stop();
    }
  };

  beforeAll(async () => {
    chmodSync(scratch, 0o755);
    mkdirSync(cache, { mode: 0o755 });
    await works();
    made = readdirSync(cache);
    const [name = ''] = made;
    home = join(cache, name);
  });

  afterAll(() => {
    execFileSync('chmod', ['-R', 'u+rwX', scratch]);
    rmSync(scratch, { recursive: true });
  });

  return {
    scratch,
    get home() {
      return home;
    },
    get made() {
      return made;
    },
    works,
    expectRepair: async (damage) => {
      damage();
      expect(await works()).toBe(true);
      // Whole, and nothing else is left.
      expect(isIntact(home)).toBe(true);
      expect(readdirSync(cache)).toHaveLength(1);
    },
  };
}
