/** What the statements of workers change in their session for good, and how to undo it before the next schedule. */

import { memoized } from './memo.js';

export const UNLISTEN = 'unlisten *';

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

/** A setting of the session. Without SET LOCAL; deadlock_timeout is the gate's. */
const SETTINGS = [
  /(?:^|;)\s*set\s+(?:session\s+)?(?!local\b|session\b|role\b|transaction\b|constraints\b)("?[a-z_][\w.]*"?)\s*(?:=|to\b)/gi,
  /(?:^|;)\s*set\s+(?:session\s+)?(time\s+zone)\b/gi,
  /\bset_config\s*\(\s*'([\w.]+)'[^)]*,(?!\s*true\b)[^,)]*\)/gi,
];
const OF_THE_GATE = 'deadlock_timeout';

/** The statements that undo what no driver sends to set up a connection. */
const undoingOf = memoized((sql) =>
  OF_WORKERS.flatMap(([pattern, commands]) => (pattern.test(sql) ? commands : [])),
);

/** The statements that undo settings. */
const resetsOf = memoized((sql) =>
  SETTINGS.flatMap((pattern) => Array.from(sql.matchAll(pattern), ([, name = '']) => name))
    .filter((name) => name.toLowerCase() !== OF_THE_GATE)
    .map((name) => `reset ${name}`),
);

/** Reads the statements that were carried out on one connection. */
export class SessionChanges {
  #undoing = new Set<string>();

  /**
   * Notes a statement.
   * @param isSetUp whether a worker has used the connection before: else a driver may be setting it up
   */
  note(sql: string, isSetUp: boolean): void {
    for (const command of undoingOf(sql)) this.#undoing.add(command);
    if (isSetUp) for (const command of resetsOf(sql)) this.#undoing.add(command);
  }

  /** The statements that undo what was noted. It is forgotten. */
  takeUndoing(): readonly string[] {
    const commands = [...this.#undoing];
    if (commands.length > 0) this.#undoing = new Set();
    return commands;
  }
}
