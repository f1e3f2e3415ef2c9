/** Runs the examples as users would. The examples for Vitest run together with our own tests. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** From 22.18 on, Node runs TypeScript without a loader. The value of the feature is then `strip`. */
const LOADER = Reflect.get(process.features, 'typescript') ? [] : ['--import', 'jiti/register'];

interface NodeTestRun {
  readonly code: string | number | null | undefined;
  readonly output: string;
}

/** Runs a file with Node's own test runner, on the built package. */
function nodeTest(file: string, loader: readonly string[] = []): Promise<NodeTestRun> {
  const args = [...loader, '--test', '--test-reporter', 'spec', file];
  // With NODE_TEST_CONTEXT, the child would report in the format for a parent test runner.
  const env = { ...process.env, NODE_TEST_CONTEXT: undefined, NODE_OPTIONS: undefined };
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: ROOT, env }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : error.code, output: stdout + stderr }),
    );
  });
}

describe('with Node’s own test runner', () => {
  it('the tests of the wallet pass', async () => {
    const { code, output } = await nodeTest('examples/wallet/wallet.node.ts', LOADER);

    expect(output).toMatch(/pass 3\n/);
    expect(output).toMatch(/fail 0\n/);
    expect(code).toBe(0);
  });

  it('a failing test prints the witness, and how to replay it', async () => {
    const { code, output } = await nodeTest('test/api/red.mjs');

    expect(output).toMatch(/expected naive to hold, but it broke\n/);
    expect(output).toContain('◄ overwrites version 1 by B');
    expect(output).toContain('race-lab replay --strategy naive --schedule ABBA');
    expect(output).toContain('test/api/red.mjs:7:');
    expect(code).toBe(1);
  });
});
