import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll } from 'vitest';

export const SMALL = ['run', '-w', '2', '-n', '1'];

/** An empty cache, and a `PATH` on which cp(1) finds the disk full, until the tests of the file are over. */
export function withFullDisk(): { readonly PATH: string; readonly cache: string } {
  const scratch = mkdtempSync(join(tmpdir(), 'lab-full-'));
  const cache = join(scratch, 'cache');
  const programs = join(scratch, 'bin');
  chmodSync(scratch, 0o755);
  mkdirSync(cache, { mode: 0o755 });
  mkdirSync(programs, { mode: 0o755 });
  const cp = `#!/bin/sh\necho "cp: error writing '$3': No space left on device" >&2\nexit 1\n`;
  writeFileSync(join(programs, 'cp'), cp, { mode: 0o755 });
  afterAll(() => rmSync(scratch, { recursive: true }));
  return { PATH: `${programs}:${process.env['PATH']}`, cache };
}
