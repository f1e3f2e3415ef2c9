import { Chalk } from 'chalk';

import { anomaliesOf } from '../../explain/claims.js';
import type { Claims, Scenario, Strategy } from '../../model.js';
import { joinBlocks, words, wrap } from '../../text/wrap.js';
import type { Style } from '../../report/index.js';
import { scenarios } from '../../scenarios/index.js';
import { strategies } from '../../strategies/index.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { styleFor, write, type Surroundings } from '../terminal.js';

export interface ListFlags {
  readonly json?: boolean;
  readonly color?: boolean;
}

/** `race-lab list`. */
export async function listCommand(
  flags: ListFlags,
  { stdout, env }: Surroundings,
): Promise<ExitCode> {
  const text = flags.json ? listJson() : listText(styleFor(stdout, env, flags.color));
  await write(stdout, text);
  return EXIT.ok;
}

function listJson(): string {
  const described = {
    strategies: strategies.map(({ name, summary, claims, sqlstates }) => ({
      name,
      summary,
      claims,
      sqlstates,
    })),
    scenarios: scenarios.map(({ name, summary, invariant, exposes }) => ({
      name,
      summary,
      invariant,
      exposes,
    })),
  };
  return `${JSON.stringify(described, null, 2)}\n`;
}

function listText(style: Style): string {
  const chalk = new Chalk({ level: style.color ? 1 : 0 });
  const width = Math.min(style.width, 100);
  const nameWidth = Math.max(...strategies.map(({ name }) => name.length));
  const hanging = ' '.repeat(nameWidth + 4);
  const entry = ({ name }: Strategy | Scenario, text: string) => {
    const first = `  ${chalk.bold(name.padEnd(nameWidth))}  `;
    return wrap(words(text), { width, first, hanging });
  };
  const claims = (strategy: Strategy) =>
    wrap(claimsOf(strategy.claims, chalk.green, chalk.red), { width, first: hanging, hanging });
  return joinBlocks([
    ['Strategies'],
    strategies.flatMap((strategy) => entry(strategy, strategy.summary).concat(claims(strategy))),
    ['Scenarios'],
    scenarios.flatMap((scenario) =>
      entry(scenario, `${scenario.summary} (invariant: ${scenario.invariant})`),
    ),
    [
      'More of one:  race-lab explain <strategy>',
      'Race them:    race-lab run --strategy <names> --scenario <name>',
    ],
  ]);
}

type Paint = (text: string) => string;

/** What a strategy promises, in phrases that are not broken. */
function claimsOf(claims: Claims, good: Paint, bad: Paint): string[] {
  const { prevented, possible } = anomaliesOf(claims);
  const allowed = [...possible, ...(claims.deadlocks === 'possible' ? ['deadlocks'] : [])];
  const phrases: string[] = [];
  if (prevented.length > 0) phrases.push(good(`prevents ${prevented.join(', ')}`));
  if (allowed.length > 0) phrases.push(bad(`allows ${allowed.join(', ')}`));
  if (claims.processes === 'one') phrases.push(bad('in one process only'));
  if (claims.progress === 'none') phrases.push(bad('hardly anything gets through'));
  return phrases.map((phrase, index) => (index < phrases.length - 1 ? `${phrase};` : phrase));
}
