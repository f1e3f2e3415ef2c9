import { UsageError } from '../errors.js';
import type { Schedule } from '../model.js';
import { counted } from '../text/numbers.js';
import { letterOf } from '../text/schedule.js';
import { quoted } from './parse.js';
import { option } from '../text/option.js';

/**
 * A schedule in letters, small or capital: `ABAB` for 1, 2, 1, 2.
 * @param text the value of `--schedule`; undefined: it was not given
 * @param workers how many there are: worker 1 is `A`
 * @param caseName the case whose workers they are; left out: `--workers` says how many there are
 * @throws {UsageError} when it is missing or empty, or contains anything but the workers' letters
 */
export function parseSchedule(
  text: string | undefined,
  workers: number,
  caseName?: string,
): Schedule {
  const letters = workers === 1 ? 'A' : `A to ${letterOf(workers)}`;
  const hint = `Write the letter of each worker whose statement is next, ${letters}, such as ${workers === 1 ? 'AA' : 'ABAB'}.`;
  if (text === undefined) {
    throw new UsageError(`${option('schedule')} is missing`, {
      code: 'MISSING_OPTION',
      option: 'schedule',
      hint: `${hint} race-lab explore finds schedules that break.`,
    });
  }
  const trimmed = text.trim();
  if (trimmed === '')
    throw new UsageError(`${option('schedule')}: ${quoted(text)} is empty`, {
      code: 'INVALID_SCHEDULE',
      option: 'schedule',
      hint,
    });
  const schedule = Array.from(trimmed, (letter, index) => {
    const worker = workerOf(letter);
    if (worker !== null && worker <= workers) return worker;
    // Quotes the schedule only for an error: quoting takes longer than parsing.
    const found = `${option('schedule')}: ${quoted(trimmed)} has ${quoted(letter)} at position ${index + 1}`;
    if (worker === null)
      throw new UsageError(`${found}, which is not a letter`, {
        code: 'INVALID_SCHEDULE',
        option: 'schedule',
        hint,
      });
    if (caseName !== undefined)
      throw new UsageError(
        `${found}, but case ${caseName} has ${counted(workers, 'worker')}, ${letters}`,
        { code: 'INVALID_SCHEDULE', option: 'schedule', hint },
      );
    throw new UsageError(`${found}, but ${option('workers')} ${workers} means ${letters}`, {
      code: 'INVALID_SCHEDULE',
      option: 'schedule',
      hint: `Raise ${option('workers')} to ${worker}, or write ${letters}.`,
    });
  });
  return Object.freeze(schedule);
}

/**
 * The steps that a person begins with, in letters.
 * @param text undefined: none
 * @throws as {@link parseSchedule}
 */
export const parseBeginning = (
  text: string | undefined,
  ...of: [workers: number, caseName?: string]
): Schedule => (text === undefined ? Object.freeze([]) : parseSchedule(text, ...of));

/** 1 for `A` or `a`; null for anything but a letter of the English alphabet. */
function workerOf(letter: string): number | null {
  return /^[A-Za-z]$/.test(letter) ? Number.parseInt(letter, 36) - 9 : null;
}
