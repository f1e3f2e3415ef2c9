/** Several processes of `race-lab serve` that share a lab. */
import { once } from 'node:events';

import { onTestFinished } from 'vitest';

import { start, type CommandOptions, type RunningCommand } from '../support/command.js';

/** A process of the service, and where it is reached. */
export interface Replica {
  readonly address: string;
  readonly command: RunningCommand;
}

/** Starts the built program, and waits for the line with its address. */
export async function startReplica(
  args: readonly string[],
  options: CommandOptions = {},
): Promise<Replica> {
  const command = start(['serve', '--port', '0', ...args], options);
  // A test that fails does not come to its end.
  onTestFinished(() => void command.process.kill('SIGKILL'));
  let printed = '';
  while (!printed.includes('\n')) {
    const ended = command.ended.then((result) => {
      throw new Error(`it ended: ${JSON.stringify(result)}`);
    });
    const [text]: unknown[] = await Promise.race([once(command.process.stdout, 'data'), ended]);
    printed += String(text);
  }
  return { address: printed.trim(), command };
}

/** Ends a replica as a terminal does. @returns its exit code */
export async function endReplica({ command }: Replica): Promise<number | null> {
  command.process.kill('SIGINT');
  return (await command.ended).code;
}
