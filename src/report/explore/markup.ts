import { Chalk } from 'chalk';
import type { DrawnSchedule } from '../../model.js';
import { escape, fenced, fencedAgain } from '../formats/markdown/markup.js';
import { drawing } from '../drawing/index.js';
import { proof } from '../document/exploration/sentences.js';

/** What a page shows without a bar to scroll by. */
const WIDTH = 80;

/** A schedule in lanes, what it proves, and the command that shows it again, in Markdown. */
export const drawnBlocks = (schedule: DrawnSchedule, command: string): string[][] => [
  fenced(drawing(schedule, { width: WIDTH, chalk: new Chalk({ level: 0 }) }), 'text'),
  proof(schedule).map((sentence, i) => `${i + 1}. ${escape(sentence)}`),
  ['Replay it:'],
  fencedAgain(command),
];
