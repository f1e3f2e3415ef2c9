/** The flags that commands share, in the groups in which `--help` lists them. */
import { Option, type Command } from 'commander';

/** Where the database is. */
export function addServer(command: Command): void {
  command
    .optionsGroup('Where:')
    .option(
      '--url <url>',
      'an existing server, PostgreSQL 13 or newer; also RACE_LAB_URL [embedded]',
    );
}

/**
 * Where the report goes, and what is expected of it.
 * @param rules examples of the rules that `--expect` takes
 */
export function addOutput(command: Command, rules: string): void {
  addReport(command);
  command.addOption(list('--expect <rule>', `what must hold, repeatable: ${rules}`));
}

/** Where the report goes. */
export function addReport(command: Command): void {
  command
    .optionsGroup('What comes out:')
    .option('--format <name>', 'format of stdout: table, json, csv, markdown or junit [table]')
    .option('--json', 'short for --format json')
    .addOption(
      list(
        '-o, --output <file>',
        'also write a file: .html, .json, .csv, .md or .xml (JUnit); repeatable',
      ),
    );
}

/** How the terminal looks. */
export function addLooks(command: Command, progress: 'with progress' | 'without progress'): void {
  if (progress === 'with progress') command.option('--no-progress', 'no progress line');
  command.option('--no-color', 'plain text');
}

/** The help flag, and the text after the help. */
export function addHelp(command: Command): void {
  command.helpOption('-h, --help', 'print this help').addHelpText('after', EXIT_CODES);
}

/** An option that may be given several times. */
export function list(flags: string, description: string): Option {
  return new Option(flags, description).argParser(collect);
}

const collect = (value: string, earlier: readonly string[] | undefined): readonly string[] => [
  ...(earlier ?? []),
  value,
];

const EXIT_CODES = `
Exit codes: 0 ran, expectations met; 1 an expectation not met; 2 wrong usage;
  3 an expectation could not be judged; 4 database or environment failure;
  130, 143 interrupted.`;
