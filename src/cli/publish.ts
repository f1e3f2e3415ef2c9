/**
 * Shared by `run`, `explore`, `replay` and `check`: from a report to stdout, files and an exit
 * code.
 */
import { about, UsageError } from '../errors.js';
import type { LabResult } from '../lab.js';
import type { ExpectationResult } from '../model.js';
import { unknownName } from '../plan/nearest-name.js';
import { failedResults, type Failable } from '../report/document/failure.js';
import type { Style } from '../report/formats/format.js';
import { formatNames, isFormat, type FileFormat, type Format } from '../report/formats/index.js';
import type { Suite } from '../report/document/suite/suite.js';
import { complain, complainOf } from './complain.js';
import { EXIT, interruptedBy, type ExitCode } from './exit-codes.js';
import { tellGitHub } from './github.js';
import { OutputFiles } from './output-files.js';
import { InterruptedError, styleFor, write, type Surroundings } from './terminal.js';

/** Flags of the command line only: where the report goes, and how it looks. */
export interface OutputFlags {
  readonly format?: string;
  readonly json?: boolean;
  readonly output?: readonly string[];
  readonly color?: boolean;
}

/** What an exit code depends on. */
interface WithExpectations {
  readonly expectations: readonly ExpectationResult[];
  /** What ended it early, in a sentence. */
  readonly interruption?: string | null;
  /** Left out for a replay and a check. */
  readonly results?: readonly Failable[];
}

/** What can be made of a report. */
export interface Rendering<R> {
  /** Text, in every format. */
  readonly formats: Readonly<Record<Format, (report: R, style: Style) => string>> &
    Readonly<Record<Exclude<FileFormat, Format>, (report: R) => Promise<string>>>;
  /** Cases, for CI systems. */
  readonly suites: (report: R) => readonly Suite[];
  /** Whether a table would only repeat what stderr says; left out: never. */
  readonly isEmpty?: (report: R) => boolean;
}

/** A file has no terminal: 80 columns, no colour. */
const FILE_STYLE: Style = { width: 80, color: false };

/** Work that passes on its report as soon as it is made, before the clean-up. It may end without one. */
export type LabWork<R> = (
  reported: (report: R) => Promise<void>,
) => Promise<Pick<LabResult<R>, 'left'>>;

/**
 * Opens the files of `--output`, does the work, and writes its report to them and to stdout, and
 * to where GitHub Actions looks.
 * @param work not begun when a flag is wrong
 * @throws {UsageError} for an unknown format, or a file that cannot be written
 */
export async function publish<R extends WithExpectations>(
  flags: OutputFlags,
  rendering: Rendering<R>,
  surroundings: Surroundings,
  work: LabWork<R>,
): Promise<ExitCode> {
  const { stderr, signal, leftovers } = surroundings;
  const format = chosenFormat(flags, formatNames);
  const files = await OutputFiles.open(flags.output ?? []);
  const areWritten = leftovers?.add(() => files.abandon());
  let code: ExitCode = EXIT.ok;
  try {
    const { left } = await work(async (report) => {
      code = await writeReport(report, { flags, format, rendering, files }, surroundings);
    });
    if (left === null && !signal.aborted) return code;
    if (left !== null) await complainOf(stderr, left);
    return signal.reason instanceof InterruptedError
      ? interruptedBy(signal.reason)
      : EXIT.environment;
  } finally {
    await files.discard();
    areWritten?.();
  }
}

interface Publication<R> {
  readonly flags: OutputFlags;
  readonly format: Format;
  readonly rendering: Rendering<R>;
  readonly files: OutputFiles;
}

async function writeReport<R extends WithExpectations>(
  report: R,
  { flags, format, rendering, files }: Publication<R>,
  { stdout, stderr, env }: Surroundings,
): Promise<ExitCode> {
  const { formats, suites, isEmpty = () => false } = rendering;
  const failures = await files.write((each) => formats[each](report, FILE_STYLE));
  const isShown = format !== 'table' || !isEmpty(report);
  if (isShown) {
    await write(stdout, formats[format](report, styleFor(stdout, env, flags.color)));
  }
  for (const failure of failures) await complainOf(stderr, failure);
  // On a terminal, the table above has them already.
  const isRead = isShown && format === 'table' && stdout.isTTY === true && stderr.isTTY === true;
  for (const { failure } of isRead ? [] : failedResults(report.results ?? [])) {
    await complain(stderr, failure.message, failure.hint ?? undefined);
  }
  if (report.interruption) await complain(stderr, report.interruption);
  const markdown = () => formats.markdown(report, FILE_STYLE);
  await tellGitHub(suites(report), markdown, { stderr, env });
  return failures.length > 0 ? EXIT.environment : exitCodeOf(report);
}

/** @throws {UsageError} for an unknown format */
export function chosenFormat({ format, json }: OutputFlags, known: readonly string[]): Format {
  if (json && format !== undefined && format !== 'json') {
    throw new UsageError(`--json and --format ${format} exclude each other`, {
      code: 'OPTION_CONFLICT',
      option: 'format',
      hint: 'Give one of them; --output writes further formats to files.',
    });
  }
  const name = json ? 'json' : (format ?? 'table');
  if (isFormat(name)) return name;
  throw unknownName(
    { code: 'INVALID_VALUE', subject: about('format'), kind: 'format' },
    name,
    known,
  );
}

/** The exit code of the worst result. */
function exitCodeOf({ interruption, expectations, results = [] }: WithExpectations): ExitCode {
  if (interruption || failedResults(results).length > 0) return EXIT.environment;
  if (expectations.some(({ met }) => met === false)) return EXIT.unmet;
  if (expectations.some(({ met }) => met === null)) return EXIT.inconclusive;
  return EXIT.ok;
}
