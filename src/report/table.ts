import type { Report, StrategyResult } from '../model.js';
import { ESSENTIAL_RANK, columns } from './document/race/columns.js';
import { failedResults } from './document/strategy-failure.js';
import { grid, type Grid } from './formats/text/grid.js';
import { leftOutNotes } from './formats/text/missing-columns.js';
import {
  dimmed,
  expectationLines,
  failedLines,
  headOf,
  indented,
  interrupted,
  pageFor,
  type Page,
} from './formats/text/page.js';
import type { Style } from './formats/format.js';
import {
  luckRemark,
  cheapest,
  raceAgain,
  cutShortNote,
  failureNote,
  failureCauses,
  keptSentence,
  notes,
  planParts,
  proof,
  retryCauses,
  serverSentence,
  witnessTitle,
} from './document/race/sentences.js';
import { joinBlocks, printable, words, wrap } from '../text/wrap.js';

interface Sheet extends Page {
  readonly report: Report;
}

/** For terminals: a table that fits, then what the figures rest on. */
export function table(report: Report, style: Style): string {
  const page = { ...pageFor(style), report };
  const shown = figures(page, style.width);
  return joinBlocks([
    interrupted(report.interruption, page),
    head(page),
    shown.lines,
    remarks(page, shown.leftOut),
    ...report.results.map((result) => block(page, result)),
    retries(page),
    conclusion(page),
    expectationLines(report.expectations, page),
    kept(page),
  ]);
}

function head(page: Sheet): string[] {
  const { plan, server } = page.report;
  return headOf(
    { title: plan.scenario.name, parts: planParts(plan), server: serverSentence(server) },
    page,
  );
}

function figures({ report: { results: rows }, chalk }: Sheet, width: number): Grid {
  return rows.length === 0
    ? { lines: [], leftOut: [] }
    : grid({ rows, columns, essentialRank: ESSENTIAL_RANK, chalk }, width);
}

function remarks(page: Sheet, leftOut: Grid['leftOut']): string[] {
  const { report } = page;
  if (report.results.length === 0) return ['No strategy has finished.'];
  const footnote = cutShortNote(report);
  const first = footnote === null ? [] : [`* ${footnote}`];
  return dimmed([...first, ...notes(report), ...leftOutNotes(leftOut)], page);
}

/** What there is to say of one strategy; nothing when it held and nothing failed. */
export function block(page: Sheet, result: StrategyResult): string[] {
  const { chalk, width } = page;
  const name = chalk.bold(printable(result.strategy));
  const failed = failureCauses(result).flatMap((line) => indented(line, page));
  const [failure] = failedResults([result]);
  if (failure) return [...failedLines(failure, page, failureNote(page.report, result)), ...failed];
  switch (result.verdict) {
    case 'broken':
      return [...broken(page, result, name), ...failed];
    case 'inconclusive': {
      const first = `${name} ${chalk.yellow('inconclusive')}: `;
      return [...wrap(words(result.reason), { width, first, hanging: '  ' }), ...failed];
    }
    case 'held': {
      const luck = luckRemark(page.report, result);
      const told = [...(luck === null ? [] : indented(luck, page)), ...failed];
      return told.length === 0 ? [] : [`${name} ${chalk.green('held')}`, ...told];
    }
    default:
      return result.verdict satisfies never;
  }
}

function broken(page: Sheet, result: StrategyResult, name: string): string[] {
  const { report, chalk } = page;
  const title = witnessTitle(report, result);
  return [
    `${name} ${chalk.red('broken')}${title === null ? '' : `: ${title}`}`,
    ...proof(result).flatMap((sentence) => indented(sentence, page)),
    '  Race it again:',
    // Whole, however long: a command that was broken into lines would not paste.
    `    ${raceAgain(report.plan, result)}`,
  ];
}

function retries({ report, width }: Sheet): string[] {
  const told = report.results.flatMap((result) => {
    const causes = retryCauses(result);
    return causes === null ? [] : [{ name: printable(result.strategy), causes }];
  });
  if (told.length === 0) return [];
  return [
    'Retries',
    ...told.flatMap(({ name, causes }) =>
      wrap(words(causes), { width, first: `  ${name}: `, hanging: '    ' }),
    ),
  ];
}

function conclusion({ report, chalk, width }: Sheet): string[] {
  const sentence = cheapest(report);
  if (sentence === null) return [];
  return wrap(words(sentence), { width, hanging: '  ' }).map((line) => chalk.bold(line));
}

const kept = ({ report, width }: Sheet): string[] => {
  const sentence = keptSentence(report);
  return sentence === null ? [] : wrap(words(sentence), { width });
};
