/** What the statements of workers change in their session for good, and how to undo it before the next schedule. */

import { memoized } from './memo.js';
import { ANY, type SettingUse } from './session-settings.js';

export const UNLISTEN = 'unlisten *';
export const RESET_ALL = 'reset all';
export const RESET_LEVEL = 'reset default_transaction_isolation';

/** What no driver sends to set up a connection. */
const OF_WORKERS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/(?:^|;)\s*set\s+(?:session\s+)?role\b/i, ['reset role']],
  [/(?:^|;)\s*set\s+session\s+authorization\b/i, ['reset session authorization']],
  [/(?:^|;)\s*listen\b/i, [UNLISTEN]],
  [/\b(?:create|into)\s+(?:(?:global|local)\s+)?temp(?:orary)?\b/i, ['discard temp']],
  [/\bwith\s+hold\b/i, ['close all']],
  [
    /(?:^|;)\s*set\s+session\s+characteristics\b/i,
    ['isolation', 'read_only', 'deferrable'].map((name) => `reset default_transaction_${name}`),
  ],
];

/** The setting of the gate. */
const OF_THE_GATE = 'deadlock_timeout';

/** The statements that undo what no driver sends to set up a connection. */
const undoingOf = memoized((sql) =>
  OF_WORKERS.flatMap(([pattern, commands]) => (pattern.test(sql) ? commands : [])),
);

/** Reads the statements that were carried out on one connection. */
export class SessionChanges {
  #undoing = new Set<string>();
  /** What has set up the connection, in its order. */
  readonly #setUp = new Set<string>();

  /**
   * Notes a statement of a schedule.
   * @param isReused whether the connection was set up before: else a driver may be setting it up
   */
  note(sql: string, settings: readonly SettingUse[], isReused: boolean): void {
    for (const command of undoingOf(sql)) this.#undoing.add(command);
    if (!isReused) this.noteSetUp(sql, settings);
    else for (const name of settingsSet(settings)) this.#reset(name);
  }

  /** Notes a statement that sets up the connection. */
  noteSetUp(sql: string, settings: readonly SettingUse[]): void {
    if (settingsSet(settings).length > 0) this.#setUp.add(sql);
  }

  #reset(name: string): void {
    if (name !== ANY) {
      this.#undoing.add(`reset ${name}`);
      return;
    }
    for (const command of [RESET_ALL, ...this.#setUp]) this.#undoing.add(command);
  }

  /** The statements that undo what was noted. It is forgotten. */
  takeUndoing(): readonly string[] {
    const commands = [...this.#undoing];
    if (commands.length > 0) this.#undoing = new Set();
    return commands;
  }
}

/** The names of settings that are set. `session characteristics` has commands of its own. */
const settingsSet = (settings: readonly SettingUse[]): readonly string[] =>
  settings.flatMap(({ name, kind }) =>
    kind !== 'read' && name !== OF_THE_GATE && name !== CHARACTERISTICS ? [name] : [],
  );

const CHARACTERISTICS = 'session characteristics';
