import { Chalk, type ChalkInstance } from 'chalk';

import type { Statement } from '../database/statement.js';
import type { ServerInfo, Strategy } from '../model.js';
import type { Style } from '../report/index.js';
import { joinBlocks, words, wrap } from '../report/text.js';
import type { Specimen } from './specimen.js';
import { describeSqlstate } from './sqlstates.js';

const INDENT = '  ';
/** Long lines are hard to read, however wide the terminal. */
const WIDEST = 100;

/** Tells what a strategy does, with the statements it sent. */
export function explanation(
  strategy: Strategy,
  specimens: readonly Specimen[],
  server: ServerInfo,
  style: Style,
): string {
  const chalk = new Chalk({ level: style.color ? 1 : 0 });
  const width = Math.min(style.width, WIDEST);
  const { name, summary, description } = strategy;
  return joinBlocks([
    wrap(words(summary), { width, first: `${chalk.bold(name)}: `, hanging: INDENT }),
    wrap(words(description), { width }),
    facts(strategy).flatMap(([label, text]) =>
      wrap(words(text), {
        width,
        first: chalk.bold(label.padEnd(LABEL)),
        hanging: ' '.repeat(LABEL),
      }),
    ),
    ...specimens.map((specimen) => drawn(specimen, server, width, chalk)),
    [`Race it:  race-lab run --strategy ${name}`],
  ]);
}

const LABEL = 'Does not prevent  '.length;

function facts({ claims, sqlstates }: Strategy): readonly (readonly [string, string])[] {
  const anomalies = [
    ['lost updates', claims.lostUpdates === 'prevented'],
    ['overdrafts', claims.overdrafts === 'prevented'],
    ['deadlocks', claims.deadlocks === 'none'],
  ] as const;
  const prevented = anomalies.filter(([, held]) => held).map(([anomaly]) => anomaly);
  const allowed = anomalies.filter(([, held]) => !held).map(([anomaly]) => anomaly);
  const codes = Object.entries(sqlstates).map(
    ([code, policy]) =>
      `${describeSqlstate(code)}: ${policy === 'retry' ? 'retried' : 'a refusal'}`,
  );
  return [
    ['Prevents', prevented.join(', ')],
    ['Does not prevent', allowed.join(', ') || 'nothing that one account can show'],
    ['Reaches', claims.processes === 'one' ? 'one process only' : 'any number of processes'],
    ...(claims.progress === 'none'
      ? ([['Progress', 'next to nothing gets through']] as const)
      : []),
    ['SQLSTATEs', codes.join('; ') || 'none to expect'],
  ];
}

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

function statementLines({ sql, parameters }: Statement, width: number, chalk: ChalkInstance) {
  const values = parameters.map((value, index) => `$${index + 1} = ${shown(value)}`).join(', ');
  const text = wrap(words(sql), { width, first: INDENT, hanging: INDENT.repeat(2) });
  return values === '' ? text : [...text, chalk.dim(`${INDENT.repeat(2)}-- ${values}`)];
}

function shown(value: unknown): string {
  if (value instanceof Date) return `a Date: ${value.toISOString()}`;
  return typeof value === 'string' ? `'${value}'` : String(value);
}
