import { Chalk } from 'chalk';

import { CHOICES, claimsMatrix, LEGEND } from '../../report/claims.js';
import type { Scenario, Strategy } from '../../model.js';
import { padEnd, widestOf } from '../../text/width.js';
import { joinBlocks, words, wrap } from '../../text/wrap.js';
import type { Style } from '../../report/formats/format.js';
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
    scenarios: scenarios.map(({ name, summary, invariant, exposes, accounts }) => ({
      name,
      summary,
      invariant,
      exposes,
      accounts,
    })),
  };
  return `${JSON.stringify(described, null, 2)}\n`;
}

/** What the scenarios do not cover. */
const SCOPE =
  "All of them update existing rows in the lab's own table account. They do not test rules over inserted " +
  'rows (at most one booking of a seat): a strategy that holds here can break there.';

function listText(style: Style): string {
  const chalk = new Chalk({ level: style.color ? 1 : 0 });
  const width = Math.min(style.width, 100);
  const nameWidth = widestOf(strategies.map(({ name }) => name));
  const hanging = ' '.repeat(nameWidth + 4);
  const entry = ({ name }: Strategy | Scenario, text: string) => {
    const first = `  ${chalk.bold(padEnd(name, nameWidth))}  `;
    return wrap(words(text), { width, first, hanging });
  };
  return joinBlocks([
    ['Strategies'],
    strategies.flatMap((strategy) => entry(strategy, strategy.summary)),
    ['What each claims'],
    claimsMatrix(strategies, chalk),
    wrap(words(LEGEND), { width }),
    ['Which to choose'],
    CHOICES.flatMap((choice) => wrap(words(choice), { width, first: '  ', hanging: '    ' })),
    ['Scenarios'],
    scenarios.flatMap((scenario) =>
      entry(scenario, `${scenario.summary} (invariant: ${scenario.invariant})`),
    ),
    wrap(words(SCOPE), { width }),
    [
      'Details:      race-lab explain <strategy or scenario>',
      'Race them:    race-lab run --strategy <names> --scenario <name>',
    ],
  ]);
}
