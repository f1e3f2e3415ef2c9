import { Chalk } from 'chalk';

import { drawing, type Drawn } from './index.js';

/** Web pages show this width without a scroll bar. */
const WIDTH = 80;

/** A schedule in columns without colours, for files and web pages. */
export const plainDrawing = (schedule: Drawn): string[] =>
  drawing(schedule, { width: WIDTH, chalk: new Chalk({ level: 0 }) });
