import { widthOf } from '../../../text/width.js';
import type { Page } from './page.js';

/** A prominent heading: `━━ naive broken: lost update ━━━━`, as wide as text. */
export function headingWithRule(text: string, { chalk, width }: Page): string {
  const rest = Math.max(2, width - widthOf(text) - 4);
  return `${chalk.dim('━━')} ${text} ${chalk.dim('━'.repeat(rest))}`;
}
