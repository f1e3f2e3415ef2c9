/** Every format, by the name that `--format` takes. */
import { extname } from 'node:path';

import { csv } from './csv.js';
import type { ReportFormat } from './format.js';
import { json } from './json.js';
import { junit } from './junit.js';
import { markdown } from './markdown.js';
import { text } from './text.js';

/** The list of all formats. Makes a value of each. */
export const mapFormats = <T>(make: (format: ReportFormat) => T) => ({
  table: make(text),
  json: make(json),
  csv: make(csv),
  markdown: make(markdown),
  junit: make(junit),
});

export type Format = keyof ReturnType<typeof mapFormats>;

export const formats: Readonly<Record<Format, ReportFormat>> = mapFormats((format) => format);

export const isFormat = (name: string): name is Format => Object.hasOwn(formats, name);

export const formatNames: readonly Format[] = Object.keys(formats).filter(isFormat);

/** The format that a file's name asks for (`.json`, `.csv`, `.md`, `.xml`); undefined when none does. */
export function formatOfFile(path: string): Format | undefined {
  const extension = extname(path).toLowerCase();
  return formatNames.find((name) => extension !== '' && formats[name].extension === extension);
}
