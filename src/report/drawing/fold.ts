/** Every line after the first begins with it. */
const HANGING = '  ';

/** Where to break what does not fit on a line, and what stands there unbroken; best places first. */
const SEAMS: readonly { readonly at: RegExp; readonly gap: '' | ' ' }[] = [
  { at: /(?<=,) /, gap: ' ' },
  // Outside of strings: an even number of quotes follows.
  { at: / (?=(?:[^']*'[^']*')*[^']*$)/, gap: ' ' },
  { at: / /, gap: ' ' },
  // Inside a word: `pg_advisory_xact_lock(` `'account'` `::integer`.
  { at: /(?<=[(,./_-])|(?=::)/, gap: '' },
  { at: /(?:)/u, gap: '' },
];

/**
 * Breaks a text into lines of at most such a width: between its parts where it can be, then
 * behind commas, then between words, in strings last. Only a word that is longer than a line is
 * broken itself.
 */
export function fold(parts: readonly string[], width: number): string[] {
  const lines: string[] = [];
  let line = '';
  const isBlank = () => line === '' || line === HANGING;
  const fits = (text: string) => line.length + text.length <= width;
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
    const fitsAlone = HANGING.length + text.length <= width;
    const seam = SEAMS[level];
    if (fitsAlone || seam === undefined) {
      breakLine();
      line += text;
      return;
    }
    text.split(seam.at).forEach((piece, i) => place(piece, i === 0 ? gap : seam.gap, level + 1));
  };
  for (const part of parts) {
    if (!fits(` ${part}`)) breakLine();
    place(part, ' ', 0);
  }
  return [...lines, line];
}
