/** What a statement does to rows, decided on the tree of PostgreSQL's parser. */
import { isHarmlessFunction } from './harmless-functions.js';
import { kindOf, nodesIn, statementsIn, wordsIn, type SqlNode } from './sql-nodes.js';

/**
 * `reads`: it only reads, so it does not change how a schedule ends. `bounds`: it begins or ends a transaction, or is about
 * the session. `changes`: all others, also those of which it is not known.
 */
export type StatementEffect = 'reads' | 'bounds' | 'changes';

const QUERIES: ReadonlySet<string> = new Set(['SelectStmt', 'VariableShowStmt']);

const BOUNDS: ReadonlySet<string> = new Set([
  'TransactionStmt',
  'VariableSetStmt',
  'DiscardStmt',
  'DeallocateStmt',
]);

const CHANGES: ReadonlySet<string> = new Set([
  'InsertStmt',
  'UpdateStmt',
  'DeleteStmt',
  'MergeStmt',
]);

/** Whether statements insert, update or delete rows themselves, also inside a query. */
export const changesRows = (tree: unknown): boolean =>
  [...nodesIn(tree)].some(({ tag }) => CHANGES.has(tag));

/** The strongest effect of the statements of a text. What a function does that is not PostgreSQL's own is not known. */
export function effectOf(tree: unknown): StatementEffect {
  const kinds = statementsIn(tree).map(kindOf);
  const areQueries = kinds.every((kind) => QUERIES.has(kind));
  if (areQueries && [...nodesIn(tree)].every(reads)) return 'reads';
  const areBounds = kinds.every((kind) => BOUNDS.has(kind) || kind === 'VariableShowStmt');
  return areBounds ? 'bounds' : 'changes';
}

function reads({ tag, of }: SqlNode): boolean {
  if (CHANGES.has(tag) || 'intoClause' in of) return false;
  if (tag !== 'FuncCall') return true;
  const words = wordsIn(of['funcname']);
  return isHarmlessFunction(words) || isReadingFunction(words);
}

/** Functions that change nothing, but whose results depend on when they run, or that no driver uses to look at a server. */
const READING: ReadonlySet<string> = new Set(
  `now clock_timestamp statement_timestamp transaction_timestamp timeofday random gen_random_uuid uuidv4 uuidv7
  age date_bin date_part date_trunc extract isfinite justify_days justify_hours justify_interval make_date
  make_interval make_time make_timestamp make_timestamptz overlaps timezone to_date to_number to_timestamp
  cbrt cume_dist div exp gcd greatest lcm least ln log mode nth_value ntile percent_rank percentile_cont
  percentile_disc power scale sign sqrt stddev stddev_pop stddev_samp var_pop var_samp variance width_bucket
  bit_length decode encode normalize overlay regexp_count regexp_instr regexp_like regexp_substr sha224 sha256
  sha384 sha512 to_hex
  plainto_tsquery phraseto_tsquery to_tsquery to_tsvector ts_headline ts_rank ts_rank_cd websearch_to_tsquery`.split(
    /\s+/,
  ),
);

/** Functions on JSON. A function of a user may have such a name, but seldom does. */
const READING_FAMILIES =
  /^jsonb?_(?:array|build|each|exists|extract|object|path|populate|strip|to|typeof|agg|set|pretty)\w*$/;

function isReadingFunction(words: readonly string[]): boolean {
  const [schema] = words.slice(-2, -1);
  if (schema !== undefined && schema !== 'pg_catalog') return false;
  const name = words.at(-1) ?? '';
  return READING.has(name) || READING_FAMILIES.test(name);
}
