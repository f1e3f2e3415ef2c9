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

/** A format that a file can have: a page is for files only, and what makes it is loaded on demand. */
export type FileFormat = Format | 'html';

/** The formats by the ending of a file's name. */
const fileFormats: ReadonlyMap<string, FileFormat> = new Map([
  ['.html', 'html'],
  ...formatNames.flatMap((name): [string, FileFormat][] => {
    const { extension } = formats[name];
    return extension === null ? [] : [[extension, name]];
  }),
]);

/** The endings of the files that `--output` can write. */
export const fileEndings: readonly string[] = [...fileFormats.keys()];

/** The format that a file's name asks for; undefined when none does. */
export const formatOfFile = (path: string): FileFormat | undefined =>
  fileFormats.get(extname(path).toLowerCase());
