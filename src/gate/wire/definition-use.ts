/** How statements use what the database defines besides rows: tables, columns, indexes, functions. */
import { isObject } from '../../text/values.js';
import { nodesIn, wordsIn, type SqlNode } from './sql-nodes.js';

/** It creates, alters or drops what other sessions see; or it asks whether something is defined. */
export type DefinitionUse = 'defines' | 'asks';

/** `CreateStmt`, `AlterTableStmt`, `IndexStmt`. */
const DEFINES = /^(?:Alter|CompositeType|Create|Define|Drop|Index|Rename|View)\w*Stmt$/;

/** Of the catalogs, those that tell what is defined. */
const DEFINITIONS =
  /^pg_(?:attrdef|attribute|class|constraint|depend|description|extension|index|indexes|inherits|matviews|namespace|partitioned_table|policies|policy|proc|rewrite|rules|sequence|tables|trigger|views)$/;

/** Drivers ask for types, and for tables as types, when they connect. */
const TYPES = /^pg_(?:enum|range|type)$/;

/** Functions that find something by its name. */
const FINDS = /^to_reg(?:class|namespace|proc|procedure)$/;

/**
 * How a statement uses definitions; null: not at all, or as drivers do when they connect. What a function does is not
 * seen.
 * @param tree as the parser returns it
 */
export function definitionUse(tree: unknown): DefinitionUse | null {
  const nodes = [...nodesIn(tree)];
  if (nodes.some(defines)) return 'defines';
  const isOfTypes = nodes.some(({ tag, of }) => tag === 'RangeVar' && TYPES.test(nameOf(of)));
  return !isOfTypes && nodes.some(asks) ? 'asks' : null;
}

/** Temporary tables are seen by their own session only. */
const defines = ({ tag, of }: SqlNode): boolean =>
  (DEFINES.test(tag) || isObject(of['intoClause'])) &&
  ![...nodesIn(of)].some((inside) => inside.of['relpersistence'] === 't');

function asks({ tag, of }: SqlNode): boolean {
  if (tag === 'FuncCall') return FINDS.test(wordsIn(of['funcname']).at(-1) ?? '');
  if (tag !== 'RangeVar') return false;
  return of['schemaname'] === 'information_schema' || DEFINITIONS.test(nameOf(of));
}

const nameOf = (relation: SqlNode['of']): string => String(relation['relname']);
