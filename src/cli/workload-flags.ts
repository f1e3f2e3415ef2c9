/** The flags of `explore` and `replay`. */
import { Command } from 'commander';

import { addHelp, addLooks, addOutput, addServer, list } from './flags.js';

export function defineExplore(): Command {
  const command = new Command('explore')
    .description('every interleaving of a few workers: of your own code, or of strategies')
    .argument(
      '[files...]',
      'cases of your own code: checkout.race.ts, checkout.race.ts#refund for one of its cases, or a glob in quotes; without one and without a flag about strategies: every *.race.ts below here',
    )
    .optionsGroup('What is explored:')
    .addOption(
      list(
        '-s, --strategy <names>',
        'comma list, repeatable; all for every built-in one, ./mine.ts for your own [naive]',
      ),
    );
  addWorkload(command, 'the operations, and the samples');
  command
    .optionsGroup('How far it goes:')
    .option(
      '--max-schedules <n>',
      'most schedules for each strategy or case: few switches first, then samples [20000]',
    )
    .option(
      '--max-switches <n>',
      'only schedules with at most this many switches from worker to worker [no limit]',
    )
    .option(
      '--time-limit <time>',
      'for each strategy or case: after it, no further schedule begins, such as 10s [no limit]',
    )
    .option(
      '--overlap [all]',
      'cases: cut each data-changing statement in two, those outside a transaction; all: in READ COMMITTED ones, too',
    )
    .addOption(
      list(
        '--isolation <levels>',
        'cases: the same code at other default isolation levels: read-committed, repeatable-read, serializable, or all [that of the server]',
      ),
    )
    .option(
      '--lanes <n>',
      'schedules that run at the same time, each in its own schema or database [2]',
    );
  addServer(command);
  addKeptTest(command);
  addOutput(command, 'held, broken, claims, failures=0, schedules>=6, naive:broken, …');
  addLooks(command, 'with progress');
  addHelp(command);
  return command;
}

export function defineReplay(): Command {
  const command = new Command('replay')
    .description('one schedule again, drawn in columns; or step by step, by hand')
    .argument('[case]', 'a case of your own code: checkout.race.ts, or checkout.race.ts#its-name')
    .optionsGroup('What is replayed:')
    .option(
      '--schedule <letters>',
      'the worker of each next statement, such as ABAB; required without -i',
    )
    .option(
      '-i, --interactive',
      'step by hand: a key for each worker that can go; --schedule: the steps to begin with',
    )
    .option('--overlap [all]', 'a case: cut data-changing statements in two, as explore did')
    .option('--isolation <level>', 'a case: at this default isolation level, as explore did')
    .option('--follow', 'a case: from the first letter that cannot be followed, go on freely')
    .addOption(list('-s, --strategy <name>', 'its name, or ./mine.ts for your own [naive]'));
  addWorkload(command, 'the operations');
  addServer(command);
  addKeptTest(command);
  addOutput(command, 'held, broken or claims');
  addLooks(command, 'without progress');
  addHelp(command);
  return command;
}

function addKeptTest(command: Command): void {
  command.option(
    '--write-test [file]',
    'cases: a Vitest test that keeps the broken order, into a new file; without one, below the report',
  );
}

/** What the workers of a schedule do. */
function addWorkload(command: Command, seeds: string): void {
  command
    .option('--scenario <name>', 'what the workers do; ./mine.ts for your own [withdraw]')
    .option('-w, --workers <n>', 'a letter each: A, B, … [2]')
    .option('-n, --operations <n>', 'operations per worker [1]')
    .option('--accounts <n>', 'number of accounts [1; transfer, joint: 2]')
    .option(
      '--balance <n>',
      'starting balance of each account [withdraw: half of what the workers ask for]',
    )
    .option('--amount <n or a..b>', 'amount of each operation, or a random range [10]')
    .option(
      '--retries <n>',
      'retries allowed per operation, without a pause [2; 0 for a strategy that claims no progress]',
    )
    .option('--seed <n>', `seeds ${seeds} [1]`);
}
