/** Every format of `check`, by the name that `--format` takes. */
import type { CheckReport } from '../../model.js';
import type { Format } from '../index.js';
import { junitXml } from '../formats/junit.js';
import type { Style } from '../formats/format.js';
import { checkCsv } from '../document/check/records.js';
import { checkJson } from '../document/check/data.js';
import { checkMarkdown } from './markdown.js';
import { checkSuites } from '../document/check/suites.js';
import { checkTable } from './table.js';

export const checkReporters: Readonly<
  Record<Format, (report: CheckReport, style: Style) => string>
> = {
  table: checkTable,
  json: checkJson,
  csv: checkCsv,
  markdown: checkMarkdown,
  junit: (report) => junitXml(checkSuites(report)),
};
