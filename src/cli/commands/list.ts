import { Chalk } from 'chalk';

import type { Claims, Scenario, Strategy } from '../../model.js';
import { joinBlocks, words, wrap } from '../../report/text.js';
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
  const nameWidth = Math.max(...strategies.map(({ name }) => name.length));
  const entry = ({ name }: Strategy | Scenario, text: string) =>
    wrap(words(text), {
      width: Math.min(style.width, 100),
      first: `  ${chalk.bold(name.padEnd(nameWidth))}  `,
      hanging: ' '.repeat(nameWidth + 4),
    });
  return joinBlocks([
    ['Strategies'],
    strategies.flatMap((strategy) => [
      ...entry(strategy, strategy.summary),
      `${' '.repeat(nameWidth + 4)}${claimsText(strategy.claims, chalk.green, chalk.red)}`,
    ]),
    ['Scenarios'],
    scenarios.flatMap((scenario) =>
      entry(scenario, `${scenario.summary} (invariant: ${scenario.invariant})`),
    ),
    ['race-lab explain <strategy> tells more; race-lab run --strategy <names> races them.'],
  ]);
}

type Paint = (text: string) => string;

/** What a strategy promises, a word or two for each promise. */
function claimsText(claims: Claims, good: Paint, bad: Paint): string {
  const parts = [
    claims.lostUpdates === 'prevented' ? good('no lost updates') : bad('lost updates'),
    claims.overdrafts === 'prevented' ? good('no overdrafts') : bad('overdrafts'),
  ];
  if (claims.deadlocks === 'possible') parts.push(bad('deadlocks'));
  if (claims.processes === 'one') parts.push(bad('within one process only'));
  if (claims.progress === 'none') parts.push(bad('no progress'));
  return parts.join(', ');
}
