import type { Chart } from '../../document/blocks.js';
import { chartLines } from '../chart/lines.js';
import type { Page } from './page.js';

/** A chart with lines, in colour where the terminal has any. A page shows bars, a terminal does not. */
export function chart(block: Chart, { chalk, fullWidth }: Page): string[] {
  const colors = [chalk.cyan, chalk.yellow, chalk.magenta, chalk.green, chalk.blue, chalk.red];
  const paint = (text: string, series: number) => colors[series % colors.length]?.(text) ?? text;
  return chartLines(block, { width: fullWidth, paint });
}
