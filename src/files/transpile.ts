import { createJiti, type Jiti, type JitiOptions, type TransformOptions } from 'jiti';

/** More files than a case has. A program that loads ever new texts must not keep all of them. */
const MOST = 500;

/** What became of a text, by all that determines it. */
const transpiled = new Map<string, string>();

/**
 * A loader that transpiles each text once in a process. Each lane of a case loads its files again, and transpiling takes
 * most of that time.
 * @param url the module from which imports are resolved
 */
export function loaderThatRemembers(url: string, options: JitiOptions): Jiti {
  const plain = createJiti(url, options);
  return createJiti(url, {
    ...options,
    transform: (given) => ({ code: remembered(given, () => plain.transform(given)) }),
  });
}

function remembered(given: TransformOptions, transpile: () => string): string {
  // The plugins are always the same.
  const { babel: _plugins, ...others } = given;
  const key = JSON.stringify(others);
  const known = transpiled.get(key);
  if (known !== undefined) return known;
  const code = transpile();
  if (transpiled.size >= MOST) transpiled.clear();
  transpiled.set(key, code);
  return code;
}
