/** The flags of `check`. */
import { Command } from 'commander';

import { addHelp, addLooks, addReport, addServer, list } from './flags.js';

export function defineCheck(): Command {
  const command = new Command('check')
    .description('the experiments of a config file, and what is expected of them')
    .argument('[file]', 'race-lab.config.ts, .mts, .js, .mjs or .json [the one in this directory]')
    .optionsGroup('What is checked:')
    .addOption(
      list('--only <text>', 'only experiments whose names contain this text; repeatable [all]'),
    );
  addServer(command);
  addReport(command);
  addLooks(command, 'with progress');
  addHelp(command);
  return command;
}
