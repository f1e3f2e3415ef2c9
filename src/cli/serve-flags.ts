/** The flags of `serve` and `judge`. */
import { Command } from 'commander';

import { addHelp, addLooks, addServer, list } from './flags.js';

export function defineServe(): Command {
  const command = new Command('serve')
    .description('a small bank over HTTP, whose operations are recorded and judged')
    .argument(
      '[files...]',
      'your own strategies, such as ./mine.ts, and cases, such as checkout.race.ts, that requests may name',
    )
    .optionsGroup('Where it listens:')
    .option('--port <n>', 'the port; 0 for a free one [4600]')
    .option('--host <address>', 'the address; 0.0.0.0 also accepts other machines [127.0.0.1]')
    .addOption(list('--allow-host <name>', 'a further name by which it may be called; repeatable'));
  addServer(command);
  command
    .option('--connections <n>', 'connections that the operations of the bank share [10]')
    .option('--lab <name>', 'share the bank of that name on that server with other replicas');
  addLooks(command, 'without progress');
  addHelp(command);
  return command;
}

export function defineJudge(): Command {
  const command = new Command('judge').description(
    'the operations of all replicas of a lab, judged as one',
  );
  addServer(command);
  command
    .option('--lab <name>', 'the lab, as given to race-lab serve')
    .option('--remove', 'remove the lab from the server afterwards')
    .option('--json', 'as JSON');
  addHelp(command);
  return command;
}
