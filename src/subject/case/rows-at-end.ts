import type { DatabaseRows, Snapshot } from '../../database/snapshot/snapshot.js';

/**
 * Reads the rows at the end of a schedule. Rolls back transactions that were prepared and then left so.
 * @param preparing the names of prepared transactions, with their workers
 * @param leaves receives each worker that left one
 */
export async function rowsAtEnd(
  snapshot: Snapshot,
  preparing: ReadonlyMap<string, number> | undefined,
  leaves: (worker: number) => void,
): Promise<DatabaseRows> {
  if (preparing !== undefined && preparing.size > 0) {
    const left = await snapshot.rollBackPrepared();
    for (const [name, worker] of preparing) if (left.includes(name)) leaves(worker);
  }
  return snapshot.read();
}
