import { sqlFile } from '../../database/accounts.js';
import { openDatabase } from '../../database/database.js';
import type { LabDatabase } from '../../database/lab-database.js';
import type { Session } from '../../database/session.js';
import { StrategyDefect } from '../../errors.js';
import { BreakingSchedules } from '../../explain/broken-schedule.js';
import { takeSpecimens } from '../../explain/specimen.js';
import { explanation, type ExplanationSubject } from '../../explain/text.js';
import type { Strategy } from '../../model.js';
import { serverUrl } from '../../plan/url.js';
import { remakeChanged } from '../../race/account-table.js';
import { noProgress, realEnvironment, type RaceEnvironment } from '../../race/environment.js';
import type { Style } from '../../report/formats/format.js';
import { labOptions } from '../context.js';
import type { Surroundings } from '../terminal.js';

interface ExplainMeans {
  readonly flags: { readonly url?: string };
  readonly style: Style;
  readonly surroundings: Surroundings;
}

/**
 * The explanation of a strategy, or the defect in its code. A defect does not affect other
 * strategies.
 */
export type ExplanationOrDefect = string | StrategyDefect;

/**
 * Explains strategies by the statements that they really send.
 * @param told receives the explanations before the database is closed
 * @throws {EnvironmentError} when the server cannot be used
 * @throws the signal's reason when it is aborted
 */
export async function withExplanations(
  strategies: readonly Strategy[],
  { flags, style, surroundings }: ExplainMeans,
  told: (explained: readonly ExplanationOrDefect[]) => Promise<void>,
): Promise<void> {
  if (strategies.length === 0) return told([]);
  const url = serverUrl(flags.url, surroundings.env['RACE_LAB_URL']);
  const options = labOptions(surroundings);
  const { signal } = options;
  const breaking = new BreakingSchedules(strategies);
  const database = await openDatabase({
    url,
    connections: 1 + breaking.connections,
    remedy: () => 'Close other connections, or raise max_connections.',
    ...options,
  });
  const external = url === null ? null : { url, schema: database.info.schema };
  const stop = await surroundings.watchOver?.({ code: strategies, external });
  const environment = realEnvironment(signal, noProgress);
  try {
    await told(await explainEach(strategies, breaking, { database, environment, style }));
  } catch (error) {
    throw (signal.aborted ? null : await database.explain(error)) ?? error;
  } finally {
    stop?.();
    await database.close({ signal });
  }
}

interface Destination {
  readonly database: LabDatabase;
  readonly environment: RaceEnvironment;
  readonly style: Style;
}

async function explainEach(
  strategies: readonly Strategy[],
  breaking: BreakingSchedules,
  place: Destination,
): Promise<readonly ExplanationOrDefect[]> {
  const { database, environment } = place;
  const { signal } = environment;
  const found = await breaking.find(database, signal);
  const explained: ExplanationOrDefect[] = [];
  let session: Session | undefined;
  const isDrawn = strategies.length === 1;
  for (const strategy of strategies) {
    signal.throwIfAborted();
    session ??= await database.openSession();
    const broken = found.get(strategy.name) ?? null;
    const one = await explain({ strategy, broken, isDrawn }, session, place);
    explained.push(one);
    if (one instanceof StrategyDefect) session = undefined;
  }
  return explained;
}

/** A defect closes the session. */
async function explain(
  subject: Pick<ExplanationSubject, 'strategy' | 'broken' | 'isDrawn'>,
  session: Session,
  { database, environment, style }: Destination,
): Promise<ExplanationOrDefect> {
  const { strategy } = subject;
  try {
    const specimens = await takeSpecimens(strategy, database, session, environment);
    const own = strategy.sql === undefined ? null : await sqlFile(strategy.sql);
    return explanation({ ...subject, own, specimens, server: database.info }, style);
  } catch (error) {
    if (!(error instanceof StrategyDefect)) throw error;
    await database.discard([session]);
    await remakeChanged(database, error);
    return error;
  }
}
