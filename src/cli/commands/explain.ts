import { sqlFile } from '../../database/accounts.js';
import { openDatabase, type LabDatabase } from '../../database/database.js';
import { BreakingSchedules } from '../../explain/broken-schedule.js';
import { takeSpecimens } from '../../explain/specimen.js';
import { StrategyDefect } from '../../errors.js';
import type { Session } from '../../database/session.js';
import { explanation, type Subject } from '../../explain/text.js';
import { selectStrategies } from '../../plan/names.js';
import { serverUrl } from '../../plan/url.js';
import { noProgress, realEnvironment } from '../../race/environment.js';
import { strategies } from '../../strategies/index.js';
import type { Strategy } from '../../model.js';
import type { Style } from '../../report/index.js';
import { complain } from '../complain.js';
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
  try {
    const explained = await explainEach(chosen, breaking, { database, signal, style });
    const texts = explained.filter((each) => typeof each === 'string');
    await write(stdout, texts.join('\n'));
    const defects = explained.filter((each) => each instanceof StrategyDefect);
    for (const { message, hint } of defects) await complain(stderr, message, hint);
    return defects.length > 0 ? EXIT.environment : EXIT.ok;
  } catch (error) {
    throw (signal.aborted ? null : await database.explain(error)) ?? error;
  } finally {
    stop?.();
    await database.close({ signal });
  }
}

interface Means {
  readonly database: LabDatabase;
  readonly signal: AbortSignal;
  readonly style: Style;
}

/** @returns texts; and what is wrong with a strategy's code, which keeps no other from it */
async function explainEach(
  chosen: readonly Strategy[],
  breaking: BreakingSchedules,
  means: Means,
): Promise<readonly (string | StrategyDefect)[]> {
  const { database, signal } = means;
  const found = await breaking.find(database, signal);
  const explained: (string | StrategyDefect)[] = [];
  let session: Session | undefined;
  for (const strategy of chosen) {
    signal.throwIfAborted();
    session ??= await database.openSession();
    const broken = found.get(strategy.name) ?? null;
    const one = await explain({ strategy, broken }, session, means);
    explained.push(one);
    if (one instanceof StrategyDefect) session = undefined;
  }
  return explained;
}

/** After a defect the session is gone. */
async function explain(
  { strategy, broken }: Pick<Subject, 'strategy' | 'broken'>,
  session: Session,
  { database, signal, style }: Means,
): Promise<string | StrategyDefect> {
  try {
    const environment = realEnvironment(signal, noProgress);
    const specimens = await takeSpecimens(strategy, database, session, environment);
    const own = strategy.sql === undefined ? null : await sqlFile(strategy.sql);
    return explanation({ strategy, own, specimens, broken, server: database.info }, style);
  } catch (error) {
    if (!(error instanceof StrategyDefect)) throw error;
    await database.discard([session]);
    return error;
  }
}
