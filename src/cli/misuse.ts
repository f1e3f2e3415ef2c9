import type { Command, CommanderError } from 'commander';

import { UsageError } from '../errors.js';
import { withoutPasswords } from '../plan/redact.js';
import { printable } from '../text/wrap.js';

/**
 * Commander's error about a command line, as a UsageError with a remedy. Null when commander only
 * printed help or the version.
 */
export function misuse(error: CommanderError, command: Command): UsageError | null {
  if (error.exitCode === 0 || error.code === 'commander.help') return null;
  const [message = '', nearest = ''] = error.message
    .split('\n')
    .map((line) => printable(withoutPasswords(line)));
  const offer = nearest === '' ? '' : `${nearest.replace(/^\(|\)$/g, '')} `;
  return new UsageError(message.replace(/^error: /, '').replace(/\.$/, ''), {
    code: 'INVALID_COMMAND_LINE',
    hint: `${offer}${formatMeant(message, command)}${remedy(error.code, command)}`,
  });
}

/** `--json` is short for a format, and the only one that is. */
function formatMeant(message: string, command: Command): string {
  const format = /'--(csv|markdown|junit)'/.exec(message)?.[1];
  const takes = command.options.some(({ long }) => long === '--format');
  return format !== undefined && takes ? `Write --format ${format}. ` : '';
}

function remedy(code: string, command: Command): string {
  const isProgram = command.parent === null;
  const path = [...(command.parent ? [command.parent] : []), command]
    .map((each) => each.name())
    .join(' ');
  const help = `${path} --help`;
  switch (code) {
    case 'commander.unknownOption':
      return isProgram
        ? `Flags follow a command, as in ${path} run --workers 50; ${path} run --help lists them.`
        : `${help} lists the flags.`;
    case 'commander.unknownCommand':
      return `${help} lists the commands.`;
    case 'commander.excessArguments':
      return excessRemedy(command, help);
    case 'commander.missingArgument':
      return command.name() === 'new'
        ? 'Name the file to write, such as my-withdraw.ts.'
        : 'race-lab list names the strategies and the scenarios.';
    default:
      return `${help} shows how to use it.`;
  }
}

/** Most excess arguments are names without their flag. */
function excessRemedy(command: Command, help: string): string {
  const takes = (flag: string) => command.options.some(({ long }) => long === flag);
  if (takes('--schedule'))
    return `Name one case at most, and give the schedule with --schedule; ${help} shows how.`;
  if (takes('--strategy')) return `Name strategies with --strategy; ${help} shows how.`;
  return `${help} shows how to use it.`;
}
