/** Every format, by the name that `--format` takes. */
import { extname } from 'node:path';

import { csv } from './csv.js';
import type { ReportFormat } from './format.js';
import { json } from './json.js';
import { junit } from './junit.js';
import { markdown } from './markdown.js';
import { text } from './text.js';

const all = { table: text, json, csv, markdown, junit } satisfies Readonly<
  Record<string, ReportFormat>
>;

export type Format = keyof typeof all;

export const formats: Readonly<Record<Format, ReportFormat>> = all;

export const isFormat = (name: string): name is Format => Object.hasOwn(formats, name);

export const formatNames: readonly Format[] = Object.keys(formats).filter(isFormat);

/** The format that a file's name asks for (`.json`, `.csv`, `.md`, `.xml`); undefined when none does. */
export function formatOfFile(path: string): Format | undefined {
  const extension = extname(path).toLowerCase();
  return formatNames.find((name) => extension !== '' && formats[name].extension === extension);
}
