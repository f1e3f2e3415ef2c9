/** A word that a POSIX shell passes on as it is. */
export function shellWord(text: string): string {
  return /^[\w.,:=/@%+-][\w.,:=/@%+#-]*$/.test(text)
    ? text
    : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
