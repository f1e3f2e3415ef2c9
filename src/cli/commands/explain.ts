import { sqlFile } from '../../database/accounts.js';
import { openDatabase } from '../../database/database.js';
import { takeSpecimens } from '../../explain/specimen.js';
import { explanation } from '../../explain/text.js';
import { selectStrategies } from '../../plan/names.js';
import { serverUrl } from '../../plan/url.js';
import { strategies } from '../../strategies/index.js';
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
  { stdout, env, signal }: Surroundings,
): Promise<ExitCode> {
  const chosen = selectStrategies([name], strategies, 'explain');
  const url = serverUrl(flags.url, env['RACE_LAB_URL']);
  const cache = env['RACE_LAB_CACHE'];
  const database = await openDatabase({ url, connections: 1, cache });
  const style = styleFor(stdout, env, flags.color);
  const texts: string[] = [];
  try {
    const session = await database.openSession();
    for (const strategy of chosen) {
      signal.throwIfAborted();
      const specimens = await takeSpecimens(strategy, database.control, session);
      const own = strategy.sql === undefined ? null : await sqlFile(strategy.sql);
      texts.push(explanation({ strategy, own, specimens, server: database.info }, style));
    }
  } finally {
    await database.close();
  }
  await write(stdout, texts.join('\n'));
  return EXIT.ok;
}
