/** How the command line names a definition in a file: `./mine.ts`, or `./mine.ts#careful`. */
import { isAbsolute, relative, resolve, sep } from 'node:path';

export interface Reference {
  readonly path: string;
  /** The name of a definition in the file; null: all of them, or the only one. */
  readonly name: string | null;
}

/** Whether a name on the command line means a file. The address of a server does not. */
export const isFileReference = (text: string): boolean =>
  (/[/\\]/.test(text) && !/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) ||
  /\.[cm]?[jt]sx?(#[^#]*)?$/.test(text);

/** @returns the path made absolute */
export function parseReference(text: string): Reference {
  const { path, name } = split(text);
  return { path: resolve(path), name };
}

/** The path of a reference, without the name after `#`. */
export const pathIn = (reference: string): string => split(reference).path;

function split(text: string): Reference {
  const { path = text, name } = /^(?<path>.+)#(?<name>[^#/\\.]*)$/.exec(text)?.groups ?? {};
  return { path, name: name ?? null };
}

/** A short path: relative if the file is under the current directory. */
export function shortPath(path: string, current = currentDirectory()): string {
  if (current === null) return path;
  const inside = relative(current, path);
  return inside.startsWith('..') || isAbsolute(inside) ? path : `.${sep}${inside}`;
}

/** Null when the current directory has been removed. */
function currentDirectory(): string | null {
  try {
    return process.cwd();
  } catch {
    return null;
  }
}
