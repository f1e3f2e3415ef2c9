import { Command, Option } from 'commander';

import type { RunPlan } from '../model.js';
import { unknownName } from '../plan/nearest.js';
import type { DoctorFlags } from './commands/doctor.js';
import type { ExplainFlags } from './commands/explain.js';
import type { ListFlags } from './commands/list.js';
import type { RunCommandFlags } from './commands/run.js';
import type { ExitCode } from './exit-codes.js';
import type { Surroundings } from './terminal.js';

/**
 * The commands and their flags. Values stay text here: the plan is where they are understood.
 * Each command's module is loaded when it is called, so that `--help` waits for none of them.
 * @param done told the exit code of the command that ran
 */
export function makeProgram(
  version: string,
  surroundings: Surroundings,
  done: (code: ExitCode) => void,
): Command {
  const program = new Command('race-lab')
    .description('Is my way of changing a balance safe when fifty requests come at once?')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .addHelpText('after', FIRST_STEPS);

  for (const command of [raceCommand('run'), raceCommand('compare')]) {
    const name = command.name() === 'run' ? 'run' : 'compare';
    command.action(async (flags: RunCommandFlags) => {
      const { runCommand } = await import('./commands/run.js');
      done(await runCommand(name, flags, surroundings));
    });
    program.addCommand(command);
  }

  program
    .command('list')
    .description('strategies and scenarios, and what each claims')
    .option('--json', 'as JSON')
    .option('--no-color', 'plain text')
    .action(async (flags: ListFlags) => {
      const { listCommand } = await import('./commands/list.js');
      done(await listCommand(flags, surroundings));
    });

  program
    .command('explain')
    .description('one strategy: its SQL, what it prevents and what not, its SQLSTATEs')
    .argument('<strategy>', 'its name, a comma list, or all')
    .option('--url <url>', 'an existing server instead of the embedded one')
    .option('--no-color', 'plain text')
    .action(async (name: string, flags: ExplainFlags) => {
      const { explainCommand } = await import('./commands/explain.js');
      done(await explainCommand(name, flags, surroundings));
    });

  program
    .command('doctor')
    .description('what is here: Node, server, limits')
    .option('--url <url>', 'look at an existing server')
    .option('--no-color', 'plain text')
    .action(async (flags: DoctorFlags) => {
      const { doctorCommand } = await import('./commands/doctor.js');
      done(await doctorCommand(flags, surroundings));
    });

  program
    .command('help')
    .description('what a command does, and its flags')
    .argument('[command]', 'its name; without one, this lists them')
    .action((name: string | undefined) => {
      const known = program.commands.map((command) => command.name());
      const command = program.commands.find((each) => each.name() === name);
      if (name !== undefined && !command) throw unknownName('help', 'command', name, known);
      (command ?? program).help();
    });

  return program;
}

const ABOUT: Readonly<Record<RunPlan['command'], string>> = {
  run: 'race one or more strategies',
  compare: 'every strategy, in interleaved rounds, side by side',
};

/** Where the defaults of `compare` differ, they stand second. */
function raceCommand(name: RunPlan['command']): Command {
  const or: Or = (run, compare) => (name === 'run' ? run : compare);
  const command = new Command(name).description(ABOUT[name]);
  addWork(command, or);
  addPace(command, or);
  addServer(command);
  addOutput(command);
  return command.helpOption('-h, --help', 'print this help').addHelpText('after', AFTERWORD);
}

/** Picks the default of `run` or that of `compare`. */
type Or = (run: string, compare: string) => string;

function addWork(command: Command, or: Or): void {
  command
    .optionsGroup('What is raced:')
    .addOption(
      list(
        '-s, --strategy <names>',
        `comma list, repeatable; all for every one [${or('naive', 'all')}]`,
      ),
    )
    .option('--scenario <name>', 'what the workers do [withdraw]')
    .option('-w, --workers <n>', 'concurrent workers [50]')
    .option('-n, --operations <n>', `operations per worker [${or('20', '5')}]`)
    .option('-d, --duration <time>', 'run for 500ms, 10s or 2m instead of a count')
    .option('--accounts <n>', 'accounts to spread over, chosen at random [1]')
    .option(
      '--balance <n>',
      'starting balance of each account [withdraw: half of what is asked for]',
    )
    .option('--amount <n or a..b>', 'amount of each operation, or a random range [10]')
    .option('--rounds <n>', `repeat, the strategies in turns [${or('1', '3')}]`)
    .option('--seed <n>', 'seeds amounts, accounts and jitter [random, printed]');
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
    .option(
      '--time-limit <time>',
      `for each strategy and round; past it nothing begins or is retried [${or('10s', '3s')}]`,
    )
    .option('--timeout <time>', 'give up on a run that hangs [60s beyond the plan]');
}

function addServer(command: Command): void {
  command
    .optionsGroup('Where:')
    .option(
      '--url <url>',
      'an existing server, PostgreSQL 13 or newer; also RACE_LAB_URL [embedded]',
    )
    .option('--keep', 'keep the schema on that server, and print its name');
}

function addOutput(command: Command): void {
  command
    .optionsGroup('What comes out:')
    .option('--format <name>', 'of stdout: table, json, csv or markdown [table]')
    .option('--json', 'short for --format json')
    .addOption(list('-o, --output <file>', 'also write a file: .json, .csv or .md; repeatable'))
    .addOption(
      list(
        '--expect <rule>',
        'what must hold, repeatable: held, broken, claims, lost-updates=0, p99<50, naive:broken, …',
      ),
    )
    .option('--no-progress', 'no progress line')
    .option('--no-color', 'plain text');
}

/** An option that may be given several times. */
function list(flags: string, description: string): Option {
  return new Option(flags, description).argParser(collect);
}

const collect = (value: string, earlier: readonly string[] | undefined): readonly string[] => [
  ...(earlier ?? []),
  value,
];

const FIRST_STEPS = `
Begin with   race-lab run
then try     race-lab run --strategy naive,for-update,optimistic,atomic
all flags    race-lab run --help`;

const AFTERWORD = `
Exit codes: 0 ran, expectations met; 1 an expectation not met; 2 wrong usage;
  3 an expectation could not be judged; 4 database or environment failure;
  130, 143 interrupted.`;
