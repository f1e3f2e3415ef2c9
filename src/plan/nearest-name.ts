import { UsageError, type ErrorCode, type ErrorSubject } from '../errors.js';
import { quoted } from './parse.js';

/** A cell of the table. Outside the table, the distance is infinite. */
function at(row: readonly number[], column: number): number {
  return row[column] ?? Infinity;
}

/**
 * Edits that turn one text into the other: insertions, deletions, substitutions, and swaps of
 * neighbours (Damerau–Levenshtein in its restricted form, "optimal string alignment").
 */
export function editDistance(from: string, to: string): number {
  let beforePrevious: readonly number[] = [];
  let previous: readonly number[] = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let i = 1; i <= from.length; i++) {
    const current = [i];
    for (let j = 1; j <= to.length; j++) {
      const same = from[i - 1] === to[j - 1];
      const swapped = from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      current[j] = Math.min(
        at(previous, j) + 1,
        at(current, j - 1) + 1,
        at(previous, j - 1) + (same ? 0 : 1),
        swapped ? at(beforePrevious, j - 2) + 1 : Infinity,
      );
    }
    beforePrevious = previous;
    previous = current;
  }
  return at(previous, to.length);
}

/** The name that was probably meant: at most one edit for every three letters, and at least one. */
export function nearest(text: string, names: readonly string[]): string | undefined {
  const wanted = text.toLowerCase();
  let best: { readonly name: string; readonly distance: number } | undefined;
  for (const name of names) {
    const allowed = Math.max(1, Math.floor(name.length / 3));
    // The difference in length is a lower bound. It avoids the work for very long text.
    if (Math.abs(name.length - wanted.length) > allowed) continue;
    const distance = editDistance(wanted, name.toLowerCase());
    if (distance <= allowed && distance < (best?.distance ?? Infinity)) best = { name, distance };
  }
  return best?.name;
}

/** What an error about an unknown name needs. */
export interface UnknownName {
  readonly code: ErrorCode;
  readonly subject: ErrorSubject;
  /** The kind of thing that was named, such as `strategy`. */
  readonly kind: string;
}

/**
 * The error for an unknown name. Its hint suggests a name and lists all.
 * @param meant the suggestion; default: the nearest name
 */
export function unknownName(
  { code, subject, kind }: UnknownName,
  text: string,
  known: readonly string[],
  meant = nearest(text, known),
): UsageError {
  const offer = meant === undefined ? '' : `Did you mean ${meant}? `;
  return new UsageError(`${subject.text}: ${quoted(text)} is not a known ${kind}`, {
    code,
    option: subject.option,
    hint: `${offer}Known: ${known.join(', ')}.`,
  });
}
