/** What the pages for terminals of explorations and of replays have in common. */
import { stripVTControlCharacters } from 'node:util';
import type { DrawnSchedule, Verdict } from '../../model.js';
import { printable, words, wrap } from '../../text/wrap.js';
import { verdictPaint } from '../formats/text/grid.js';
import { indented, type Page } from '../formats/text/page.js';
import { drawing } from '../drawing/index.js';
import { proof } from '../document/exploration/sentences.js';

/** The drawing takes the room that there is; prose keeps to what reads well. */
export interface WidePage extends Page {
  /** Columns of the terminal. */
  readonly wide: number;
}

/** Whom a paragraph is about, and what came of it. */
export interface Subject {
  readonly strategy: string;
  readonly verdict: Verdict;
}

const nameAndVerdict = ({ strategy, verdict }: Subject, { chalk }: Page): string =>
  `${chalk.bold(printable(strategy))} ${verdictPaint(verdict, chalk)(verdict)}`;

/** A heading: `naive broken: lost update` */
export const heading = (subject: Subject, kind: string | null, page: Page): string =>
  `${nameAndVerdict(subject, page)}${kind === null ? '' : `: ${kind}`}`;

/** A heading that is seen from afar, where one drawing follows another. */
export function ruled(text: string, { chalk, width }: Page): string {
  const rest = Math.max(2, width - stripVTControlCharacters(text).length - 4);
  return `${chalk.dim('━━')} ${text} ${chalk.dim('━'.repeat(rest))}`;
}

/** A paragraph: `atomic held: All 2 schedules held: …` */
export const told = (subject: Subject, text: string, page: Page): string[] =>
  wrap(words(text), {
    width: page.width,
    first: `${nameAndVerdict(subject, page)}: `,
    hanging: '  ',
  });

/** A schedule in lanes. */
export const drawn = (schedule: DrawnSchedule, { wide, chalk }: WidePage): string[] =>
  drawing(schedule, { width: wide, chalk });

/** The sentences of a broken verdict, below a heading. */
export const proved = (schedule: DrawnSchedule, page: Page): string[] =>
  proof(schedule).flatMap((sentence) => indented(sentence, page));

/** A command on a line of its own. Whole, however long: broken into lines it would not paste. */
export const again = (command: string): string[] => ['  Replay it:', `    ${command}`];
