/** PostgreSQL's own parser, compiled to WebAssembly. */
import { setFlagsFromString } from 'node:v8';

/** Both throw for a text that is no SQL. */
export interface SqlParser {
  /** @returns the parse tree, which must not be changed */
  readonly parse: (sql: string) => unknown;
  /** @returns the text with parameters in the place of literals; for some texts that are no SQL, an error's message */
  readonly normalize: (sql: string) => string;
}

let loading: Promise<SqlParser> | undefined;

/** Loads the parser, once: it takes some tens of milliseconds. */
export const loadSqlParser = (): Promise<SqlParser> => (loading ??= load());

async function load(): Promise<SqlParser> {
  const { loadModule, normalizeSync, parseSync } = await import('libpg-query');
  await optimizedLate(loadModule);
  return { parse: rememberingTheLast(parseSync), normalize: normalizeSync };
}

/** The versions of V8 whose flag is known, those of Node.js 20 to 25. V8 writes to stderr when a flag is unknown. */
const KNOWN_V8 = { from: 11, to: 14 };

/** V8 knows no way to ask for its default, which has changed between Node.js 20 and 22. */
const USUAL_BUDGET = { before12: 1_800_000, from12: 13_000_000 };
const LARGEST_BUDGET = 2 ** 31 - 1;

/**
 * Loads a module of WebAssembly that V8 optimizes late. Its optimizing compiler takes half a second for the largest
 * function of the parser, longer than all that an exploration parses. Modules that others load are optimized as usual.
 */
async function optimizedLate(loadModule: () => Promise<void>): Promise<void> {
  const version = Number.parseInt(process.versions.v8, 10);
  const isKnown = version >= KNOWN_V8.from && version <= KNOWN_V8.to;
  // A module takes the budget of its functions from the flag when it is compiled.
  const setBudget = (budget: number) => {
    if (isKnown) setFlagsFromString(`--wasm-tiering-budget=${budget}`);
  };
  setBudget(LARGEST_BUDGET);
  try {
    await loadModule();
  } finally {
    setBudget(version < 12 ? USUAL_BUDGET.before12 : USUAL_BUDGET.from12);
  }
}

/** The tree of a longer text, such as a dump, takes much memory. */
const LONGEST_REMEMBERED = 10_000;

/** Several readers ask about one text, one after the other. Trees are large, so only the last one is kept. */
function rememberingTheLast(parse: (sql: string) => unknown): (sql: string) => unknown {
  let last: { readonly sql: string; readonly tree: unknown } | null = null;
  return (sql) => {
    if (last?.sql === sql) return last.tree;
    const tree = parse(sql);
    if (sql.length <= LONGEST_REMEMBERED) last = { sql, tree };
    return tree;
  };
}
