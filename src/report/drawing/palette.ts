import type { ChalkInstance } from 'chalk';
import type { RemarkTone } from './remarks.js';

type Paint = (text: string) => string;

/** Colours: each worker has its own. Red marks errors. */
export interface Palette {
  letter(worker: number): Paint;
  /** @param faulty whether the anomaly is completed here */
  remark(tone: RemarkTone, worker: number, faulty: boolean): Paint;
  /** The line in the column of a worker that waits. */
  waiting(worker: number): Paint;
  number(marked: boolean): Paint;
  readonly heading: Paint;
  readonly state: Paint;
  readonly rule: Paint;
}

export function paletteOf(chalk: ChalkInstance): Palette {
  const hues = [chalk.cyan, chalk.magenta, chalk.yellow, chalk.blue, chalk.green];
  const hueOf = (worker: number) => hues[(worker - 1) % hues.length] ?? chalk;
  return {
    letter: (worker) => hueOf(worker).bold,
    remark: (tone, worker, faulty) => {
      if (tone === 'fault') return chalk.red.bold;
      if (tone === 'end') return hueOf(worker).bold;
      return faulty || tone === 'error' ? chalk.red : hueOf(worker);
    },
    waiting: (worker) => hueOf(worker).dim,
    number: (marked) => (marked ? chalk.red.bold : chalk.dim),
    heading: chalk.bold,
    state: chalk.bold,
    rule: chalk.dim,
  };
}
