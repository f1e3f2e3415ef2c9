/** A schedule that a person steps through, as lines. */
import { Chalk } from 'chalk';

import { positionText, type SteppingState, type SteppingWorker } from '../../lab/stepping.js';
import { drawing } from '../../report/drawing/index.js';
import { paletteOf } from '../../report/drawing/palette.js';
import type { Style } from '../../report/formats/format.js';
import { printable, wrap } from '../../text/wrap.js';
import { cutTo } from '../../text/width.js';
import { keyOf } from './commands.js';

/** The drawing so far, and below it where each worker is. */
export function steppingView(state: SteppingState, style: Style): readonly string[] {
  const chalk = new Chalk({ level: style.color ? 1 : 0 });
  const drawn = drawing(state.drawing, { width: style.width, chalk });
  if (state.judgement !== null) return [...drawn, '', ...verdictLines(state, style)];
  return [...drawn, '', ...state.workers.map((worker, i) => workerLine(worker, i + 1, style))];
}

/** `a  select balance from account where id = 1`, `B  waits for A: a row of account` */
function workerLine(worker: SteppingWorker, number: number, { width, color }: Style): string {
  const { letter, name, position } = worker;
  const chalk = new Chalk({ level: color ? 1 : 0 });
  const isReady = position.kind === 'ready';
  const key = isReady ? keyOf(letter) : letter;
  const called = name === null || name === letter ? '' : `${printable(name)}: `;
  const waiting =
    position.kind === 'waits' && position.statement !== null ? `, with ${position.statement}` : '';
  const text = cutTo(`${called}${positionText(position)}${waiting}`, width - INDENT);
  const paint = isReady ? paletteOf(chalk).letter(number) : chalk.dim;
  return `  ${paint(key)}  ${isReady ? text : chalk.dim(text)}`;
}

/** The columns before a worker's text. */
const INDENT = 5;

function verdictLines({ subject, judgement }: SteppingState, { width }: Style): readonly string[] {
  if (judgement === null) return [];
  const { verdict, reason, finding } = judgement;
  const title = finding.title === null ? '' : `: ${finding.title}`;
  const lines = [`${subject} ${verdict}${title}`, reason];
  return lines.flatMap((line) => wrap(line.split(' '), { width, first: '', hanging: '  ' }));
}
