import type { LabDatabase } from '../database/lab-database.js';
import type { RunPlan, Strategy } from '../model.js';
import type { LabOptions } from './options.js';

/** Runs a part of the work that calls the code of strategies and scenarios, under a watch. */
export async function guarded<Outcome>(
  { scenario, url }: Pick<RunPlan, 'scenario' | 'url'>,
  strategies: readonly Strategy[],
  { info: { schema } }: LabDatabase,
  { watchOver }: Pick<LabOptions, 'watchOver'>,
  work: () => Promise<Outcome>,
): Promise<Outcome> {
  const external = url === null ? null : { url, schema };
  const stop = await watchOver?.({ code: [...strategies, scenario], external });
  try {
    return await work();
  } finally {
    stop?.();
  }
}
