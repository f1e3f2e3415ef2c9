/** What code sends again and again in every schedule is read once. */
const MOST_REMEMBERED = 1_000;

/** A function of a text that remembers what it returned. */
export function memoized<Result>(read: (text: string) => Result): (text: string) => Result {
  const results = new Map<string, { readonly result: Result }>();
  return (text) => {
    const known = results.get(text);
    if (known !== undefined) return known.result;
    if (results.size >= MOST_REMEMBERED) results.clear();
    const result = read(text);
    results.set(text, { result });
    return result;
  };
}
