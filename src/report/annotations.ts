/**
 * GitHub Actions' workflow commands: an annotation for each case that was not met or not judged.
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
import type { Case, Suite } from './document/suite/suite.js';

/** The runner cuts longer messages. The command that repeats the case comes last and must fit. */
const LONGEST_MESSAGE = 4_000;

/** Lines for the runner, one for each case that is not a success; empty when all are. */
export const annotations = (suites: readonly Suite[]): string =>
  suites
    .flatMap(({ name, cases }) =>
      cases
        .filter(({ status }) => status !== 'met' && status !== 'noted')
        .map(
          (each) => `::error title=${property(`${name}: ${each.name}`)}::${data(message(each))}\n`,
        ),
    )
    .join('');

/** Leaves out the drawing, which needs a fixed-width font. */
function message({ finding, evidence: { lines, command } }: Case): string {
  const end = command === null ? [] : [`${command.purpose}:`, command.command];
  const room = LONGEST_MESSAGE - [finding, ...end].join('\n').length;
  return [finding, ...within(room, lines), ...end].join('\n');
}

/** As many of the lines as fit. */
function within(room: number, lines: readonly string[]): string[] {
  const shown: string[] = [];
  let left = room;
  for (const line of lines) {
    left -= line.length + 1;
    if (left < 0) return [...shown, '…'];
    shown.push(line);
  }
  return shown;
}

const data = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
