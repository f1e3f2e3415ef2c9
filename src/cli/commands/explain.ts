import { sqlFile } from '../../database/accounts.js';
import { openDatabase } from '../../database/database.js';
import { BreakingSchedules } from '../../explain/broken-schedule.js';
import { takeSpecimens } from '../../explain/specimen.js';
import { explanation } from '../../explain/text.js';
import { selectStrategies } from '../../plan/names.js';
import { serverUrl } from '../../plan/url.js';
import { noProgress, realEnvironment } from '../../race/environment.js';
import { strategies } from '../../strategies/index.js';
import { labOptions, loadWatched, tellTwice } from '../context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { styleFor, write, type Surroundings } from '../terminal.js';

export interface ExplainFlags {
  readonly url?: string;
  readonly color?: boolean;
}

/** `race-lab explain <strategy>`. */
export async function explainCommand(
  name: string,
  flags: ExplainFlags,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { stdout, stderr, env, watchOver } = surroundings;
  await tellTwice([name], stderr, 'explain');
  const files = await loadWatched({ strategy: [name] }, surroundings, 'explain');
  const chosen = selectStrategies([name], strategies, 'explain', files);
  const url = serverUrl(flags.url, env['RACE_LAB_URL']);
  const options = labOptions(surroundings);
  const { signal } = options;
  const breaking = new BreakingSchedules(chosen);
  const database = await openDatabase({
    url,
    connections: 1 + breaking.connections,
    remedy: () => 'Close other connections, or raise max_connections.',
    ...options,
  });
  const style = styleFor(stdout, env, flags.color);
  const external = url === null ? null : { url, schema: database.info.schema };
  const stop = await watchOver?.({ code: chosen, external });
  const texts = async () => {
    const environment = realEnvironment(signal, noProgress);
    const session = await database.openSession();
    const found = await breaking.find(database, signal);
    const told: string[] = [];
    for (const strategy of chosen) {
      signal.throwIfAborted();
      const specimens = await takeSpecimens(strategy, database, session, environment);
      const own = strategy.sql === undefined ? null : await sqlFile(strategy.sql);
      const broken = found.get(strategy.name) ?? null;
      told.push(explanation({ strategy, own, specimens, broken, server: database.info }, style));
    }
    return told.join('\n');
  };
  try {
    await write(stdout, await texts());
  } catch (error) {
    throw (signal.aborted ? null : await database.explain(error)) ?? error;
  } finally {
    stop?.();
    await database.close({ signal });
  }
  return EXIT.ok;
}
