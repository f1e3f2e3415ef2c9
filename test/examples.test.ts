/** The examples, run as their users would run them; those for Vitest are among our own tests. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Node reads TypeScript by itself, from 22.18 on: `strip`. */
const LOADER = Reflect.get(process.features, 'typescript') ? [] : ['--import', 'jiti/register'];

interface Ended {
  readonly code: string | number | null | undefined;
  readonly output: string;
}

/** Runs a file with Node's own test runner, on the built package. */
function nodeTest(file: string, loader: readonly string[] = []): Promise<Ended> {
  const args = [...loader, '--test', '--test-reporter', 'spec', file];
  // A child that thinks it is one of a test runner reports in another way.
  const env = { ...process.env, NODE_TEST_CONTEXT: undefined, NODE_OPTIONS: undefined };
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: ROOT, env }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : error.code, output: stdout + stderr }),
    );
  });
}

describe('with Node’s own test runner', () => {
  it('the wallet passes', async () => {
    const { code, output } = await nodeTest('examples/wallet/wallet.node.ts', LOADER);

    expect(output).toMatch(/pass 3\n/);
    expect(output).toMatch(/fail 0\n/);
    expect(code).toBe(0);
  });

  it('a red test shows the witness, and how to see it again', async () => {
    const { code, output } = await nodeTest('test/api/red.mjs');

    expect(output).toMatch(/expected naive to hold, but it broke\n/);
    expect(output).toContain('◄ overwrites version 1 by B');
    expect(output).toContain('race-lab replay --strategy naive --schedule ABBA');
    expect(output).toContain('test/api/red.mjs:7:');
    expect(code).toBe(1);
  });
});
