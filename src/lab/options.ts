import type { LabDatabase } from '../database/database.js';
import type { RunPlan, Strategy } from '../model.js';
import type { Progress } from '../race/environment.js';
import type { WatchOver } from '../watch-over.js';

/** @typeParam P who is told how far it is */
export interface LabOptions<P = Progress> {
  /** Abort it to end early; everything is cleaned up before the promise settles. */
  readonly signal?: AbortSignal;
  readonly progress?: P;
  /** Where the embedded server's template is kept; default: the user's cache directory. */
  readonly cache?: string | undefined;
  /** Watches over code that comes from files, while it runs. */
  readonly watchOver?: WatchOver | undefined;
}

/** Does a part of the work in which the code of strategies and scenarios runs. */
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
