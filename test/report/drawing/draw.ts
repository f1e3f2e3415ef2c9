import { Chalk } from 'chalk';
import type { Drawn } from '../../../src/report/drawing/index.js';
import { drawing } from '../../../src/report/drawing/index.js';

/** Lines as text between two line breaks, so that a snapshot shows them as on the page. */
export const draw = (schedule: Drawn, width = 80, level: 0 | 1 = 0): string =>
  `\n${drawing(schedule, { width, chalk: new Chalk({ level }) }).join('\n')}\n`;
