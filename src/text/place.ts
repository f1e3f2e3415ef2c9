import { fileURLToPath } from 'node:url';

const OWN_ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * The innermost place in a user's code that an error's stack tells of: a file and a line. Columns
 * are those of the code after its types were removed, and left out.
 * @returns such as `/home/me/mine.ts:12`; null when there is none
 */
export function placeOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  for (const line of (error.stack ?? '').split('\n')) {
    const found = /^\s+at .*?(?<path>(?:file:\/\/|\/|[A-Z]:\\)[^()]+?):(?<line>\d+):\d+\)?$/.exec(
      line,
    );
    const { path = '', line: number = '' } = found?.groups ?? {};
    const file = path.startsWith('file:') ? fileURLToPath(path) : path;
    if (file !== '' && !isForeign(file)) return `${file}:${number}`;
  }
  return null;
}

/** Ours, or that of a package. */
const isForeign = (file: string): boolean =>
  file.startsWith(OWN_ROOT) || /[/\\]node_modules[/\\]/.test(file);
