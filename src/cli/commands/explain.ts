import { StrategyDefect } from '../../errors.js';
import { scenarioExplanation } from '../../explain/scenario.js';
import { NotExported } from '../../files/definitions.js';
import { isFileReference } from '../../text/reference.js';
import type { Scenario, Strategy } from '../../model.js';
import { selectStrategies } from '../../plan/names.js';
import { scenarios } from '../../scenarios/index.js';
import { strategies } from '../../strategies/index.js';
import { complainOf } from '../complain.js';
import { loadWatched, tellTwice } from '../context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { styleFor, write, type Surroundings } from '../terminal.js';
import { withExplanations } from './explain-strategies.js';

export interface ExplainFlags {
  readonly url?: string;
  readonly color?: boolean;
}

/** `race-lab explain <strategy or scenario>`. */
export async function explainCommand(
  name: string,
  flags: ExplainFlags,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { stdout, stderr, env } = surroundings;
  await tellTwice([name], stderr, 'explain');
  const subjects = await subjectsOf(name, surroundings);
  const style = styleFor(stdout, env, flags.color);
  const ofScenarios = subjects.scenarios.map((scenario) =>
    scenarioExplanation(scenario, strategies, style),
  );
  let code: ExitCode = EXIT.ok;
  await withExplanations(subjects.strategies, { flags, style, surroundings }, async (explained) => {
    const texts = explained.filter((each) => typeof each === 'string');
    await write(stdout, [...ofScenarios, ...texts].join('\n'));
    for (const defect of explained) {
      if (!(defect instanceof StrategyDefect)) continue;
      code = EXIT.environment;
      await complainOf(stderr, defect);
    }
  });
  return code;
}

const EXPLAIN = { text: 'explain', option: null } as const;

interface Subjects {
  readonly strategies: readonly Strategy[];
  readonly scenarios: readonly Scenario[];
}

/** @throws {UsageError} for what is neither a strategy nor a scenario */
async function subjectsOf(text: string, surroundings: Surroundings): Promise<Subjects> {
  const names = text.split(',').map((name) => name.trim());
  const found = scenarios.filter(({ name }) => names.includes(name));
  const others = names.filter((name) => !found.some((scenario) => scenario.name === name));
  if (others.length === 0) return { strategies: [], scenarios: found };
  const list = others.join(',');
  try {
    const files = await loadWatched({ strategy: [list] }, surroundings, EXPLAIN);
    const chosen = selectStrategies([list], strategies, EXPLAIN, files);
    return { strategies: chosen, scenarios: found };
  } catch (error) {
    if (!(error instanceof NotExported)) throw error;
    const scenario = await scenarioIn(list, surroundings);
    if (scenario === null) throw error;
    return { strategies: [], scenarios: [...found, scenario] };
  }
}

/** The scenario in a file without a strategy; null for everything else. */
async function scenarioIn(item: string, surroundings: Surroundings): Promise<Scenario | null> {
  if (!isFileReference(item)) return null;
  const files = await loadWatched({ scenario: item }, surroundings, EXPLAIN).catch(() => null);
  return files?.scenarios.get(item) ?? null;
}
