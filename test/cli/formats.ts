/** The rows of a CSV file, by column name. Quoted cells can contain commas, but no line breaks. */
export function cellsOf(csv: string): Readonly<Record<string, string>>[] {
  const [head = '', ...rows] = csv.trimEnd().split(/\r?\n/);
  const keys = split(head);
  return rows.map((row) => Object.fromEntries(split(row).map((cell, i) => [keys[i], cell])));
}

function split(row: string): string[] {
  return [...row.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  );
}
