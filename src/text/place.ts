import { normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

import { ownFile } from './own-files.js';

/**
 * A line of a stack, such as `at work (file:///home/me/mine.ts:12:3)`, or without the function and
 * the parentheses. Does not match code that eval runs, which is in no file.
 */
const FRAME =
  /^\s+at (?!.*, <anonymous>:)(?:.*? \()?(?:async )?(?<path>(?:file:\/\/|\/|[A-Za-z]:[\\/]).*?):(?<line>\d+):\d+\)?$/;

/**
 * The innermost place in a user's code in an error's stack: a file and a line. Columns are left
 * out, because they refer to the code without its types.
 * @returns such as `/home/me/mine.ts:12`; null when there is none
 */
export function placeOf(error: unknown): string | null {
  const stack: unknown = error instanceof Error ? error.stack : null;
  if (typeof stack !== 'string') return null;
  for (const line of stack.split('\n')) {
    const { path, line: number = '' } = FRAME.exec(line)?.groups ?? {};
    const file = path === undefined ? null : fileOf(path);
    if (file !== null && !isForeign(file)) return `${file}:${number}`;
  }
  return null;
}

/** Null for the address of another machine. */
function fileOf(path: string): string | null {
  try {
    return normalize(path.startsWith('file:') ? fileURLToPath(path) : path);
  } catch {
    return null;
  }
}

/** Whether a file belongs to race-lab or to a package. */
const isForeign = (file: string): boolean =>
  OWN_ROOTS.some((root) => comparable(file).startsWith(root)) ||
  /[/\\]node_modules[/\\]/.test(file);

/** The letter of a Windows drive is written in either case. */
const comparable = (path: string): string =>
  normalize(path).replace(/^[a-z]:/, (drive) => drive.toUpperCase());

/** The tests run the sources. */
const OWN_ROOTS = ['bin/', 'dist/', 'src/'].map((path) => comparable(ownFile(path)));
