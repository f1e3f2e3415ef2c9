/**
 * What drivers and ORMs send to set up a connection, told from the steps of a worker. PostgreSQL's own
 * parser decides, because text is no guide: `select * from pg_type` reads a table of the case when it
 * has one of that name.
 */
import { definitionUse, type DefinitionUse } from './definition-use.js';
import { isHarmlessFunction } from './harmless-functions.js';
import { levelUseOf, type LevelUse } from './level-use.js';
import { memoized } from './memo.js';
import { partsOfReset } from './session-resets.js';
import { settingUse, type SettingUse } from './session-settings.js';
import { kindOf, nodesIn, statementsIn, wordsIn, type SqlNode } from './sql-nodes.js';
import { loadSqlParser } from './sql-parser.js';
import { changesRows, effectOf, type StatementEffect } from './statement-effect.js';

/** Reads statements with PostgreSQL's parser. Remembers what it read. */
export interface StatementParser {
  /**
   * Whether a statement, sent outside a transaction, only sets up a connection: settings, and questions
   * to the catalogs. Of several statements in one text, all have to.
   * @param tables the names of the case's tables
   */
  isHousekeeping(sql: string, tables: ReadonlySet<string>): boolean;
  /** Whether a text only drops prepared statements. */
  isDeallocation(sql: string): boolean;
  /** The settings of its session that a statement sets or reads. */
  settingsIn(sql: string): readonly SettingUse[];
  /** What each statement of a text is for the isolation level of transactions. */
  levelUsesIn(sql: string): readonly LevelUse[];
  /** Whether a statement changes or asks for tables and the like. */
  definitionUse(sql: string): DefinitionUse | null;
  /** Whether a statement inserts, updates or deletes rows itself. What its functions do is not seen. */
  changesRows(sql: string): boolean;
  /** What the statements of a text do to rows. What functions do that are not PostgreSQL's own is not known. */
  effectOf(sql: string): StatementEffect;
  /** The names of tables, views and common table expressions in a text, without their schemas. */
  tablesIn(sql: string): readonly string[];
  /**
   * Equal for statements that differ only in literals, and in names that may be new each time.
   * @param known names that are never new: those of the case's tables and columns
   */
  stepKey(sql: string, known: ReadonlySet<string>): string;
}

let loading: Promise<StatementParser> | undefined;

/** Loads the parser, once. */
export const loadStatementParser = (): Promise<StatementParser> => (loading ??= load());

async function load(): Promise<StatementParser> {
  const { parse, normalize } = await loadSqlParser();
  const normalized = memoized((sql) => normalizedSql(sql, parse, normalize));
  const catalogNames = memoized((sql) => catalogNamesIn(sql, parse));
  return {
    isHousekeeping: (sql, tables) => catalogNames(sql)?.every((name) => !tables.has(name)) ?? false,
    isDeallocation: memoized((sql) => isDeallocation(sql, parse)),
    settingsIn: memoized((sql) => settingsIn(sql, parse)),
    levelUsesIn: memoized((sql) => levelUsesIn(sql, parse)),
    definitionUse: memoized((sql) => definitionUseOf(sql, parse)),
    changesRows: memoized((sql) => changesRowsIn(sql, parse)),
    effectOf: memoized((sql) => effectIn(sql, parse)),
    tablesIn: memoized((sql) => tablesIn(sql, parse)),
    stepKey: (sql, known) =>
      normalized(sql)?.replaceAll(NEW_NAMES, (name) =>
        known.has(name) || known.has(name.toLowerCase()) ? name : '#',
      ) ?? sql,
  };
}

type Read<Result> = (sql: string) => Result;

function isDeallocation(sql: string, parse: Read<unknown>): boolean {
  try {
    const statements = statementsIn(parse(sql));
    return statements.length > 0 && statements.every((each) => kindOf(each) === 'DeallocateStmt');
  } catch {
    return false;
  }
}

function settingsIn(sql: string, parse: Read<unknown>): readonly SettingUse[] {
  try {
    return [...nodesIn(parse(sql))].flatMap(({ tag, of }) => settingUse(tag, of) ?? []);
  } catch {
    return [];
  }
}

function levelUsesIn(sql: string, parse: Read<unknown>): readonly LevelUse[] {
  try {
    return statementsIn(parse(sql)).flatMap((statement) => levelUseOf(statement) ?? []);
  } catch {
    return [];
  }
}

function definitionUseOf(sql: string, parse: Read<unknown>): DefinitionUse | null {
  try {
    return definitionUse(parse(sql));
  } catch {
    return null;
  }
}

function changesRowsIn(sql: string, parse: Read<unknown>): boolean {
  try {
    return changesRows(parse(sql));
  } catch {
    return false;
  }
}

function effectIn(sql: string, parse: Read<unknown>): StatementEffect {
  try {
    return effectOf(parse(sql));
  } catch {
    return 'changes';
  }
}

function tablesIn(sql: string, parse: Read<unknown>): readonly string[] {
  try {
    const nodes = [...nodesIn(parse(sql))];
    return nodes.flatMap(({ of: { relname } }) => (typeof relname === 'string' ? [relname] : []));
  } catch {
    return [];
  }
}

/** A name with a number or a UUID, such as that of a savepoint, a cursor or a temporary table. */
const NEW_NAMES = /[\da-f]{8}(?:[-_]?[\da-f]{4}){3}[-_]?[\da-f]{12}|(?<![\w$])\w*\d[\w$]*/gi;

/** The text with parameters in place of literals; null: it cannot be parsed. */
function normalizedSql(sql: string, parse: Read<unknown>, normalize: Read<string>): string | null {
  try {
    // For some texts that are no SQL, normalizing returns an error's message; parsing throws it.
    parse(sql);
    return normalize(sql);
  } catch {
    return null;
  }
}

/**
 * For statements that only set up a connection, names without a schema that are taken to be of the
 * catalogs, or of common table expressions. Null: a statement does more.
 */
function catalogNamesIn(sql: string, parse: Read<unknown>): readonly string[] | null {
  if (sql.trim() === '') return [];
  let tree: unknown;
  try {
    tree = parse(sql);
  } catch {
    return null;
  }
  const names: string[] = [];
  const statements = statementsIn(tree);
  const ofReset = partsOfReset(statements);
  for (const statement of statements) {
    if (ofReset.has(statement)) continue;
    const found = namesIn(statement);
    if (found === null) return null;
    names.push(...found);
  }
  return names;
}

/** Statements about the session, and about nothing else. */
const OF_THE_SESSION: ReadonlySet<string> = new Set([
  'VariableSetStmt',
  'VariableShowStmt',
  'DiscardStmt',
  'DeallocateStmt',
]);

function namesIn(statement: unknown): readonly string[] | null {
  const kind = kindOf(statement);
  if (OF_THE_SESSION.has(kind)) return [];
  if (kind !== 'SelectStmt') return null;
  const nodes = [...nodesIn(statement)];
  const withQueries = new Set(
    nodes.flatMap(({ tag, of }) => (tag === 'CommonTableExpr' ? [String(of['ctename'])] : [])),
  );
  const names = nodes.map((node) => namesOf(node, withQueries));
  return names.every((found) => found !== null) ? names.flat() : null;
}

/** Parts of a query that read nothing and change nothing by themselves. All others are steps. */
const HARMLESS: ReadonlySet<string> = new Set([
  '',
  'A_ArrayExpr',
  'A_Const',
  'A_Expr',
  'A_Indices',
  'A_Indirection',
  'A_Star',
  'BoolExpr',
  'Boolean',
  'BooleanTest',
  'CaseExpr',
  'CaseWhen',
  'CoalesceExpr',
  'CollateClause',
  'ColumnRef',
  'CommonTableExpr',
  'Float',
  'GroupingSet',
  'Integer',
  'JoinExpr',
  'List',
  'MinMaxExpr',
  'NamedArgExpr',
  'NullTest',
  'ParamRef',
  'RangeFunction',
  'RangeSubselect',
  'ResTarget',
  'RowExpr',
  'SelectStmt',
  'SortBy',
  'String',
  'SubLink',
  'TypeCast',
  'TypeName',
  'WindowDef',
]);

/** `CURRENT_USER` and the like. Those that read the clock are steps: it matters when they run. */
const HARMLESS_VALUES =
  /^SVFOP_(CURRENT_ROLE|CURRENT_USER|USER|SESSION_USER|CURRENT_CATALOG|CURRENT_SCHEMA)$/;

/** The names that a node takes from the catalogs; null: it does more than to read them. */
function namesOf({ tag, of }: SqlNode, withQueries: ReadonlySet<string>): readonly string[] | null {
  if ('intoClause' in of) return null;
  switch (tag) {
    case 'RangeVar':
      return catalogName(of, withQueries);
    case 'FuncCall':
      return isHarmlessFunction(wordsIn(of['funcname'])) ? [] : null;
    case 'SQLValueFunction':
      return HARMLESS_VALUES.test(String(of['op'])) ? [] : null;
    default:
      return HARMLESS.has(tag) ? [] : null;
  }
}

/** Views of the catalogs that show what workers do, or the state of sequences. */
const OF_WORKERS = /^pg_(locks|sequences|prepared_xacts|largeobject|stat_.*|statio_.*)$/;

function catalogName(
  { schemaname: schema, relname }: SqlNode['of'],
  withQueries: ReadonlySet<string>,
): readonly string[] | null {
  const name = String(relname);
  if (schema === 'information_schema') return [];
  if (schema === undefined && withQueries.has(name)) return [name];
  if (!name.startsWith('pg_') || OF_WORKERS.test(name)) return null;
  if (schema === 'pg_catalog') return [];
  return schema === undefined ? [name] : null;
}
