import { Command } from 'commander';

import { requireOpenFiles } from '../database/open-files.js';
import type { CheckCommandFlags } from './commands/check.js';
import type { DoctorFlags } from './commands/doctor.js';
import type { ExplainFlags } from './commands/explain.js';
import type { ExploreCommandFlags } from './commands/explore.js';
import type { JudgeFlags } from './commands/judge.js';
import type { ListFlags } from './commands/list.js';
import type { ReplayCommandFlags } from './commands/replay.js';
import type { RunCommandFlags } from './commands/run.js';
import { defineCheck } from './check-flags.js';
import type { ExitCode } from './exit-codes.js';
import { defineExplore, defineReplay } from './workload-flags.js';
import { defineRace } from './race-flags.js';
import { defineJudge, defineServe } from './serve-flags.js';
import type { ServeFlags } from '../plan/serve.js';
import type { Surroundings } from './terminal.js';

/**
 * The commands and their flags. Values stay text here: the plan parses them. Each command's module
 * is loaded when the command runs, so that `--help` is fast.
 * @param done receives the exit code of the command that ran
 */
export function makeProgram(version: string, surroundings: Surroundings, done: Done): Command {
  const program = new Command('race-lab')
    .description('Is my way of changing a balance safe when fifty requests come at once?')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .addHelpText('after', FIRST_STEPS)
    // Before any module is loaded: loading needs open files, too.
    .hook('preAction', (_program, command) => {
      if (command.name() !== 'help') requireOpenFiles(0);
    });

  addRaces(program, surroundings, done);
  addExplorations(program, surroundings, done);
  addCheck(program, surroundings, done);
  addServe(program, surroundings, done);
  addStrategies(program, surroundings, done);
  addNew(program, surroundings, done);
  addDoctor(program, surroundings, done);
  return addHelpCommand(program);
}

type Done = (code: ExitCode) => void;

function addRaces(program: Command, surroundings: Surroundings, done: Done): void {
  const race = async (name: 'run' | 'compare', flags: RunCommandFlags) => {
    const { runCommand } = await import('./commands/run.js');
    done(await runCommand(name, flags, surroundings));
  };
  program.addCommand(
    defineRace('run').action(async (files: string[], flags: RunCommandFlags) => {
      if (files.length === 0) return race('run', flags);
      const { runCasesCommand } = await import('./commands/run-cases.js');
      return done(await runCasesCommand(files, flags, surroundings));
    }),
  );
  program.addCommand(
    defineRace('compare').action(async (flags: RunCommandFlags & { readonly vary?: string }) => {
      const { vary } = flags;
      if (vary === undefined) return race('compare', flags);
      const { varyCommand } = await import('./commands/vary.js');
      return done(await varyCommand({ ...flags, vary }, surroundings));
    }),
  );
}

function addExplorations(program: Command, surroundings: Surroundings, done: Done): void {
  program.addCommand(
    defineExplore().action(async (files: string[], flags: ExploreCommandFlags) => {
      const { exploreCommand } = await import('./commands/explore.js');
      done(await exploreCommand(files, flags, surroundings));
    }),
  );
  program.addCommand(
    defineReplay().action(async (file: string | undefined, flags: ReplayCommandFlags) => {
      const { replayCommand } = await import('./commands/replay.js');
      done(await replayCommand(file, flags, surroundings));
    }),
  );
}

function addCheck(program: Command, surroundings: Surroundings, done: Done): void {
  program.addCommand(
    defineCheck().action(async (file: string | undefined, flags: CheckCommandFlags) => {
      const { checkCommand } = await import('./commands/check.js');
      done(await checkCommand(file, flags, surroundings));
    }),
  );
}

function addServe(program: Command, surroundings: Surroundings, done: Done): void {
  program.addCommand(
    defineServe().action(async (files: string[], flags: ServeFlags) => {
      const { serveCommand } = await import('./commands/serve.js');
      done(await serveCommand(files, flags, program.version() ?? '', surroundings));
    }),
  );
  program.addCommand(
    defineJudge().action(async (flags: JudgeFlags) => {
      const { judgeCommand } = await import('./commands/judge.js');
      done(await judgeCommand(flags, surroundings));
    }),
  );
}

/** The commands that describe strategies and scenarios. */
function addStrategies(program: Command, surroundings: Surroundings, done: Done): void {
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
    .description(
      'one strategy (its SQL, what it prevents and what it does not, its SQLSTATEs) or scenario',
    )
    .argument('<name>', 'of a strategy or a scenario, a comma list, a file, or all strategies')
    .option('--url <url>', 'an existing server instead of the embedded one')
    .option('--no-color', 'plain text')
    .action(async (name: string, flags: ExplainFlags) => {
      const { explainCommand } = await import('./commands/explain.js');
      done(await explainCommand(name, flags, surroundings));
    });
}

/** The command that writes a first strategy of the user's own. */
function addNew(program: Command, surroundings: Surroundings, done: Done): void {
  program
    .command('new')
    .description('a first case or strategy of your own, in a file that runs as it is')
    .argument(
      '<file>',
      'the file to write: checkout.race.ts for a case, my-withdraw.ts for a strategy; .mts, .js and .mjs as well',
    )
    .action(async (file: string) => {
      const { newCommand } = await import('./commands/new.js');
      done(await newCommand(file, surroundings));
    });
}

function addDoctor(program: Command, surroundings: Surroundings, done: Done): void {
  program
    .command('doctor')
    .description('what is installed: Node, server, limits')
    .option('--url <url>', 'examine an existing server')
    .option('--no-color', 'plain text')
    .action(async (flags: DoctorFlags) => {
      const { doctorCommand } = await import('./commands/doctor.js');
      done(await doctorCommand(flags, surroundings));
    });
}

function addHelpCommand(program: Command): Command {
  program
    .command('help')
    .description('what a command does, and its flags')
    .argument('[command]', 'its name; without one, this lists them')
    .action(async (name: string | undefined) => {
      const known = program.commands.map((command) => command.name());
      const command = program.commands.find((each) => each.name() === name);
      if (name !== undefined && !command) {
        const { unknownName } = await import('../plan/nearest-name.js');
        const subject = { text: 'help', option: null };
        throw unknownName({ code: 'INVALID_COMMAND_LINE', subject, kind: 'command' }, name, known);
      }
      (command ?? program).help();
    });
  return program;
}

const FIRST_STEPS = `
Begin with   race-lab run
then try     race-lab run --strategy naive,for-update,optimistic,atomic
see it break race-lab explore --strategy naive
your own     race-lab new checkout.race.ts
all flags    race-lab run --help`;
