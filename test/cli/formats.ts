/** The rows of a CSV, by the names in its head. Quoted cells may hold commas, not line ends. */
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
