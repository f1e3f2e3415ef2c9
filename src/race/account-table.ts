import { sqlstateIn } from '../database/error-chain.js';
import type { LabDatabase } from '../database/lab-database.js';
import type { StrategyDefect } from '../errors.js';
import type { Strategy } from '../model.js';
import { changedTable, TableChanged } from './defects.js';

/**
 * Reads or writes race-lab's own table while a strategy uses it too. An error about the table's definition
 * means that the strategy changed the table.
 * @throws {TableChanged}
 */
export async function besideStrategy<T>(strategy: Strategy, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = sqlstateIn(error) ?? '';
    // Missing names or wrong types (manual, appendix A), or a view in place of the table.
    if (!/^(42|3F|55000)/.test(code)) throw error;
    throw changedTable(strategy, error);
  }
}

/**
 * Creates the tables again after a strategy changed their definitions.
 * @throws as `LabDatabase.remakeTables`
 */
export async function remakeChanged(
  database: Pick<LabDatabase, 'remakeTables'>,
  defect: StrategyDefect,
): Promise<void> {
  if (defect instanceof TableChanged) await database.remakeTables();
}
