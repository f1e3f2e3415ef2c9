/** Every format of `explore` and of `replay`, by the name that `--format` takes. */
import type { ExploreReport, ReplayReport } from '../../model.js';
import type { Format } from '../index.js';
import { junitXml } from '../formats/junit.js';
import type { Style } from '../formats/format.js';
import { exploreSuite, replaySuite } from '../document/exploration/suite.js';
import { exploreCsv } from './csv.js';
import { exploreJson } from './json.js';
import { exploreMarkdown } from './markdown.js';
import { replayCsv } from '../document/replay/records.js';
import { replayJson } from '../document/replay/data.js';
import { replayMarkdown } from './replay-markdown.js';
import { replayTable } from './replay-table.js';
import { exploreTable } from './table.js';

/** Turns a report into text that ends in one newline. Pure. */
type ReporterOf<R> = (report: R, style: Style) => string;

export const exploreReporters: Readonly<Record<Format, ReporterOf<ExploreReport>>> = {
  table: exploreTable,
  json: exploreJson,
  csv: exploreCsv,
  markdown: exploreMarkdown,
  junit: (report) => junitXml([exploreSuite(report)]),
};

export const replayReporters: Readonly<Record<Format, ReporterOf<ReplayReport>>> = {
  table: replayTable,
  json: replayJson,
  csv: replayCsv,
  markdown: replayMarkdown,
  junit: (report) => junitXml([replaySuite(report)]),
};
