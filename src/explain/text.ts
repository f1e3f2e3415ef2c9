import { Chalk, type ChalkInstance } from 'chalk';

import type { Statement } from '../database/statement.js';
import type { Claims, ServerInfo, Strategy } from '../model.js';
import { replayCommandOf } from '../plan/command.js';
import { shellWord } from '../plan/shell-word.js';
import { drawing } from '../report/drawing/index.js';
import { proof, witnessCaption } from '../report/document/exploration/sentences.js';
import type { Style } from '../report/formats/format.js';
import { joinBlocks, words, wrap } from '../text/wrap.js';
import type { BrokenSchedule } from './broken-schedule.js';
import { anomaliesOf } from './claims.js';
import { factLines, WIDEST } from './facts.js';
import type { Specimen } from './specimen.js';
import { describeSqlstate } from './sqlstates.js';
import { spelled } from '../text/option.js';

const INDENT = '  ';

/** What an explanation describes. */
export interface ExplanationSubject {
  readonly strategy: Strategy;
  /** The SQL that is applied to the table only for this strategy. */
  readonly own: string | null;
  readonly specimens: readonly Specimen[];
  readonly server: ServerInfo;
  /** The shortest broken schedule; null for a strategy that claims to hold. */
  readonly broken: BrokenSchedule | null;
  /** Whether to draw the schedule: only if one strategy is explained. */
  readonly isDrawn: boolean;
}

/** Explains what a strategy does, with the statements that it sent. */
export function explanation(subject: ExplanationSubject, style: Style): string {
  const { strategy, own, specimens, server, broken, isDrawn } = subject;
  const chalk = new Chalk({ level: style.color ? 1 : 0 });
  const width = Math.min(style.width, WIDEST);
  const { name, summary, description } = strategy;
  return joinBlocks([
    wrap(words(summary), { width, first: `${chalk.bold(name)}: `, hanging: INDENT }),
    description === '' ? [] : wrap(words(description), { width }),
    factLines(facts(strategy), { width, chalk }),
    own === null ? [] : ['It adds a rule to the table:', ...sqlLines(own, width)],
    ...specimens.map((specimen) => drawn(specimen, server, width, chalk)),
    ...(broken === null ? [] : brokenBy(broken, { width, chalk }, isDrawn)),
    [
      `Race it:     race-lab run --strategy ${shellWord(strategy.reference ?? name)}`,
      `Explore it:  race-lab explore --strategy ${shellWord(strategy.reference ?? name)}`,
    ],
  ]);
}

function facts({ claims, sqlstates, file }: Strategy): readonly (readonly [string, string])[] {
  const { prevented, possible } = anomaliesOf(claims);
  const codes = Object.entries(sqlstates).map(
    ([code, policy]) =>
      `${describeSqlstate(code)}: ${policy === 'retry' ? 'retried' : 'a refusal'}`,
  );
  return [
    // The test suite covers only the built-in strategies.
    [
      file === undefined ? 'Prevents' : 'Claims to prevent',
      `${prevented.join(', ') || 'nothing'}${within(claims)}`,
    ],
    ['Does not prevent', possible.join(', ') || 'nothing'],
    ['Deadlocks', deadlocksOf(claims, file)],
    ...(claims.progress === 'none' ? ([['Progress', 'almost no operation commits']] as const) : []),
    ['SQLSTATEs', codes.join('; ') || 'none expected'],
  ];
}

/** For a strategy from a file, only its claim is known. */
function deadlocksOf({ deadlocks }: Claims, file: string | undefined): string {
  if (deadlocks === 'none')
    return `none${file === undefined ? ' caused by its own locks' : ', it claims'}`;
  return file === undefined
    ? 'its workers wait for each other until the server fails one of them'
    : "possible: its claims do not say deadlocks: 'none'";
}

const within = ({ processes }: Claims): string =>
  processes === 'one' ? ', as long as there is only one process' : '';

function drawn(
  { amount, balance, statements, end }: Specimen,
  { version }: ServerInfo,
  width: number,
  chalk: ChalkInstance,
): string[] {
  const title = `Withdrawing ${amount} from a balance of ${balance}, as sent to PostgreSQL ${version}:`;
  return [
    ...wrap(words(title), { width }),
    ...statements.flatMap((statement) => statementLines(statement, width, chalk)),
    `${INDENT}→ ${chalk.bold(end)}`,
  ];
}

/** How it breaks: a drawing if wanted, then sentences. */
function brokenBy(
  { plan, result, drawn: schedule }: BrokenSchedule,
  page: { readonly width: number; readonly chalk: ChalkInstance },
  isDrawn: boolean,
): readonly (readonly string[])[] {
  const where = `Explored in ${plan.scenario.name}, from a balance of ${plan.balance}${plan.accounts > 1 ? ' each' : ''}.`;
  const title = `${where} ${spelled(result.reason, 'flags')} ${witnessCaption(schedule, result)}`;
  return [
    wrap(words(title), page),
    ...(isDrawn ? [drawing(schedule, page)] : []),
    proof(schedule).flatMap((sentence) =>
      wrap(words(sentence), { ...page, first: INDENT, hanging: INDENT.repeat(2) }),
    ),
    [`Replay it:  ${replayCommandOf(plan, result.strategy, schedule.schedule)}`],
  ];
}

/** The statements of a file, without its comments. */
function sqlLines(file: string, width: number): string[] {
  const code = file.replaceAll(/^\s*--.*$/gm, '').trim();
  return wrap(words(code), { width, first: INDENT, hanging: INDENT.repeat(2) });
}

function statementLines({ sql, parameters }: Statement, width: number, chalk: ChalkInstance) {
  const values = parameters.map((value, index) => `$${index + 1} = ${shown(value)}`).join(', ');
  const text = wrap(words(sql), { width, first: INDENT, hanging: INDENT.repeat(2) });
  return values === '' ? text : [...text, chalk.dim(`${INDENT.repeat(2)}-- ${values}`)];
}

function shown(value: unknown): string {
  if (value instanceof Date) return `a Date: ${value.toISOString()}`;
  return typeof value === 'string' ? `'${value}'` : String(value);
}
