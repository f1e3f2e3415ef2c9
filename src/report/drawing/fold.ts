import { graphemesOf, widthOf } from '../../text/width.js';

/** Every line after the first begins with this. */
const HANGING = '  ';

const at =
  (seam: RegExp) =>
  (text: string): string[] =>
    text.split(seam);

/**
 * Where to break a text that does not fit on a line, best places first. `gap` is the text between
 * unbroken pieces.
 */
const SEAMS: readonly { readonly split: (text: string) => string[]; readonly gap: '' | ' ' }[] = [
  { split: at(/(?<=,) /), gap: ' ' },
  // Outside strings: an even number of quotes follows.
  { split: at(/ (?=(?:[^']*'[^']*')*[^']*$)/), gap: ' ' },
  { split: at(/ /), gap: ' ' },
  // Inside a word: `pg_advisory_xact_lock(` `'account'` `::integer`.
  { split: at(/(?<=[(,./_-])|(?=::)/), gap: '' },
  // In JSON, where a value begins: `"body":` `{` `"booked":` `true`.
  { split: at(/(?<=[:{[])/), gap: '' },
  { split: graphemesOf, gap: '' },
];

/**
 * Breaks a text into lines of at most a width: between its parts if possible, then after commas,
 * then between words, and in strings last. Only a word that is longer than a line is broken.
 */
export function fold(parts: readonly string[], width: number): string[] {
  const lines: string[] = [];
  let line = '';
  const isBlank = () => line === '' || line === HANGING;
  const fits = (text: string) => widthOf(line) + widthOf(text) <= width;
  const breakLine = () => {
    if (isBlank()) return;
    lines.push(line);
    line = HANGING;
  };
  const place = (text: string, gap: string, level: number) => {
    const joined = isBlank() ? text : gap + text;
    if (fits(joined)) {
      line += joined;
      return;
    }
    const fitsAlone = HANGING.length + widthOf(text) <= width;
    const seam = SEAMS[level];
    if (fitsAlone || seam === undefined) {
      breakLine();
      line += text;
      return;
    }
    seam.split(text).forEach((piece, i) => place(piece, i === 0 ? gap : seam.gap, level + 1));
  };
  for (const part of parts) {
    if (!fits(` ${part}`)) breakLine();
    place(part, ' ', 0);
  }
  return [...lines, line];
}
