import { sqlstateIn } from '../database/error-chain.js';
import type { LabDatabase } from '../database/lab-database.js';
import type { StrategyDefect } from '../errors.js';
import type { Strategy } from '../model.js';
import { changedTable, TableChanged } from './defects.js';

/**
 * Reads or writes the lab's table beside a strategy: when the table is not as it was made, the strategy
 * has changed it.
 * @throws {TableChanged}
 */
export async function besideStrategy<T>(strategy: Strategy, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = sqlstateIn(error) ?? '';
    // Names and types that are not there (manual, appendix A), a view in its place among them.
    if (!/^(42|3F|55000)/.test(code)) throw error;
    throw changedTable(strategy, error);
  }
}

/**
 * After a strategy that changed the lab's table, the next one finds it as it was made.
 * @throws as `LabDatabase.remakeTables`
 */
export async function remakeChanged(
  database: Pick<LabDatabase, 'remakeTables'>,
  defect: StrategyDefect,
): Promise<void> {
  if (defect instanceof TableChanged) await database.remakeTables();
}
