/** Reports as text: what each command found, in every format. */
import type {
  CaseExploreReport,
  CaseLoadReport,
  CaseReplayReport,
  CheckReport,
  ExploreReport,
  FreeRaceReport,
  ReplayReport,
  Report,
  VariedReport,
} from '../model.js';
import type { Document } from './document/blocks.js';
import { caseExplorationContent } from './document/cases/exploration/content.js';
import { loadContent } from './document/cases/load/content.js';
import { caseReplayContent } from './document/cases/replay/content.js';
import { roundsContent } from './document/cases/rounds/content.js';
import { checkContent } from './document/check/content.js';
import type { ReportContent } from './document/content.js';
import { explorationContent } from './document/exploration/content.js';
import { raceContent } from './document/race/content.js';
import { replayContent } from './document/replay/content.js';
import { variedContent } from './document/variation/content.js';
import type { ReportFormat, Style } from './formats/format.js';
import { mapFormats, type Format } from './formats/index.js';
import {
  keptInExploration,
  keptInReplay,
  keptTestBeside,
  keptTestBlocks,
  type KeptSchedule,
} from './kept-test.js';

export type { Style } from './formats/format.js';
export type { Format } from './formats/index.js';

/** Turns a report into text that ends in one newline. Pure. */
export interface ReporterOf<R> {
  (report: R, style: Style): string;
  /** The file name extension, such as `.json`; absent: `--output` cannot write this format. */
  readonly extension?: string;
}

/** Turns the report of a race into text that ends in one newline. Pure. */
export type Reporter = ReporterOf<Report>;

export interface Reporters<R> extends Readonly<Record<Format, ReporterOf<R>>> {
  /** The report as blocks, which a page in a browser draws. */
  readonly document: (report: R) => Document;
  /** The report as a web page in one file. What makes it is loaded when it is needed. */
  readonly html: (report: R) => Promise<string>;
}

const reportersOf = <R>(contentOf: (report: R) => ReportContent): Reporters<R> => ({
  ...mapFormats((format: ReportFormat): ReporterOf<R> =>
    Object.assign(
      (report: R, style: Style) => format.render(contentOf(report), style),
      format.extension === null ? {} : { extension: format.extension },
    ),
  ),
  document: (report) => contentOf(report).document(),
  html: async (report) => {
    const { htmlPage } = await import('./formats/html/page.js');
    return htmlPage(contentOf(report).document());
  },
});

/**
 * Adds a test that keeps what the report is about: below a table, and as the property `test` of JSON.
 * @param keptIn what to keep; none: there is no test
 */
const withTest =
  <R>(contentOf: (report: R) => ReportContent, keptIn: (report: R) => readonly KeptSchedule[]) =>
  (report: R): ReportContent => {
    const content = contentOf(report);
    const kept = keptIn(report);
    return {
      ...content,
      document: () => [...content.document(), ...keptTestBlocks(kept)],
      data: () => ({ ...content.data(), test: keptTestBeside(kept) }),
    };
  };

/** For `run` and `compare`. */
export const reporters: Reporters<Report> = reportersOf(raceContent);

/** For `compare --vary`. */
export const variedReporters: Reporters<VariedReport> = reportersOf(variedContent);

export const exploreReporters: Reporters<ExploreReport> = reportersOf(explorationContent);

export const replayReporters: Reporters<ReplayReport> = reportersOf(replayContent);

/** For `explore` on cases. */
export const caseExploreReporters: Reporters<CaseExploreReport> =
  reportersOf(caseExplorationContent);

/** For `replay` on a case. */
export const caseReplayReporters: Reporters<CaseReplayReport> = reportersOf(caseReplayContent);

/** With a test that keeps the witnesses. */
export const caseExploreReportersWithTest: Reporters<CaseExploreReport> = reportersOf(
  withTest(caseExplorationContent, keptInExploration),
);

/** With a test that keeps the schedule. */
export const caseReplayReportersWithTest: Reporters<CaseReplayReport> = reportersOf(
  withTest(caseReplayContent, keptInReplay),
);

/** For `run` with rounds of cases. */
export const roundsReporters: Reporters<FreeRaceReport> = reportersOf(roundsContent);

/** For `run` with a load of cases. */
export const caseLoadReporters: Reporters<CaseLoadReport> = reportersOf(loadContent);

export const checkReporters: Reporters<CheckReport> = reportersOf(checkContent);
