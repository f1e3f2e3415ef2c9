import { widthOf } from '../../../text/width.js';
import { wrap } from '../../../text/wrap.js';
import type { Page } from './page.js';

/**
 * A prominent heading: `━━ naive broken: lost update ━━━━`, as wide as text.
 * @param parts its words, which may be coloured
 */
export function headingWithRule(parts: readonly string[], { chalk, width }: Page): string[] {
  const lines = wrap(parts, {
    width: width - SHORTEST_RULE,
    first: `${chalk.dim('━━')} `,
    hanging: '   ',
  });
  const last = lines.pop() ?? '';
  const rest = Math.max(2, width - widthOf(last) - 1);
  return [...lines, `${last} ${chalk.dim('━'.repeat(rest))}`];
}

/** Behind the last line, with a blank. */
const SHORTEST_RULE = 3;
