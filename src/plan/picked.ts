/**
 * What `--only` picks, in its order.
 * @param only parts of names, in any case; absent: all
 * @param unknown the error for a part that is in no name. Both texts are quoted.
 * @throws what `unknown` returns
 */
export function pickedByName<Named extends { readonly name: string }>(
  all: readonly Named[],
  only: readonly string[] | undefined,
  unknown: (missing: string, names: string) => Error,
): Named[] {
  if (only === undefined) return [...all];
  const has = ({ name }: Named, part: string) => name.toLowerCase().includes(part.toLowerCase());
  const missing = only.find((part) => !all.some((each) => has(each, part)));
  if (missing === undefined) return all.filter((each) => only.some((part) => has(each, part)));
  throw unknown(JSON.stringify(missing), all.map(({ name }) => JSON.stringify(name)).join(', '));
}
