import { extname } from 'node:path';
import { csv } from './csv.js';
import { json } from './document/race/data.js';
import { junit } from './formats/junit.js';
import { markdown } from './markdown.js';
import type { Reporter } from './formats/format.js';
import { table } from './table.js';

export type { Reporter, Style } from './formats/format.js';

/** Every format, by the name that `--format` takes. */
const all = {
  table,
  json,
  csv,
  markdown,
  junit,
} satisfies Readonly<Record<string, Reporter>>;

export type Format = keyof typeof all;

export const reporters: Readonly<Record<Format, Reporter>> = all;

export const isFormat = (name: string): name is Format => Object.hasOwn(reporters, name);

/** The format that a file's name asks for (`.json`, `.csv`, `.md`, `.xml`); undefined when none does. */
export function formatOfFile(path: string): Format | undefined {
  const extension = extname(path).toLowerCase();
  return Object.keys(reporters)
    .filter(isFormat)
    .find((format) => extension !== '' && reporters[format].extension === extension);
}
