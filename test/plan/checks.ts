/** Plans of `check` from configs, and why one is refused. */
import { UsageError } from '../../src/errors.js';
import { chosenCases } from '../../src/files/case-choices.js';
import { loadFiles } from '../../src/files/load.js';
import type { CheckPlan } from '../../src/model.js';
import { createCheckPlan, type CheckContext } from '../../src/plan/check.js';
import { planContext } from '../../src/plan/context.js';
import { loading } from '../files/loading.js';

export type Given = Pick<CheckContext, 'only' | 'url'>;

export const planned = (
  config: unknown,
  context: Given = {},
  environmentUrl?: string,
  file = 'ci/lab.json',
): Promise<CheckPlan> =>
  createCheckPlan(config, file, {
    ...context,
    directory: process.cwd(),
    environmentUrl,
    casesOf: (choices, directory) => chosenCases(choices, directory, loading),
    contextOf: async (request) => {
      const files = await loadFiles(request.flags, loading);
      return planContext({ environmentUrl, randomSeed: () => 7, files }, request);
    },
  });

export async function refusal(
  config: unknown,
  context: Given = {},
  file?: string,
): Promise<string> {
  try {
    await planned(config, context, undefined, file);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const { message, hint } = error.spelledIn('flags');
    return `${message}\n${hint}`;
  }
  throw new Error('was accepted');
}

/** An experiment of a config. */
export const good = { run: { strategy: 'for-update', expect: 'held' } };
