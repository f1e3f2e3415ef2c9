/** How the command line names what is in a file: `./mine.ts`, or `./mine.ts#careful`. */
import { isAbsolute, relative, resolve, sep } from 'node:path';

export interface Reference {
  readonly path: string;
  /** Which one of the file; null: all, or the only one. */
  readonly name: string | null;
}

/** Whether a name on the command line is that of a file; the address of a server is not. */
export const isFileReference = (text: string): boolean =>
  (/[/\\]/.test(text) && !/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) ||
  /\.[cm]?[jt]sx?(#[^#]*)?$/.test(text);

/** @returns the path made absolute */
export function parseReference(text: string): Reference {
  const { path, name } = split(text);
  return { path: resolve(path), name };
}

/** A reference without the name of one in the file. */
export const pathIn = (reference: string): string => split(reference).path;

function split(text: string): Reference {
  const { path = text, name } = /^(?<path>.+)#(?<name>[^#/\\.]*)$/.exec(text)?.groups ?? {};
  return { path, name: name ?? null };
}

/** A path as people write it: from the current directory if it lies there. */
export function shortPath(path: string, current = currentDirectory()): string {
  if (current === null) return path;
  const inside = relative(current, path);
  return inside.startsWith('..') || isAbsolute(inside) ? path : `.${sep}${inside}`;
}

/** Null when somebody has removed it. */
function currentDirectory(): string | null {
  try {
    return process.cwd();
  } catch {
    return null;
  }
}
