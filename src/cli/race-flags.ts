/** The flags of `run` and `compare`. */
import { Command } from 'commander';

import type { RunPlan } from '../model.js';
import { addHelp, addLooks, addOutput, addServer, list } from './flags.js';

const ABOUT: Readonly<Record<RunPlan['command'], string>> = {
  run: 'race one or more strategies, or your own code',
  compare: 'every strategy, in interleaved rounds, side by side',
};

const FILES =
  'cases of your own code, such as checkout.race.ts, or a glob in quotes; all their workers run freely at once';

/** Where the defaults differ, the second one is that of `compare`. */
export function defineRace(name: RunPlan['command']): Command {
  const or: Or = (run, compare) => (name === 'run' ? run : compare);
  const command = new Command(name).description(ABOUT[name]);
  if (name === 'run') command.argument('[files...]', FILES);
  addWork(command, or);
  addPace(command, or);
  if (name === 'compare') addVary(command);
  addServer(command);
  command.option('--keep', 'keep the schema on that server, and print its name');
  addOutput(command, 'held, broken, claims, lost-updates=0, p99<50, naive:broken, …');
  addLooks(command, 'with progress');
  addHelp(command);
  return command;
}

/** Picks the default of `run` or that of `compare`. */
type Or = (run: string, compare: string) => string;

function addWork(command: Command, or: Or): void {
  command
    .optionsGroup('What is raced:')
    .addOption(
      list(
        '-s, --strategy <names>',
        `comma list, repeatable; all for every built-in one, ./mine.ts for your own [${or('naive', 'all')}]`,
      ),
    )
    .option('--scenario <name>', 'what the workers do; ./mine.ts for your own [withdraw]')
    .option('-w, --workers <n>', 'concurrent workers [50]')
    .option('-n, --operations <n>', `operations per worker [${or('20', '5')}]`)
    .option('-d, --duration <time>', 'run for 500ms, 10s or 2m instead of a count')
    .option('--accounts <n>', 'accounts to spread over, chosen at random [1; transfer, joint: 2]')
    .option(
      '--balance <n>',
      'starting balance of each account [withdraw: half of what the workers ask for]',
    )
    .option('--amount <n or a..b>', 'amount of each operation, or a random range [10]')
    .option(
      '--rounds <n>',
      `repeat, the strategies in turns [${or('1]; cases [200, unless -w, -n or -d makes a load of them', '3')}]`,
    )
    .option('--seed <n>', 'seeds amounts, accounts and jitter [random, printed]');
}

function addVary(command: Command): void {
  command.option(
    '--vary <parameter=values>',
    'compare at each of these values, such as workers=1,10,50, with charts; also accounts, think, connections, processes, amount [strategies: naive,for-update,optimistic,atomic]',
  );
}

function addPace(command: Command, or: Or): void {
  command
    .optionsGroup('How it is raced:')
    .option('--think <ms>', 'pause between reading and writing [0]')
    .option('--retries <n>', 'retries allowed per operation [100]')
    .option(
      '--backoff <pause>',
      'none, constant:5ms or exponential:1ms..100ms, the pause before a retry, with full jitter [exponential:1ms..100ms]',
    )
    .option('--connections <n>', 'connections shared by the workers [one per worker]')
    .option('--processes <n>', 'operating-system processes that the workers are spread over [1]')
    .option(
      '--time-limit <time>',
      `for each strategy and round; after it no operation begins or is retried [${or('10s', '3s')}]`,
    )
    .option('--timeout <time>', 'give up on a run that hangs [60s beyond the plan]');
}
