import { Chalk, type ChalkInstance } from 'chalk';
import type { Report, StrategyResult } from '../model.js';
import { grid } from './grid.js';
import type { Style } from './reporter.js';
import {
  byLuck,
  cheapest,
  raceAgain,
  cutShortNote,
  expectationStatus,
  failures,
  finding,
  keptSentence,
  notes,
  planParts,
  proof,
  retryCauses,
  serverSentence,
  witnessTitle,
} from './sentences.js';
import { joinBlocks, printable, words, wrap } from '../text/wrap.js';

/** Prose is not set wider than it can be read well, however wide the terminal is. */
const WIDEST_PROSE = 100;

interface Page {
  readonly report: Report;
  readonly chalk: ChalkInstance;
  /** Columns for prose. */
  readonly width: number;
}

/** For terminals: a table that fits, then what the figures rest on. */
export function table(report: Report, style: Style): string {
  const chalk = new Chalk({ level: style.color ? 1 : 0 });
  const page = { report, chalk, width: Math.min(style.width, WIDEST_PROSE) };
  return joinBlocks([
    interruption(page),
    head(page),
    report.results.length === 0 ? [] : grid({ results: report.results, chalk }, style.width),
    remarks(page),
    ...report.results.map((result) => block(page, result)),
    retries(page),
    conclusion(page),
    expectations(page),
    kept(page),
  ]);
}

function interruption({ report, chalk, width }: Page): string[] {
  if (report.interruption === null) return [];
  return wrap(words(`INTERRUPTED: ${report.interruption}`), { width }).map((line) =>
    chalk.red.bold(line),
  );
}

function head({ report, chalk, width }: Page): string[] {
  const [size = '', ...parts] = planParts(report.plan);
  const first = `${chalk.bold(report.plan.scenario.name)}: `;
  const listed = [size, ...parts].map((part, i) => (i < parts.length ? `${part},` : part));
  return [
    ...wrap(listed, { width, first, hanging: '  ' }),
    ...wrap(words(serverSentence(report.server)), { width, hanging: '  ' }),
  ];
}

function remarks({ report, chalk, width }: Page): string[] {
  if (report.results.length === 0) return ['No strategy has finished.'];
  const footnote = cutShortNote(report);
  return [...(footnote === null ? [] : [`* ${footnote}`]), ...notes(report)].flatMap((note) =>
    wrap(words(note), { width, hanging: '  ' }).map((line) => chalk.dim(line)),
  );
}

/** What there is to say of one strategy; nothing when it held and nothing failed. */
function block(page: Page, result: StrategyResult): string[] {
  const { chalk, width } = page;
  const name = chalk.bold(printable(result.strategy));
  const failed = failures(result).flatMap((line) =>
    wrap(words(line), { width, first: '  ', hanging: '    ' }),
  );
  switch (result.verdict) {
    case 'broken':
      return [...broken(page, result, name), ...failed];
    case 'inconclusive': {
      const first = `${name} ${chalk.yellow('inconclusive')}: `;
      return [...wrap(words(result.reason), { width, first, hanging: '  ' }), ...failed];
    }
    case 'held': {
      const luck = byLuck(page.report, result);
      const remark =
        luck === null ? [] : wrap(words(luck), { width, first: '  ', hanging: '    ' });
      const told = [...remark, ...failed];
      return told.length === 0 ? [] : [`${name} ${chalk.green('held')}`, ...told];
    }
    default:
      return result.verdict satisfies never;
  }
}

function broken({ report, chalk, width }: Page, result: StrategyResult, name: string): string[] {
  const title = witnessTitle(report, result);
  return [
    `${name} ${chalk.red('broken')}${title === null ? '' : `: ${title}`}`,
    ...proof(result).flatMap((sentence) =>
      wrap(words(sentence), { width, first: '  ', hanging: '    ' }),
    ),
    '  Race it again:',
    // Whole, however long: a command that was broken into lines would not paste.
    `    ${raceAgain(report.plan, result)}`,
  ];
}

function retries({ report, width }: Page): string[] {
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

function conclusion({ report, chalk, width }: Page): string[] {
  const sentence = cheapest(report);
  if (sentence === null) return [];
  return wrap(words(sentence), { width, hanging: '  ' }).map((line) => chalk.bold(line));
}

function expectations({ report, chalk, width }: Page): string[] {
  if (report.expectations.length === 0) return [];
  const colors = { met: chalk.green, 'NOT MET': chalk.red, 'not judged': chalk.yellow };
  const widest = Math.max(...report.expectations.map(({ rule }) => printable(rule).length));
  const told = report.expectations.flatMap((expectation) => {
    const status = expectationStatus(expectation);
    const rule = printable(expectation.rule).padEnd(widest);
    const first = `  ${colors[status](status.padEnd(10))}  ${rule}  `;
    return wrap(words(finding(expectation)), { width, first, hanging: ' '.repeat(14) });
  });
  return ['Expectations', ...told];
}

const kept = ({ report, width }: Page): string[] => {
  const sentence = keptSentence(report);
  return sentence === null ? [] : wrap(words(sentence), { width });
};
