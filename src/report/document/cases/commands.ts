/** How to repeat a result of a case: a command, or a call if the command line cannot name the case. */
import { withPassword } from '../../../database/connection-string.js';
import type { Schedule } from '../../../model.js';
import { shellWord } from '../../../plan/shell-word.js';
import { flagOf } from '../../../text/option.js';
import { lettersOf } from '../../../text/schedule.js';

interface Subject {
  /** What the command line calls the case; left out: it cannot. */
  readonly reference?: string | undefined;
}

interface Place {
  /** Null: an embedded server. */
  readonly url: string | null;
}

/** Explores a case again. */
export const caseExploreCommand = ({ url }: Place, { reference }: Subject): string =>
  reference === undefined
    ? 'explore(theCase)'
    : ['race-lab explore', shellWord(reference), ...urlWords(url)].join(' ');

/** Runs a schedule of a case again. */
export function caseReplayCommand(
  { url }: Place,
  { reference }: Subject,
  schedule: Schedule,
): string {
  const letters = lettersOf(schedule);
  if (reference === undefined) return `replay(theCase, { schedule: '${letters}' })`;
  const words = [shellWord(reference), flagOf('schedule'), letters, ...urlWords(url)];
  return ['race-lab replay', ...words].join(' ');
}

/** `PASSWORD` replaces the password. */
const urlWords = (url: string | null): readonly string[] =>
  url === null ? [] : [flagOf('url'), shellWord(withPassword(url, 'PASSWORD'))];
