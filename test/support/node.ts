/** Programs of Node.js, in the directory of this project. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** From 22.18 on, Node runs TypeScript without a loader. The value of the feature is then `strip`. */
export const LOADER = Reflect.get(process.features, 'typescript')
  ? []
  : ['--import', 'jiti/register'];

export interface NodeRun {
  readonly code: string | number | null | undefined;
  readonly output: string;
}

/** Runs a file with Node's own test runner, on the built package. */
export function nodeTest(file: string, loader: readonly string[] = []): Promise<NodeRun> {
  const args = [...loader, '--test', '--test-reporter', 'spec', file];
  // With NODE_TEST_CONTEXT, the child would report in the format for a parent test runner.
  return node(args, { NODE_TEST_CONTEXT: undefined, NODE_OPTIONS: undefined });
}

/** Runs a program of Node.js to its end, in the directory of this project. */
export const node = (args: readonly string[], variables: NodeJS.ProcessEnv): Promise<NodeRun> =>
  new Promise((resolve) => {
    const env = { ...process.env, ...variables };
    execFile(process.execPath, args, { cwd: ROOT, env }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : error.code, output: stdout + stderr }),
    );
  });
