/** The flags of `check`. */
import { Command } from 'commander';

import { addHelp, addLooks, addReport, addServer, list } from './flags.js';

export function defineCheck(): Command {
  const command = new Command('check')
    .description(
      'what is expected of the experiments of a config, or of your cases, which have to hold',
    )
    .argument(
      '[file]',
      'race-lab.config.ts, .mts, .js, .mjs or .json, or a file of cases [the config in this directory; if there is none: every *.race.ts below here]',
    )
    .optionsGroup('What is checked:')
    .addOption(
      list(
        '--only <text>',
        'only experiments or cases whose names contain this text; repeatable [all]',
      ),
    )
    .option(
      '--time-limit <time>',
      'for each strategy or case that is explored: after it, no further schedule begins, such as 10s; overrides the config [no limit]',
    );
  addServer(command);
  addReport(command);
  addLooks(command, 'with progress');
  addHelp(command);
  return command;
}
