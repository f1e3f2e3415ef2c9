/** Cases with names and workers only. Plans never run them. */
import type { Case } from '../../src/model.js';

/** @param reference null: an object of a test */
export function toyCase(
  name: string,
  {
    workers = 2,
    reference = `./${name}.race.ts`,
  }: { workers?: number; reference?: string | null } = {},
): Case {
  return {
    name,
    schema: [],
    start: [],
    open: null,
    close: null,
    service: null,
    workers: Array.from({ length: workers }, (_, index) => ({
      name: `worker ${index + 1}`,
      run: () => Promise.reject(new Error('toys do not run')),
    })),
    replicas: 1,
    invariants: [],
    refusals: [],
    retried: [],
    ignore: [],
    ...(reference === null ? {} : { file: reference, reference }),
  };
}
